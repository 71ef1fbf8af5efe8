/** The client's waits and budgets, each with its default; a test with compressed time shortens them. */
export interface GeminiLimits {
  /** An order that has not ended by then is unknown and asked for. */
  readonly ackTimeoutMs: number;
  /** Between the two empty looks that prove an order absent, and before the first look after a restart. */
  readonly absenceGapMs: number;
  /** Private REST requests a minute that we allow ourselves; the venue refuses beyond 600. */
  readonly restPerMinute: number;
  /** Of these, how many at once. */
  readonly restBurst: number;
  readonly restTimeoutMs: number;
  /** Bounds of the doubling wait between looks at an order that is still open, or after a failed look. */
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** A key that requires heartbeats loses its orders after 30 s without one. */
  readonly heartbeatMs: number;
  /** How often the venue's clock is compared with ours. */
  readonly timeMs: number;
  /** Both subscriptions must be acknowledged by then, or the socket is made anew. */
  readonly subscribeTimeoutMs: number;
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** Connections at once, and the interval of further ones. */
  readonly reconnectBurst: number;
  readonly reconnectEveryMs: number;
  /** A new key that has no private socket by then is refused. */
  readonly keyTrialMs: number;
  /** An old key is kept for so long at most while orders that were sent with it are open. */
  readonly keyRetireMs: number;
}

export const DEFAULT_LIMITS: GeminiLimits = {
  ackTimeoutMs: 1_000,
  absenceGapMs: 1_000,
  restPerMinute: 600,
  restBurst: 5,
  restTimeoutMs: 5_000,
  retryMinMs: 250,
  retryMaxMs: 5_000,
  heartbeatMs: 15_000,
  timeMs: 15_000,
  subscribeTimeoutMs: 5_000,
  reconnectMinMs: 250,
  reconnectMaxMs: 3_000,
  reconnectBurst: 20,
  reconnectEveryMs: 2_500,
  keyTrialMs: 15_000,
  keyRetireMs: 10_000,
};
