import { smallestClosable, type TradeState } from "#execution";
import type { TradeRecord } from "#model";

/** A trade that is not over, as it is this moment, with what only matters while it is not. */
export interface OpenTrade {
  readonly record: TradeRecord;
  /** Where it stands as a whole: `leg1`, `compensating`, `stranded` and the like. */
  readonly phase: string;
  /** Since when something is held too much or owed; null while nothing is. */
  readonly exposedSinceMs: number | null;
  /** Below this the exchange takes no order for what is left, 1e-18 of the base. */
  readonly smallestClosable: bigint;
  /** It is closed by itself as long as it then loses no more than this, 1e-9 USD. */
  readonly maxLossUsd: bigint;
}

export function openTradeOf(
  { plan, phase, exposedAtMs, flatAtMs }: TradeState,
  record: TradeRecord,
): OpenTrade {
  return {
    record,
    phase: phase.kind,
    exposedSinceMs: flatAtMs === null ? exposedAtMs : null,
    smallestClosable: smallestClosable(plan),
    maxLossUsd: plan.maxLossUsd,
  };
}
