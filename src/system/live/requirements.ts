import { ConfigError } from "#model";
import type { Config } from "../config.ts";
import { demandPrivate } from "../private-file.ts";

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
  demandPrivate(config.solanaKeypair ?? "", "SOLANA_KEYPAIR");
}
