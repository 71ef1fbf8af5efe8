/** How much a notice matters, least first. */
export const SEVERITIES = ["info", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A moment by the calendar, to be shown, and by a clock that never jumps, to be measured with. */
export interface Moment {
  readonly epochMs: number;
  readonly elapsedMs: number;
}

/** One thing that a person should know, in words that say what to do. */
export interface Notice {
  /** The same for the same thing: what begins and ends under one key is told once each. */
  readonly key: string;
  /** `begins`: lasts until an `ends` of the same key; `once`: over as it is told. */
  readonly kind: "begins" | "ends" | "once";
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  /** Where in the console to look, such as "/risk". */
  readonly screen: string;
  readonly atMs: number;
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

/** Most severe first, then oldest first. */
export function byUrgency(one: Notice, other: Notice): number {
  return SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity) || one.atMs - other.atMs;
}
