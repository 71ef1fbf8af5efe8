import { assertNever } from "#model";
import type { RiskEvent } from "./events.ts";
import type { KeptRisk, RiskState, SeenRisk } from "./state.ts";
import { addResult } from "./trading-day.ts";

/** Operators pause and resume; everything else is a fact that risk takes note of. */
export type RiskFact = Exclude<RiskEvent, { kind: "pause" | "resume" }>;
type Fact<Kind extends RiskFact["kind"]> = Extract<RiskFact, { kind: Kind }>;

/** More than any window needs, so that a storm of errors cannot grow what is kept without bound. */
const MOST_ERRORS = 1_000;
/** A crash can tell again of the few trades that were closing; these are many times more. */
const MOST_COUNTED_TRADES = 500;

/** What risk knows after `fact`; the same object where it says nothing new. Judges nothing: the rules do. */
export function fold(state: RiskState, fact: RiskFact): RiskState {
  switch (fact.kind) {
    case "tick":
      return see(state, { venues: livesAfter(state, fact) });
    case "spread":
      return foldSpread(state, fact);
    case "order-ended":
      return fact.error === null ? state : keep(state, { orderErrorsMs: errorsAfter(state, fact.nowMs) });
    case "trade-closed":
      return foldTrade(state, fact);
    case "leg-unknown":
      return foldUnknownLeg(state, fact);
    case "leg-known":
      if (!state.seen.unknownLegs.has(fact.attemptId)) return state;
      return see(state, { unknownLegs: without(state.seen.unknownLegs, fact.attemptId) });
    case "stranded":
      return foldStranded(state, fact);
    case "resolved":
      return foldResolved(state, fact.tradeId);
    case "balances":
      return foldBalances(state, fact);
    case "clock-skew":
      return see(state, { skewsMs: withEntry(state.seen.skewsMs, fact.venue, fact.skewMs) });
    case "storage":
      return fact.works === state.seen.storageWorks ? state : see(state, { storageWorks: fact.works });
    case "observe-only":
      return fact.on === state.kept.observeOnly ? state : keep(state, { observeOnly: fact.on });
    case "limits":
      return { ...state, limits: fact.limits };
    default:
      return assertNever(fact);
  }
}

/** The state with another persistent part. */
export function keep(state: RiskState, change: Partial<KeptRisk>): RiskState {
  return { ...state, kept: { ...state.kept, ...change } };
}

function see(state: RiskState, change: Partial<SeenRisk>): RiskState {
  return { ...state, seen: { ...state.seen, ...change } };
}

function livesAfter({ seen }: RiskState, { venues, nowMs }: Fact<"tick">): SeenRisk["venues"] {
  const lives = new Map(seen.venues);
  for (const { venue, silentMs } of venues) lives.set(venue, { silentMs, atMs: nowMs });
  return lives;
}

/** Narrow spreads come with every evaluation; they cost two comparisons and no allocation. */
function foldSpread(state: RiskState, { asset, spreadPct }: Fact<"spread">): RiskState {
  const { wideSpreads } = state.seen;
  if (spreadPct > state.limits.wideSpreadPct) {
    if (wideSpreads.get(asset) === spreadPct) return state;
    return see(state, { wideSpreads: withEntry(wideSpreads, asset, spreadPct) });
  }
  return wideSpreads.has(asset) ? see(state, { wideSpreads: without(wideSpreads, asset) }) : state;
}

function errorsAfter({ kept, limits }: RiskState, nowMs: number): readonly number[] {
  const recent = kept.orderErrorsMs.filter((atMs) => nowMs - atMs < limits.orderErrorWindowMs);
  return [...recent, nowMs].slice(-MOST_ERRORS);
}

/**
 * Adds a counted trade's PnL to the day, once per trade. Only one that really traded is a trade of the day and
 * part of the row of losses; a failed one may still have paid a fee. A loss is below zero.
 */
function foldTrade(state: RiskState, { tradeId, pnlUsd, counts, traded }: Fact<"trade-closed">): RiskState {
  const { day, countedTrades, consecutiveLosses } = state.kept;
  if (!counts || countedTrades.includes(tradeId)) return state;
  const losses = pnlUsd < 0n ? consecutiveLosses + 1 : 0;
  return keep(state, {
    day: addResult(day, pnlUsd, traded),
    countedTrades: [...countedTrades, tradeId].slice(-MOST_COUNTED_TRADES),
    consecutiveLosses: traded ? losses : consecutiveLosses,
  });
}

/** A leg that is told of again keeps the time since when it is unknown. */
function foldUnknownLeg(
  state: RiskState,
  { attemptId, tradeId, asset, nowMs }: Fact<"leg-unknown">,
): RiskState {
  const { unknownLegs } = state.seen;
  if (unknownLegs.has(attemptId)) return state;
  return see(state, { unknownLegs: withEntry(unknownLegs, attemptId, { tradeId, asset, sinceMs: nowMs }) });
}

function foldStranded(state: RiskState, { tradeId, asset, detail }: Fact<"stranded">): RiskState {
  const { stranded } = state.kept;
  if (stranded.some((trade) => trade.tradeId === tradeId)) return state;
  return keep(state, { stranded: [...stranded, { tradeId, asset, detail }] });
}

function foldResolved(state: RiskState, tradeId: string): RiskState {
  const left = state.kept.stranded.filter((trade) => trade.tradeId !== tradeId);
  return left.length === state.kept.stranded.length ? state : keep(state, { stranded: left });
}

function foldBalances(state: RiskState, { venue, drifts }: Fact<"balances">): RiskState {
  const before = state.seen.drifts.get(venue)?.inRow ?? 0;
  const inRow = drifts.length === 0 ? 0 : before + 1;
  return see(state, { drifts: withEntry(state.seen.drifts, venue, { drifts, inRow }) });
}

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
