import type { RiskState, UnknownLeg } from "../state.ts";
import { list, seconds } from "../words.ts";
import type { Cause, Rule } from "./rule.ts";

/** A leg was sent and no venue says what became of it, for too long: its asset's exposure is not known. */
export const unknownLeg: Rule = {
  pauses: "asset",
  trips: tooLong,
  lasting: tooLong,
  threshold: (limits) => `unknown for more than ${seconds(limits.unknownLegMs)}`,
  current: ({ seen }, nowMs) =>
    list(
      [...seen.unknownLegs].map(([attemptId, leg]) => `${attemptId} ${seconds(nowMs - leg.sinceMs)}`),
      "none",
    ),
  resumeRule: "When the venue's evidence has come in.",
};

function tooLong({ seen, limits }: RiskState, nowMs: number): readonly Cause[] {
  return [...seen.unknownLegs]
    .filter(([, leg]) => nowMs - leg.sinceMs > limits.unknownLegMs)
    .map(([attemptId, leg]) => unknown(attemptId, leg, nowMs));
}

function unknown(attemptId: string, { asset, tradeId, sinceMs }: UnknownLeg, nowMs: number): Cause {
  const detail = `Leg ${attemptId} of trade ${tradeId} (${asset}) has been unknown for ${seconds(nowMs - sinceMs)}.`;
  return { scope: { kind: "asset", asset }, detail };
}
