import type { RiskState } from "../state.ts";
import { type Cause, NO_CAUSE, type Rule } from "./rule.ts";

/** What cannot be written down must not be started. */
export const storage: Rule = {
  pauses: "all",
  trips: broken,
  lasting: broken,
  threshold: () => "the first write that fails",
  current: ({ seen }) => (seen.storageWorks ? "writes" : "does not write"),
  resumeRule: "When it can be written to again.",
};

function broken({ seen }: RiskState): readonly Cause[] {
  if (seen.storageWorks) return NO_CAUSE;
  return [{ scope: { kind: "all" }, detail: "Trades and the ledger cannot be written down." }];
}
