import type { RiskState } from "../state.ts";
import { list } from "../words.ts";
import type { Cause, Rule } from "./rule.ts";

/** A trade could not be brought flat: nothing more of its asset until an operator has resolved it. */
export const strandedLeg: Rule = {
  pauses: "asset",
  trips: unresolved,
  lasting: unresolved,
  threshold: () => "any trade that is not flat",
  current: ({ kept }) =>
    list(
      kept.stranded.map(({ tradeId, asset }) => `${tradeId} (${asset})`),
      "none",
    ),
  resumeRule: "When each stranded trade is marked as resolved.",
};

function unresolved({ kept }: RiskState): readonly Cause[] {
  return kept.stranded.map(({ tradeId, asset, detail }) => ({
    scope: { kind: "asset", asset },
    detail: `Trade ${tradeId} (${asset}) is stranded: ${detail}`,
  }));
}
