import { type CexEvidence, type DexEvidence, InvariantError, type LegEvidence } from "#model";
import { type Attempt, type DexAttempt, isTerminal, mayFollow, moved } from "./attempt.ts";
import { applyCexEvidence } from "./cex-evidence.ts";
import { closeResidual } from "./close-residual.ts";
import { applyDexEvidence } from "./dex-evidence.ts";
import type { TradeEffect, TradeEvent } from "./events.ts";
import { entryAttempt } from "./new-attempt.ts";
import { pursueAll } from "./resume.ts";
import { hasFills, isFlat, outcomeOf, residualOf, type TradePhase, type TradeState } from "./trade-state.ts";

/** A trade after one event, and what it wants done because of it, in order. */
export interface TradeStep {
  readonly state: TradeState;
  readonly effects: readonly TradeEffect[];
}

/** The trade that a plan begins: its first leg is planned and nothing is sent yet. */
export function beginTrade({ plan, atMs }: TradeEvent & { kind: "plan" }): TradeStep {
  const blank: TradeState = {
    ...{ plan, attempts: [], phase: { kind: "open" }, exposedAtMs: null, flatAtMs: null },
    ...{
      beyondBoundSinceMs: null,
      boundLifted: false,
      countedFrom: 0,
      accepted: null,
      updatedAtMs: atMs,
    },
  };
  const { attempt, effect } = entryAttempt(blank, atMs);
  return { state: { ...blank, attempts: [attempt] }, effects: [effect] };
}

/**
 * The two-leg state machine: pure, and the same events give the same state. An event about an attempt that the
 * trade does not have, or that changes nothing, leaves the state itself as it was.
 */
export function stepTrade(state: TradeState, event: TradeEvent): TradeStep {
  if (state.phase.kind === "closed") return unchanged(state);
  switch (event.kind) {
    case "plan":
      throw new InvariantError("planned-twice", `trade ${state.plan.tradeId} was begun twice`);
    case "priced":
      return priced(state, event);
    case "resumed":
      return resumed(state, event);
    case "operator":
      return operator(state, event);
    default:
      return aboutAttempt(state, event);
  }
}

type AttemptEvent = Exclude<TradeEvent, { kind: "plan" | "priced" | "resumed" | "operator" }>;

function aboutAttempt(state: TradeState, event: AttemptEvent): TradeStep {
  const before = state.attempts.find(({ id }) => id === event.attemptId);
  if (before === undefined) return unchanged(state);
  const { attempt, effects } = stepAttempt(state, before, event);
  if (attempt === before) return unchanged(state);
  const attempts = state.attempts.map((one) => (one === before ? attempt : one));
  const booked: TradeEffect[] =
    before.settlement === null && attempt.settlement !== null && attempt.settlement.kind !== "nothing"
      ? [{ kind: "book", attemptId: attempt.id }]
      : [];
  return follow({ ...state, attempts }, event.atMs, [...booked, ...effects]);
}

interface AttemptStep {
  readonly attempt: Attempt;
  readonly effects: readonly TradeEffect[];
}

function stepAttempt(state: TradeState, attempt: Attempt, event: AttemptEvent): AttemptStep {
  switch (event.kind) {
    case "prepared":
      if (attempt.venue !== "solana" || attempt.signed !== null || isTerminal(attempt))
        return { attempt, effects: [] };
      return prepared(attempt, event);
    case "prepare-refused":
    case "blocked": {
      // Only what is still planned in this process is known never to have been sent.
      if (attempt.phase !== "planned") return { attempt, effects: [] };
      const { reason, atMs } = event;
      const change = { phase: "rejected", settlement: { kind: "nothing" }, reason } as const;
      return { attempt: moved(attempt, change, { atMs, what: "not_sent", ref: reason }), effects: [] };
    }
    case "durable":
      return attempt.phase === "planned" ? sent(attempt, event.atMs) : { attempt, effects: [] };
    default:
      return { attempt: evidenced(state, attempt, event), effects: [] };
  }
}

function evidenced(state: TradeState, attempt: Attempt, evidence: LegEvidence): Attempt {
  if (attempt.venue === "gemini") return isCex(evidence) ? applyCexEvidence(attempt, evidence) : attempt;
  return isCex(evidence) ? attempt : applyDexEvidence(attempt, evidence as DexEvidence, state.plan);
}

function isCex(evidence: LegEvidence): evidence is CexEvidence {
  return evidence.kind.startsWith("cex-");
}

function prepared(attempt: DexAttempt, { signed, atMs }: TradeEvent & { kind: "prepared" }): AttemptStep {
  const timeline = [...attempt.timeline, { atMs, what: "signed", ref: signed.signature }];
  return {
    attempt: { ...attempt, signed, timeline },
    effects: [{ kind: "persist", attemptId: attempt.id, first: attempt.n === 1 }],
  };
}

function sent(attempt: Attempt, atMs: number): AttemptStep {
  const ref = attempt.venue === "gemini" ? attempt.id : (attempt.signed?.signature ?? "");
  const durable = moved(attempt, { phase: "intent_durable" }, { atMs, what: "intent_durable", ref });
  const gone = moved(durable, { phase: "sent" }, { atMs, what: "sent", ref });
  if (gone.venue === "gemini")
    return {
      attempt: gone,
      effects: [
        { kind: "send-cex", intent: { attemptId: gone.id, clientOrderId: gone.id, order: gone.order } },
      ],
    };
  if (gone.signed === null)
    throw new InvariantError("unsigned", `attempt ${gone.id} is durable and not signed`);
  return {
    attempt: gone,
    effects: [{ kind: "send-dex", intent: { attemptId: gone.id, order: gone.order, signed: gone.signed } }],
  };
}

function priced(state: TradeState, event: TradeEvent & { kind: "priced" }): TradeStep {
  if (!awaitsPrice(state)) return unchanged(state);
  const closing = closeResidual(state, event);
  if (closing.state === state) return unchanged(state);
  return { state: { ...closing.state, updatedAtMs: event.atMs }, effects: closing.effects };
}

/** True where a residual waits for what closing it would give. */
export function awaitsPrice({ phase }: TradeState): boolean {
  return phase.kind === "leg1" || phase.kind === "exposed";
}

function resumed(state: TradeState, { atMs, held }: TradeEvent & { kind: "resumed" }): TradeStep {
  const { attempts, effects } = pursueAll(state.attempts, atMs, { mayResend: held === undefined });
  if (held === undefined) return follow({ ...state, attempts }, atMs, effects);
  const phase = { kind: "stranded", reason: held } as const;
  return follow({ ...state, attempts, phase, beyondBoundSinceMs: null }, atMs, effects);
}

function operator(state: TradeState, event: TradeEvent & { kind: "operator" }): TradeStep {
  if (state.phase.kind !== "stranded") return unchanged(state);
  const { action, by, reason, atMs } = event;
  if (action === "accept") {
    const accepted = `accepted by ${by}: ${reason}`;
    return follow({ ...state, accepted }, atMs, []);
  }
  const again = {
    ...state,
    phase: { kind: "exposed" } as const,
    boundLifted: true,
    countedFrom: state.attempts.length,
  };
  return follow(again, atMs, []);
}

/** Where the trade stands after its attempts changed, and what it wants next. */
function follow(before: TradeState, atMs: number, effects: readonly TradeEffect[]): TradeStep {
  const state = withClocks(before, atMs);
  if (!state.attempts.every(mayFollow)) {
    const phase = state.phase.kind === "stranded" ? state.phase : activePhase(state);
    return { state: { ...state, phase }, effects };
  }
  if (isFlat(state) || state.accepted !== null) return finish(state, effects);
  if (state.phase.kind === "stranded") return { state, effects };
  const phase = { kind: state.attempts.length === 1 ? "leg1" : "exposed" } as const;
  // An order that found nothing was priced on depth that is gone, and what never left would not leave now either:
  // the next tick asks again, when the market was heard of anew.
  const missed = (state.attempts.at(-1)?.filled.base ?? 0n) === 0n;
  const price: TradeEffect[] = missed ? [] : [{ kind: "price", residual: residualOf(state) }];
  return { state: { ...state, phase }, effects: [...effects, ...price] };
}

/** Named by what the attempt that is still without an end is for. */
function activePhase(state: TradeState): TradePhase {
  const active = state.attempts.findLast((attempt) => !mayFollow(attempt));
  if (active === undefined || active.purpose === "entry") return { kind: "open" };
  return { kind: active.purpose === "hedge" ? "leg2" : "compensating" };
}

function finish(state: TradeState, effects: readonly TradeEffect[]): TradeStep {
  if (state.attempts.some(({ settlement }) => settlement === null)) {
    const both = outcomeOf(state).status === "completed";
    return { state: { ...state, phase: { kind: both ? "balanced" : "flat" } }, effects };
  }
  return {
    state: { ...state, phase: { kind: "closed", ...outcomeOf(state) } },
    effects: [...effects, { kind: "closed" }],
  };
}

/** Exposure begins with the first evidenced fill and ends when nothing is left; what reappears ends it anew. */
function withClocks(state: TradeState, atMs: number): TradeState {
  const exposedAtMs = state.exposedAtMs ?? (hasFills(state) ? atMs : null);
  const done = isFlat(state) && state.attempts.every(mayFollow);
  const flatAtMs = exposedAtMs !== null && done ? (state.flatAtMs ?? atMs) : null;
  return { ...state, exposedAtMs, flatAtMs, updatedAtMs: atMs };
}

function unchanged(state: TradeState): TradeStep {
  return { state, effects: [] };
}
