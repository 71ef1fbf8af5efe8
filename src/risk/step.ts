import type { RiskEffect, RiskEvent } from "./events.ts";
import { fold, keep } from "./fold.ts";
import { isSameScope, PAUSE_REASONS, type Pause, type PauseReason, type PauseScope } from "./pause.ts";
import { RULES } from "./rules/index.ts";
import type { RiskState } from "./state.ts";
import { turnDay } from "./trading-day.ts";

export interface RiskStep {
  readonly state: RiskState;
  /** `changed` first, so that it can be kept before anything follows from it. */
  readonly effects: readonly RiskEffect[];
}

const NO_EFFECTS: readonly RiskEffect[] = [];

/**
 * Takes one event. A reason pauses once, however often its cause recurs, until it is resumed; an operator who
 * pauses what he already paused gets the standing pause as the answer, without `changed`.
 */
export function stepRisk(state: RiskState, event: RiskEvent): RiskStep {
  const today = onToday(state, event.nowMs);
  const { state: told, effects } = take(today, event);
  if (told === state && effects.length === 0) return { state, effects: NO_EFFECTS };
  const { state: next, effects: tripped } =
    event.kind === "resume" ? { state: told, effects: NO_EFFECTS } : trip(told, event.nowMs);
  const changed: readonly RiskEffect[] = next.kept === state.kept ? [] : [{ kind: "changed" }];
  return { state: next, effects: [...changed, ...effects, ...tripped] };
}

/**
 * What keeps a resume from happening at `nowMs`, a sentence each, in the order of PAUSE_REASONS. May name a
 * cause that the next tick is about to pause for.
 */
export function lastingCauses(state: RiskState, nowMs: number): readonly string[] {
  return PAUSE_REASONS.flatMap((reason) =>
    RULES[reason].lasting(state, nowMs).map(({ detail }) => `${reason}: ${detail}`),
  );
}

function onToday(state: RiskState, nowMs: number): RiskState {
  const day = turnDay(state.kept.day, nowMs);
  return day === state.kept.day ? state : keep(state, { day });
}

function take(state: RiskState, event: RiskEvent): RiskStep {
  if (event.kind === "resume") return resume(state, event.by, event.nowMs);
  if (event.kind !== "pause") return { state: fold(state, event), effects: NO_EFFECTS };
  const { scope, by, detail, nowMs } = event;
  const standing = findPause(state, "manual", scope);
  if (standing !== undefined) return { state, effects: [{ kind: "paused", pause: standing }] };
  return addPause(state, { reason: "manual", scope, sinceMs: nowMs, by, detail });
}

/** All or nothing: what can be resumed stays paused beside what cannot, so that a resume never half works. */
function resume(state: RiskState, by: string, nowMs: number): RiskStep {
  const { pauses } = state.kept;
  if (pauses.length === 0) return { state, effects: [{ kind: "resumed", by, pauses }] };
  const causes = lastingCauses(state, nowMs);
  if (causes.length > 0) return { state, effects: [{ kind: "resume-refused", causes }] };
  const resumed = keep(state, { pauses: [], consecutiveLosses: 0, orderErrorsMs: [] });
  return { state: resumed, effects: [{ kind: "resumed", by, pauses }] };
}

/** Pauses for every cause that has no pause yet. */
function trip(state: RiskState, nowMs: number): RiskStep {
  let next = state;
  const effects: RiskEffect[] = [];
  for (const reason of PAUSE_REASONS) {
    for (const { scope, detail } of RULES[reason].trips(next, nowMs)) {
      if (findPause(next, reason, scope) !== undefined) continue;
      const step = addPause(next, { reason, scope, sinceMs: nowMs, by: "tandem", detail });
      next = step.state;
      effects.push(...step.effects);
    }
  }
  return { state: next, effects };
}

function findPause({ kept }: RiskState, reason: PauseReason, scope: PauseScope): Pause | undefined {
  return kept.pauses.find((pause) => pause.reason === reason && isSameScope(pause.scope, scope));
}

function addPause(state: RiskState, pause: Pause): RiskStep {
  return {
    state: keep(state, { pauses: [...state.kept.pauses, pause] }),
    effects: [{ kind: "paused", pause }],
  };
}
