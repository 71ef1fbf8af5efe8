/** Layer `ledger`: what is kept and the ports to keep it. No storage of its own. */
export type {
  OpportunityBatch,
  OpportunityPage,
  OpportunityQuery,
  OpportunityStore,
  PageKey,
  SettingsStore,
  StoredSetting,
} from "./ports.ts";
export {
  createThresholdControl,
  effectiveSetting,
  type ThresholdControl,
  type ThresholdOptions,
  type Thresholds,
} from "./thresholds.ts";
export { amendWindow, continuesWindow, openInWindow, WINDOW_GAP_MS } from "./windows.ts";
