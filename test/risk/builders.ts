import {
  type ApprovalContext,
  createRisk,
  DEFAULT_LIMITS,
  type Proposal,
  type RiskEffect,
  type RiskEvent,
  type RiskLimits,
  type RiskState,
  stepRisk,
  viewRisk,
} from "#risk";

/** Builders for tests of risk: one noon, two venues that live, plans that pass. */

export const NOON = Date.UTC(2026, 10, 25, 12);
export const MIDNIGHT = Date.UTC(2026, 10, 26);
export const USD = 10n ** 9n;
export const PCT = 10n ** 6n;

/** An event without its time. */
export type Said = RiskEvent extends infer Each
  ? Each extends RiskEvent
    ? Omit<Each, "nowMs">
    : never
  : never;

export function at(nowMs: number, said: Said): RiskEvent {
  return { nowMs, ...said };
}

export const bothLive: Said = {
  kind: "tick",
  venues: [
    { venue: "gemini", silentMs: 0 },
    { venue: "solana", silentMs: 400 },
  ],
};

export function silent(venue: "gemini" | "solana", silentMs: number | null): Said {
  return { kind: "tick", venues: [{ venue, silentMs }] };
}

let trades = 0;

/** A counted trade with an id of its own. */
export function closed(
  pnlUsd: bigint,
  change: { counts?: boolean; traded?: boolean; tradeId?: string } = {},
): Said {
  trades += 1;
  return { kind: "trade-closed", tradeId: `T${trades}`, pnlUsd, counts: true, traded: true, ...change };
}

export const resume: Said = { kind: "resume", by: "ada" };
export const pauseAll = {
  kind: "pause",
  by: "ada",
  detail: "lunch",
  scope: { kind: "all" },
} satisfies Said;

/** Trading switched on, with nothing seen yet. */
export function aStart(
  limits: Partial<RiskLimits> = {},
  restored: string | null = null,
  nowMs = NOON,
): RiskState {
  const all = { ...DEFAULT_LIMITS, unknownLegMs: 30_000, ...limits };
  return createRisk({ limits: all, observeOnly: false, restored, nowMs });
}

/** The same with both venues alive. */
export function aRisk(limits: Partial<RiskLimits> = {}): RiskState {
  return run(aStart(limits), [at(NOON, bothLive)]).state;
}

export function run(
  state: RiskState,
  events: readonly RiskEvent[],
): { readonly state: RiskState; readonly effects: readonly RiskEffect[] } {
  const effects: RiskEffect[] = [];
  let next = state;
  for (const event of events) {
    const step = stepRisk(next, event);
    next = step.state;
    effects.push(...step.effects);
  }
  return { state: next, effects };
}

/** The events said at one moment. */
export function say(state: RiskState, nowMs: number, ...said: readonly Said[]): ReturnType<typeof run> {
  return run(
    state,
    said.map((each) => at(nowMs, each)),
  );
}

export function kinds(effects: readonly RiskEffect[]): string[] {
  return effects.map(({ kind }) => kind);
}

export function reasons(state: RiskState, nowMs = NOON): string[] {
  return viewRisk(state, nowMs).pauses.map(({ reason }) => reason);
}

export function aPlan(change: Partial<Proposal> = {}): Proposal {
  return {
    asset: "SOL-USD",
    pool: "Pool1111",
    direction: "cex_to_dex",
    sizeUsd: 500n * USD,
    isInjected: false,
    measuredPnlPct: 2n * PCT,
    ...change,
  };
}

export function aContext(change: Partial<ApprovalContext> = {}): ApprovalContext {
  return {
    nowMs: NOON,
    gateOpen: true,
    venuesReady: true,
    openTrades: [],
    shortBalance: null,
    measuredThresholdPct: PCT,
    ...change,
  };
}
