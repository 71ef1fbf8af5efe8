import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "#model";
import { readKeypair } from "#venue/solana";
import { KEYPAIR } from "./builders.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keypair-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const path = join(folder, "key.json");
  writeFileSync(path, text);
  return path;
}

function failure(path: string): Error {
  try {
    readKeypair(path);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

describe("the key file", () => {
  it("is read as solana-keygen writes it", () => {
    expect(readKeypair(fileOf(JSON.stringify([...KEYPAIR])))).toEqual(KEYPAIR);
  });

  it.each([
    { name: "not JSON", text: `[${[...KEYPAIR].join(",")}` },
    { name: "too short", text: JSON.stringify([...KEYPAIR.subarray(0, 32)]) },
    { name: "no bytes", text: JSON.stringify([...KEYPAIR.subarray(0, 63), 256]) },
    { name: "two halves that do not belong together", text: JSON.stringify([...KEYPAIR].reverse()) },
  ])("is refused when it is $name, with nothing of it in the message", ({ text }) => {
    const { message, cause } = failure(fileOf(text));
    expect(message).toContain("SOLANA_KEYPAIR");
    expect(message).not.toMatch(/\d{2,3}\D+\d{2,3}/);
    expect(cause).toBeUndefined();
  });

  it("is named by its setting alone when it cannot be read, as the path may be the key itself", () => {
    const { message } = failure(JSON.stringify([...KEYPAIR]));
    expect(message).toMatch(/^SOLANA_KEYPAIR: the file cannot be read \(E\w+\)$/);
  });
});
