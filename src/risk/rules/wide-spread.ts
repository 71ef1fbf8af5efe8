import type { RiskState } from "../state.ts";
import { list, pct } from "../words.ts";
import type { Cause, Rule } from "./rule.ts";

/** A spread too good to be true: one of the two prices is suspect, so the asset waits for an operator's look. */
export const wideSpread: Rule = {
  pauses: "asset",
  trips: tooWide,
  lasting: tooWide,
  threshold: (limits) => `above ${pct(limits.wideSpreadPct)}`,
  current: (state) =>
    list(
      wide(state).map(([asset, spread]) => `${asset} ${pct(spread)}`),
      "none above it",
    ),
  resumeRule: "When the last spread seen is within the limit.",
};

function wide({ seen, limits }: RiskState): readonly (readonly [asset: string, spreadPct: bigint])[] {
  return [...seen.wideSpreads].filter(([, spread]) => spread > limits.wideSpreadPct);
}

function tooWide(state: RiskState): readonly Cause[] {
  const limit = pct(state.limits.wideSpreadPct);
  return wide(state).map(([asset, spread]) => ({
    scope: { kind: "asset", asset },
    detail: `${asset} shows a spread of ${pct(spread)}, above ${limit}.`,
  }));
}
