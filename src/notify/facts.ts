/** What is known at one moment of everything that may have to be told. */
export interface Facts {
  /** Null until the engine trades. */
  readonly trading: TradingFacts | null;
  readonly venues: readonly VenueFact[];
  readonly storageWorks: boolean;
}

export interface VenueFact {
  readonly venue: string;
  /** Connected, and heard from within the threshold of staleness. */
  readonly speaks: boolean;
}

/** Dollars in 1e-9 USD. */
export interface TradingFacts {
  readonly pauses: readonly PauseFact[];
  readonly openTrades: readonly OpenTradeFact[];
  readonly observeOnly: boolean;
  /** The UTC day of the figures, "2026-11-25". */
  readonly day: string;
  readonly dailyPnlUsd: bigint;
  readonly dailyLossLimitUsd: bigint;
}

export interface PauseFact {
  readonly reason: string;
  /** "all", "venue:gemini", "asset:SOL-USD" or "pool:<address>". */
  readonly scope: string;
  readonly sinceMs: number;
  /** "tandem" or the operator's name. */
  readonly by: string;
  readonly detail: string;
}

export interface OpenTradeFact {
  readonly id: string;
  readonly asset: string;
  /** Waits for an operator. */
  readonly isStranded: boolean;
  readonly reason: string;
  /** What is held too much (or owed, with a minus) of the base asset, decimal. */
  readonly residual: string;
}
