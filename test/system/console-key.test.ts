import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConsoleKey } from "../../src/system/console-key.ts";
import { createRecordedLog } from "../gateway/builders.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tandem-key-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, "data", "console.key");

describe("the key that API and console's server share", () => {
  it("is made by whoever comes first, 256 bits that nobody else may read, and found by the other", () => {
    const log = createRecordedLog();
    const key = loadConsoleKey(join(folder, "data"), log);
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(loadConsoleKey(join(folder, "data"), log)).toBe(key);
    if (process.platform !== "win32") expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, "data"))).toEqual(["console.key"]);
    expect(log.lines).toEqual([]);
  });

  it("is another one in another place", () => {
    const log = createRecordedLog();
    expect(loadConsoleKey(join(folder, "a"), log)).not.toBe(loadConsoleKey(join(folder, "b"), log));
  });

  it.skipIf(process.platform === "win32")("is not used once others may read it, and is not shown", () => {
    const log = createRecordedLog();
    const key = loadConsoleKey(join(folder, "data"), log) ?? "";
    chmodSync(file(), 0o644);
    expect(loadConsoleKey(join(folder, "data"), log)).toBeNull();
    expect(log.lines).toMatchObject([
      { level: "WARNING", fields: { reason: expect.stringContaining("read by others") } },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain(key);
  });

  it.each(["", "short", `${"k".repeat(43)} x`, "k".repeat(44)])(
    "is not used where the file holds [%s]",
    (text) => {
      const log = createRecordedLog();
      loadConsoleKey(join(folder, "data"), log);
      writeFileSync(file(), text);
      expect(loadConsoleKey(join(folder, "data"), log)).toBeNull();
      expect(readFileSync(file(), "utf8")).toBe(text);
      expect(log.lines).toHaveLength(1);
    },
  );

  it("is missed with one warning, never with a failed start, where there is no place for it", () => {
    const log = createRecordedLog();
    writeFileSync(join(folder, "data"), "a file, no folder");
    expect(loadConsoleKey(join(folder, "data"), log)).toBeNull();
    expect(log.lines).toHaveLength(1);
  });
});
