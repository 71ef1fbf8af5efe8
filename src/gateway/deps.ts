import type { OpportunityStore, ThresholdControl } from "#ledger";
import type { Clock, Direction, Log, Opportunity, Timers } from "#model";
import type { Mode, Status, StreamFrame } from "#wire";
import type { Metrics } from "./metrics/index.ts";

/** An opportunity that an operator asks for; the price and the rest come from the engine. */
export interface InjectRequest {
  /** Where absent the engine takes its first asset. */
  readonly asset?: string;
  readonly direction: Direction;
  /** Gross spread in 1e-6 of a percent point, 0 to 50 %. */
  readonly spreadPct: bigint;
}

/** Limits that are shown but changed only by configuration. */
export interface FixedLimits {
  /** In 1e-9 USD. */
  readonly maxPositionUsd: bigint;
  readonly dailyLossLimitUsd: bigint;
  readonly stalenessThresholdSec: number;
}

/** What the gateway serves; it decides nothing and keeps nothing itself. */
export interface GatewayDeps {
  readonly mode: Mode;
  readonly version: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Null where storage could not be opened: what needs it answers 503 `Database not initialized`. */
  readonly store: OpportunityStore | null;
  /** Computed at each call, never cached; must not throw. */
  status(): Status;
  /**
   * Stores and publishes; resolves when it can be read back. RejectedError becomes 409, InputError
   * (an unknown asset) 422, ConnectivityError (published, but not stored yet) 503.
   */
  inject(request: InjectRequest): Promise<Opportunity>;
  /** Run-time gates; `set` rejects with ConnectivityError where they cannot be kept. */
  readonly thresholds: ThresholdControl;
  readonly limits: FixedLimits;
  /** Calls the listener for each price and opportunity frame; the returned function ends it. */
  subscribe(listener: (frame: StreamFrame) => void): () => void;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Origins such as `http://localhost:3000` that may call from another address. */
  readonly allowedOrigins: readonly string[];
}
