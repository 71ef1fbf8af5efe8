import type { RiskLimits } from "../limits.ts";
import type { PauseReason, PauseScope } from "../pause.ts";
import type { RiskState } from "../state.ts";

/** Something that is wrong now: what it keeps from starting, and a sentence with its figures. */
export interface Cause {
  readonly scope: PauseScope;
  readonly detail: string;
}

/** When one reason pauses, and what must have passed before it can be resumed. */
export interface Rule {
  /** Which kind of scope it pauses. */
  readonly pauses: PauseScope["kind"];
  /** What pauses now, whether or not its pause is already in force. */
  trips(state: RiskState, nowMs: number): readonly Cause[];
  /** What keeps a resume from happening now. */
  lasting(state: RiskState, nowMs: number): readonly Cause[];
  /** For the operator: the limit, what stands against it, and how it is resumed. */
  threshold(limits: RiskLimits): string;
  current(state: RiskState, nowMs: number): string;
  readonly resumeRule: string;
}

export const NO_CAUSE: readonly Cause[] = [];

/** Whether a pause of this reason is in force on exactly this venue. */
export function isVenuePaused({ kept }: RiskState, reason: PauseReason, venue: string): boolean {
  return kept.pauses.some(
    (pause) => pause.reason === reason && pause.scope.kind === "venue" && pause.scope.venue === venue,
  );
}
