import type { TradeLeg } from "./wire.ts";

/** Parts of a hundred of a lane's width, for drawing only. */
export interface TrackBar {
  readonly left: number;
  readonly width: number;
  /** It has no end yet, so the bar grows with the clock. */
  readonly growing: boolean;
  readonly marks: readonly { readonly at: number; readonly what: string }[];
}

/** From the decision to now, or to the last thing that happened; never so short that a bar fills it by chance. */
export interface TrackSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

const SHORTEST_MS = 500;
const ENDING = /^(filled|filled_in_part|confirmed|finalized|rejected|expired|absent|not_sent|failed_\w+)$/;
const ENDED: ReadonlySet<TradeLeg["state"]> = new Set<TradeLeg["state"]>(["filled", "rejected", "expired"]);

/** What all lanes of one trade are drawn on; `nowMs` is null where nothing moves. */
export function spanOf(startedAt: string, legs: readonly TradeLeg[], nowMs: number | null): TrackSpan {
  const fromMs = Date.parse(startedAt);
  const told = legs.flatMap(({ timeline }) => timeline.map(({ at }) => Date.parse(at)));
  return { fromMs, untilMs: Math.max(fromMs + SHORTEST_MS, nowMs ?? 0, ...told) };
}

/** One attempt on its lane: from its plan until evidence ended it, with a mark for each step. */
export function barOf(leg: TradeLeg, { fromMs, untilMs }: TrackSpan): TrackBar {
  const place = (ms: number) =>
    ((Math.min(untilMs, Math.max(fromMs, ms)) - fromMs) / (untilMs - fromMs)) * 100;
  const times = leg.timeline.map(({ at }) => Date.parse(at));
  const left = place(times[0] ?? fromMs);
  const growing = !ENDED.has(leg.state);
  const right = growing ? 100 : place(endOf(leg) ?? times.at(-1) ?? fromMs);
  const marks = leg.timeline.map(({ what, at }) => ({ at: place(Date.parse(at)), what }));
  return { left, width: Math.max(0, right - left), growing, marks };
}

/** When evidence ended it; what follows (settled, finalized) is bookkeeping. */
function endOf({ timeline }: TradeLeg): number | null {
  const entry = timeline.find(({ what }) => ENDING.test(what));
  return entry === undefined ? null : Date.parse(entry.at);
}

/** The attempts of each venue, in the order in which they were made. */
export function lanesOf(legs: readonly TradeLeg[]): { readonly cex: TradeLeg[]; readonly dex: TradeLeg[] } {
  return {
    cex: legs.filter(({ venue }) => venue !== "solana"),
    dex: legs.filter(({ venue }) => venue === "solana"),
  };
}
