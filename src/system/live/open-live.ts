import type { TradingView } from "#engine";
import type { AuditEntry } from "#ledger";
import type { Log, Timers } from "#model";
import type { RiskLimits } from "#risk";
import type { Thresholds } from "#signal";
import type { LiveCheck, RiskOverview } from "#wire";
import type { Config } from "../config.ts";
import type { EngineHost } from "../engine-host.ts";
import { gateNote, riskOverview } from "../trading/risk-overview.ts";
import type { TradingFloor } from "../trading/trading-floor.ts";
import { type LiveFacts, liveChecks } from "./live-check.ts";
import { LiveSwitch } from "./live-switch.ts";

export interface LiveOptions {
  readonly config: Config;
  readonly host: EngineHost;
  readonly timers: Timers;
  readonly log: Log;
  /** Those at the start, until trading has its own. */
  readonly limits: RiskLimits;
  readonly thresholds: () => Thresholds;
  readonly storageWorks: () => boolean;
  /** Asked for when a command comes, which is after everything was opened. */
  readonly floor: () => TradingFloor;
}

/** The switch of live trading, and the risk overview that shows where its checks stand. */
export interface Live {
  readonly live: LiveSwitch;
  readonly overview: (view: TradingView) => RiskOverview;
  /** The venues are reached. */
  readonly learn: (facts: LiveFacts) => void;
}

export function openLive(options: LiveOptions): Live {
  const { config, host, timers, log, limits, thresholds, storageWorks, floor } = options;
  let facts: LiveFacts | null = null;
  const checks = (): readonly LiveCheck[] => {
    const { maxClockSkewMs } = host.tradingView()?.risk.limits ?? limits;
    return liveChecks({ facts, maxClockSkewMs, storageWorks: storageWorks() });
  };
  const audit = (entry: Pick<AuditEntry, "by" | "action" | "before" | "after">) => floor().audit(entry);
  return {
    live: new LiveSwitch({
      ...{ mode: config.mode, checks, audit, timers, log },
      trading: () => host.tradingView(),
      command: (command) => floor().command(command),
    }),
    overview: (view) => ({
      ...riskOverview(view, thresholds(), gateNote(host.accountErrors)),
      ...(config.mode === "live" ? { live_checks: [...checks()] } : {}),
    }),
    learn: (found) => {
      facts = found;
    },
  };
}
