import type { VenueName } from "#model";
import type { RiskLimits } from "./limits.ts";
import type { Pause, PauseScope } from "./pause.ts";

/** All that ever changes risk. Time comes only from `nowMs` (wall clock). */
export type RiskEvent = { readonly nowMs: number } & Happened;

type Happened =
  /** A few times a second: the day may have turned, a venue may have gone silent, a leg may be unknown for too long. */
  | { readonly kind: "tick"; readonly venues: readonly VenueLife[] }
  /** The gross spread that was just seen on an asset with both sides live, 1e-6 percent points. */
  | { readonly kind: "spread"; readonly asset: string; readonly spreadPct: bigint }
  /** An order or swap ended; `error` is null unless the venue refused or it failed. */
  | { readonly kind: "order-ended"; readonly asset: string; readonly error: string | null }
  /** A trade closed. Injected and failed (nothing happened) ones count in no PnL but may have paid a fee. */
  | {
      readonly kind: "trade-closed";
      readonly tradeId: string;
      readonly pnlUsd: bigint;
      readonly counts: boolean;
      readonly traded: boolean;
    }
  | {
      readonly kind: "leg-unknown";
      readonly tradeId: string;
      readonly asset: string;
      readonly attemptId: string;
    }
  | { readonly kind: "leg-known"; readonly attemptId: string }
  | { readonly kind: "stranded"; readonly tradeId: string; readonly asset: string; readonly detail: string }
  | { readonly kind: "resolved"; readonly tradeId: string }
  /** The venue's balances against the ledger's, at a moment without open legs there; empty where they agree. */
  | { readonly kind: "balances"; readonly venue: VenueName; readonly drifts: readonly string[] }
  | { readonly kind: "clock-skew"; readonly venue: VenueName; readonly skewMs: number }
  | { readonly kind: "storage"; readonly works: boolean }
  | { readonly kind: "pause"; readonly by: string; readonly detail: string; readonly scope: PauseScope }
  | { readonly kind: "resume"; readonly by: string }
  | { readonly kind: "observe-only"; readonly on: boolean; readonly by: string }
  | { readonly kind: "limits"; readonly limits: RiskLimits; readonly by: string };

export interface VenueLife {
  readonly venue: VenueName;
  /** Ms since its last sign of life; null before the first one of this process. */
  readonly silentMs: number | null;
}

export type RiskEffect =
  | { readonly kind: "paused"; readonly pause: Pause }
  | { readonly kind: "resumed"; readonly by: string; readonly pauses: readonly Pause[] }
  /** Nothing was resumed; each cause that still lasts in a sentence. */
  | { readonly kind: "resume-refused"; readonly causes: readonly string[] }
  /** The persistent part changed: keep it before anything else that follows from it. */
  | { readonly kind: "changed" };
