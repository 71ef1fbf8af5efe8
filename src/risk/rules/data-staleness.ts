import type { VenueName } from "#model";
import { VENUES } from "../pause.ts";
import { type RiskState, silenceMs } from "../state.ts";
import { seconds } from "../words.ts";
import { type Cause, isVenuePaused, type Rule } from "./rule.ts";

/**
 * A venue that lived in this process and fell silent. Waiting for the first data after a start is not
 * staleness and trips nothing; but a pause of an earlier process stays until the venue has shown life in this one.
 */
export const dataStaleness: Rule = {
  pauses: "venue",
  trips: ({ seen, limits }) =>
    [...seen.venues].flatMap(([venue, { silentMs }]) =>
      silentMs !== null && silentMs > limits.stalenessMs ? [silent(venue, silentMs, limits.stalenessMs)] : [],
    ),
  lasting: (state, nowMs) => VENUES.flatMap((venue) => stillStale(state, venue, nowMs)),
  threshold: (limits) => `silent for more than ${seconds(limits.stalenessMs)}`,
  current: (state, nowMs) =>
    VENUES.map((venue) => {
      const silentMs = silenceMs(state, venue, nowMs);
      return `${venue} ${silentMs === null ? "not seen yet" : seconds(silentMs)}`;
    }).join(", "),
  resumeRule: "When every venue shows life again.",
};

function stillStale(state: RiskState, venue: VenueName, nowMs: number): readonly Cause[] {
  const silentMs = silenceMs(state, venue, nowMs);
  const { stalenessMs } = state.limits;
  if (silentMs !== null) return silentMs > stalenessMs ? [silent(venue, silentMs, stalenessMs)] : [];
  if (!isVenuePaused(state, "data staleness", venue)) return [];
  return [
    { scope: { kind: "venue", venue }, detail: `${venue} has shown no sign of life since this start.` },
  ];
}

function silent(venue: VenueName, silentMs: number, limitMs: number): Cause {
  const detail = `${venue} has been silent for ${seconds(silentMs)}, longer than ${seconds(limitMs)}.`;
  return { scope: { kind: "venue", venue }, detail };
}
