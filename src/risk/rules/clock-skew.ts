import type { RiskState } from "../state.ts";
import { list, seconds } from "../words.ts";
import type { Cause, Rule } from "./rule.ts";

/** Our clock and the venue's differ, either way: nonces, deadlines and the UTC day would be wrong. */
export const clockSkew: Rule = {
  pauses: "venue",
  trips: tooFar,
  lasting: tooFar,
  threshold: (limits) => `off by more than ${seconds(limits.maxClockSkewMs)}`,
  current: ({ seen }) =>
    list(
      [...seen.skewsMs].map(([venue, skewMs]) => `${venue} ${seconds(skewMs)}`),
      "not measured",
    ),
  resumeRule: "When the last measurement is within the limit.",
};

function tooFar({ seen, limits }: RiskState): readonly Cause[] {
  const limit = seconds(limits.maxClockSkewMs);
  return [...seen.skewsMs]
    .filter(([, skewMs]) => Math.abs(skewMs) > limits.maxClockSkewMs)
    .map(([venue, skewMs]) => ({
      scope: { kind: "venue", venue },
      detail: `The clocks of ${venue} and this machine differ by ${seconds(Math.abs(skewMs))}, more than ${limit}.`,
    }));
}
