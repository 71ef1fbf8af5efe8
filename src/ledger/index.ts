/** Layer `ledger`: what is kept and the ports to keep it. No storage of its own. */
export type { AuditArchive, InventorySnapshot, SnapshotBalance, SnapshotStore } from "./archive-ports.ts";
export { type AttributionInput, attribute, type LegDollars } from "./attribution.ts";
export { AUDIT_GENESIS, type AuditVerdict, auditHash, chainNext, createAuditCheck } from "./audit-chain.ts";
export { Balances } from "./balances.ts";
export { type CexFillsToBook, transfersOfCexFills } from "./cex-transfers.ts";
export { compareAccount, type Drift } from "./drift.ts";
export {
  type InventoryInputs,
  type InventoryRow,
  inventoryView,
  type OpeningAmount,
  openingAmounts,
} from "./inventory.ts";
export { type AdjustmentBooking, adjustmentTransfers, openingTransfers } from "./opening.ts";
export { type Counts, countOf, percentileOf } from "./percentiles.ts";
export type {
  AccountBalance,
  AuditEntry,
  AuditNote,
  ClosedPage,
  ClosedQuery,
  DailyFigures,
  OpportunityBatch,
  OpportunityPage,
  OpportunityQuery,
  OpportunityStore,
  PageKey,
  SettingsStore,
  StoredSetting,
  TradeFilter,
  TradePage,
  TradeQuery,
  TradeStore,
  TradingBatch,
  TradingStore,
} from "./ports.ts";
export {
  type Accuracy,
  addTrades,
  EMPTY_REPORT,
  type HourTally,
  mergeReports,
  mergeTallies,
  type Report,
  type Tally,
  type TradeMark,
} from "./report.ts";
export type { LegTally } from "./report-legs.ts";
export type { StoredRows } from "./stored-rows.ts";
export { type SwapToBook, transfersOfSwap } from "./swap-transfers.ts";
export {
  createThresholdControl,
  effectiveSetting,
  type ThresholdControl,
  type ThresholdOptions,
  type Thresholds,
} from "./thresholds.ts";
export { type Account, OWN_ACCOUNTS, type OwnAccount, type Transfer, type TransferKind } from "./transfer.ts";
export {
  dollars,
  type TwoSided,
  type Valuation,
  type ValuationPrices,
  valueTransfers,
} from "./valuation.ts";
export { addWindows, HOUR_MS, type WindowHour } from "./window-hours.ts";
export { amendWindow, continuesWindow, openInWindow, WINDOW_GAP_MS } from "./windows.ts";
