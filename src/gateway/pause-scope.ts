import { InputError } from "#model";
import type { PauseScope } from "#risk";

/** Reads "all", "venue:gemini", "asset:SOL-USD" or "pool:<address>". Throws InputError on anything else. */
export function parsePauseScope(text: string): PauseScope {
  if (text === "all") return { kind: "all" };
  const [, kind, name = ""] = /^(venue|asset|pool):(.+)$/s.exec(text) ?? [];
  if (kind === "venue" && (name === "gemini" || name === "solana")) return { kind, venue: name };
  if (kind === "asset") return { kind, asset: name };
  if (kind === "pool") return { kind, pool: name };
  throw new InputError("bad-scope", `scope: not a scope of a pause: ${text.slice(0, 60)}`);
}
