import type { Direction } from "#model";

export const RISK_REFUSALS = {
  "gate-shut": "Open trades and balances of the last run are still being reconciled.",
  reconciling: "Balances are due to be compared with the venues, which needs a moment without a trade.",
  "observe-only": "Trading is switched off.",
  paused: "A pause is in force for this asset, pool or venue.",
  stale: "A venue has shown no sign of life within the staleness limit.",
  "asset-busy": "Another trade of this asset is still open.",
  "position-cap": "The size exceeds MAX_POSITION_USD.",
  "exposure-cap": "Open trades and this one together exceed the open exposure limit.",
  "venue-not-ready": "Orders cannot be placed on one of the venues now.",
  "insufficient-balance": "A venue does not hold enough for its leg.",
  "below-minimum": "The closing leg would be below the exchange's smallest order.",
  "pool-refused": "The pool refused the swap or it could not be signed.",
  "fee-tier-unread": "The account's fee tier was not read.",
  "measured-costs": "Under the measured costs it does not clear the threshold.",
} as const satisfies Record<string, string>;
export type RiskRefusal = keyof typeof RISK_REFUSALS;

export interface RiskRefused {
  readonly refused: RiskRefusal;
  /** The same in words for the operator, with the pause or figures that caused it. */
  readonly detail: string;
}

/** What risk needs to know of a plan; every plan has these. Dollars in 1e-9 USD. */
export interface Proposal {
  readonly asset: string;
  readonly pool: string;
  readonly direction: Direction;
  readonly sizeUsd: bigint;
  readonly isInjected: boolean;
  /** Net under the measured costs over the size, 1e-6 percent points; null where the fee tier is unread. */
  readonly measuredPnlPct: bigint | null;
}

/** The state of everything else at the moment of the decision. */
export interface ApprovalContext {
  readonly nowMs: number;
  /** False until the start-up reconciliation has finished. */
  readonly gateOpen: boolean;
  /** Exchange and wallet can send now. */
  readonly venuesReady: boolean;
  readonly openTrades: readonly { readonly asset: string; readonly sizeUsd: bigint }[];
  /** Which balance is short and by how much; null where both suffice. */
  readonly shortBalance: string | null;
  /** Observe and live must also clear this under the measured costs; null where only the static ones count. */
  readonly measuredThresholdPct: bigint | null;
}
