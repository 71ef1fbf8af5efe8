import type { InventoryRow } from "#ledger";
import type { RiskView } from "#risk";

/** A plain copy of what trading knows. Dollars in 1e-9 USD. */
export interface TradingView {
  readonly risk: RiskView;
  /** Why nothing may trade yet after the start; null once everything is reconciled. */
  readonly gateReason: string | null;
  readonly openTrades: number;
  readonly strandedTrades: number;
  /** True while an order or swap has no evidence of its end. */
  readonly inDoubt: boolean;
  /** What open trades hold too much or owe. */
  readonly exposureUsd: bigint;
  readonly inventory: readonly InventoryRow[];
}
