import { statSync } from "node:fs";
import { ConfigError } from "#model";
import type { Config } from "../config.ts";

/** What `--mode live` cannot start without. Throws ConfigError with one line that names all of it. */
export function refuseUnprepared(config: Config, hasAdmin: boolean): void {
  if (config.mode !== "live") return;
  const missing = [
    ...(config.keys.current.geminiKey === null ? ["GEMINI_API_KEY", "GEMINI_API_SECRET"] : []),
    ...(config.solanaKeypair === null ? ["SOLANA_KEYPAIR"] : []),
    ...(hasAdmin ? [] : ["a user who is admin (tandem user add NAME --role admin)"]),
  ];
  if (missing.length > 0)
    throw new ConfigError("mode", `--mode live: needs ${missing.join(", ")} before it starts`);
  refuseOpenFile("SOLANA_KEYPAIR", config.solanaKeypair ?? "");
}

/** The wallet's file is money. A file that is not there is told of by who reads it. */
function refuseOpenFile(key: string, path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600;
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  throw new ConfigError(key, `${key}: its file can be read by others than its owner: chmod 600`);
}
