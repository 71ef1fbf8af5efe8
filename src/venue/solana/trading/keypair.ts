import { readFileSync } from "node:fs";
import { z } from "zod";
import { ConfigError } from "#model";
import { createWallet } from "./wallet.ts";

const keyFile = z.array(z.int().min(0).max(255)).length(64);

/**
 * Reads a key file of solana-keygen: a JSON array of 64 numbers, the secret half first. Throws ConfigError
 * that names SOLANA_KEYPAIR and repeats neither the content nor the path, as a key may have been put in
 * the path's place. Who else may read the file is not looked at here.
 */
export function readKeypair(path: string): Uint8Array {
  const parsed = keyFile.safeParse(parse(textOf(path)));
  if (!parsed.success) {
    throw new ConfigError("bad-keypair", "SOLANA_KEYPAIR: the file is not a JSON array of 64 bytes");
  }
  const keypair = Uint8Array.from(parsed.data);
  createWallet(keypair);
  return keypair;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    throw new ConfigError("no-keypair", `SOLANA_KEYPAIR: the file cannot be read (${code})`);
  }
}

/** What JSON.parse complains with quotes the text, so that only its failure is kept. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
