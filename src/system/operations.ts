import type { MachineFigures, OpenTradeAges, Operations, StorageFigures } from "#gateway";
import type { Clock, VenueName } from "#model";
import type { RiskLimits } from "#risk";
import type { EngineHost } from "./engine-host.ts";

export interface OperationsSources {
  readonly clock: Clock;
  readonly host: EngineHost;
  /** Shown until trading knows its own. */
  readonly limits: RiskLimits;
  readonly storage: () => StorageFigures;
  readonly machine: () => MachineFigures;
}

/** What alerts need beside the status, computed from what is so at this moment. */
export function readOperations({ clock, host, limits, storage, machine }: OperationsSources): Operations {
  const risk = host.tradingView()?.risk;
  return {
    pauses: risk?.pauses.map(({ reason }) => reason) ?? [],
    limits: risk?.limits ?? limits,
    openTrades: agesOf(host, clock.epochMs()),
    unknownLegsMs: risk?.unknownLegsMs ?? [],
    skewsMs: risk !== undefined && risk.skewsMs.size > 0 ? risk.skewsMs : feedSkews(host),
    storage: storage(),
    machine: machine(),
  };
}

function agesOf(host: EngineHost, nowMs: number): OpenTradeAges {
  const open = host.openTrades();
  const age = (sinceMs: number | null) => (sinceMs === null ? 0 : nowMs - sinceMs);
  return {
    openMs: Math.max(0, ...open.map(({ record }) => age(record.openedAtMs))),
    exposedMs: Math.max(0, ...open.map(({ exposedSinceMs }) => age(exposedSinceMs))),
  };
}

/** Without an account only the market feed asks the exchange for its time. */
function feedSkews(host: EngineHost): ReadonlyMap<VenueName, number> {
  const skewMs = host.feedCounters("gemini").clock_skew_ms;
  return new Map(skewMs === undefined ? [] : [["gemini", skewMs]]);
}
