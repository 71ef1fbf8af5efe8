import { compareDecimals, negateDecimal, signOf } from "./decimal-text.ts";
import type { Pause, RiskOverview } from "./wire.ts";

const VENUE_NAMES: Record<string, string> = { gemini: "Gemini", solana: "Solana" };

const KINDS: Record<string, string> = { venue: "the venue", asset: "the asset", pool: "the pool" };

/** "all" -> "everything", "venue:gemini" -> "Gemini", "asset:SOL-USD" -> "SOL-USD". */
export function scopeText(scope: string): string {
  if (scope === "all") return "everything";
  const [kind = "", name = ""] = splitOnce(scope, ":");
  // A switch that is ok names only the kind of what it would hold back.
  if (name === "") return KINDS[kind] ?? scope;
  if (kind === "venue") return VENUE_NAMES[name] ?? name;
  if (kind === "asset") return name;
  return kind === "pool" ? `pool ${name}` : scope;
}

/** A reason's code as a heading: "data staleness" -> "Data staleness". */
export function reasonText(reason: string): string {
  const words = reason.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * All reasons in force in one line, each with what it holds back, an operator's with his own words:
 * "manual: looks odd; data staleness (Gemini)".
 */
export function pauseLine(pauses: readonly Pause[]): string {
  return pauses
    .map(({ reason, scope, detail }) => {
      const held = scope === "all" ? reason : `${reason} (${scopeText(scope)})`;
      return reason === "manual" && detail !== "" ? `${held}: ${detail}` : held;
    })
    .join("; ");
}

/** When the first of them began; null where there is none. */
export function pausedSince(pauses: readonly Pause[]): string | null {
  return pauses.map(({ since }) => since).sort()[0] ?? null;
}

/** Today's loss as decimal text, zero on a day that gained. */
export function lossToday({ daily_pnl_usd: pnl }: RiskOverview): string {
  return signOf(pnl) < 0 ? negateDecimal(pnl) : "0";
}

/** `part` of `limit` from 0 to 100, for drawing only. */
export function usedPct(part: string, limit: string): number {
  if (signOf(part) <= 0) return 0;
  if (signOf(limit) <= 0 || compareDecimals(part, limit) >= 0) return 100;
  return (Number(part) / Number(limit)) * 100;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
