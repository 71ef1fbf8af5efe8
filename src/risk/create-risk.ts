import type { RiskLimits } from "./limits.ts";
import { readKept } from "./persistence.ts";
import type { KeptRisk, RiskState, SeenRisk } from "./state.ts";
import { newDay, turnDay } from "./trading-day.ts";

/** What a process starts risk with. */
export interface RiskStart {
  readonly limits: RiskLimits;
  /** As the caller decides it; a persisted one is not restored. */
  readonly observeOnly: boolean;
  /** What `serializeRisk` gave, null where nothing was ever kept. */
  readonly restored: string | null;
  readonly nowMs: number;
}

/** The state to start from. Throws ConfigError naming DATA_DIR where what was kept cannot be read. */
export function createRisk({ limits, observeOnly, restored, nowMs }: RiskStart): RiskState {
  const kept = restored === null ? freshRisk(nowMs) : readKept(restored);
  return { limits, kept: { ...kept, day: turnDay(kept.day, nowMs), observeOnly }, seen: NOTHING_SEEN };
}

function freshRisk(nowMs: number): KeptRisk {
  return {
    pauses: [],
    day: newDay(nowMs),
    countedTrades: [],
    consecutiveLosses: 0,
    orderErrorsMs: [],
    stranded: [],
    observeOnly: true,
  };
}

const NOTHING_SEEN: SeenRisk = {
  venues: new Map(),
  wideSpreads: new Map(),
  unknownLegs: new Map(),
  drifts: new Map(),
  skewsMs: new Map(),
  storageWorks: true,
};
