import { createHash } from "node:crypto";
import { isKnownKey } from "../config-keys.ts";
import type { Environment } from "../env-file.ts";

/** Keys that change while the process runs; everything else waits for a restart. */
export const ROTATING: readonly string[] = [
  "GEMINI_API_KEY",
  "GEMINI_API_SECRET",
  "HELIUS_API_KEY",
  "SOLANA_RPC_URL",
  "SOLANA_WS_URL",
];

/** What was configured, as hashes: enough to see that something changed, and nothing that could be read. */
export type EnvironmentMark = ReadonlyMap<string, string>;

export function markOf(values: Environment): EnvironmentMark {
  const said = Object.entries(values).filter(([key, value]) => isKnownKey(key) && (value ?? "") !== "");
  return new Map(said.map(([key, value = ""]) => [key, createHash("sha256").update(value).digest("hex")]));
}

/** Names of what differs and does not change while the process runs, in alphabetical order. */
export function needsRestart(before: EnvironmentMark, after: EnvironmentMark): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  const differing = [...names].filter((name) => before.get(name) !== after.get(name));
  return differing.filter((name) => !ROTATING.includes(name)).sort();
}
