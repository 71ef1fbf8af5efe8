import type { VenueName } from "#model";

/** Why nothing new may start. The words stand in the log after `Risk paused: ` and in the status. */
export const PAUSE_REASONS = [
  "manual",
  "data staleness",
  "daily loss limit",
  "wide spread",
  "consecutive losses",
  "order errors",
  "unknown leg",
  "stranded leg",
  "ledger drift",
  "clock skew",
  "storage",
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** What a pause keeps from starting. */
export type PauseScope =
  | { readonly kind: "all" }
  | { readonly kind: "venue"; readonly venue: VenueName }
  | { readonly kind: "asset"; readonly asset: string }
  | { readonly kind: "pool"; readonly pool: string };

/** One reason that is in force from `sinceMs` until an operator resumes. */
export interface Pause {
  readonly reason: PauseReason;
  readonly scope: PauseScope;
  readonly sinceMs: number;
  /** "tandem" or the operator's name. */
  readonly by: string;
  /** What happened, with figures, for the operator. */
  readonly detail: string;
}

/** Both legs of every trade; a pause of either keeps it from starting. */
export const VENUES = ["gemini", "solana"] as const satisfies readonly VenueName[];

/** One word for a scope: "all", "venue:gemini", "asset:SOL-USD", "pool:...". */
export function scopeText(scope: PauseScope): string {
  switch (scope.kind) {
    case "all":
      return "all";
    case "venue":
      return `venue:${scope.venue}`;
    case "asset":
      return `asset:${scope.asset}`;
    case "pool":
      return `pool:${scope.pool}`;
  }
}

export function isSameScope(one: PauseScope, other: PauseScope): boolean {
  return scopeText(one) === scopeText(other);
}

/** Whether a pause of `scope` keeps a trade of this asset and pool from starting; each trade uses both venues. */
export function covers(scope: PauseScope, of: { readonly asset: string; readonly pool: string }): boolean {
  switch (scope.kind) {
    case "all":
    case "venue":
      return true;
    case "asset":
      return scope.asset === of.asset;
    case "pool":
      return scope.pool === of.pool;
  }
}
