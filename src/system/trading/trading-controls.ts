import type { CommandAnswer, OperatorCommand } from "#engine";
import type { Controls } from "#gateway";
import type { SettingsStore, ThresholdControl, TradeStore } from "#ledger";
import { InputError, PCT_DECIMALS, parseDecimal, RejectedError } from "#model";
import type { RiskLimits } from "#risk";
import { patchedLimits, storeLimits } from "./limits-control.ts";

export interface TradingControlsOptions {
  readonly command: (command: OperatorCommand) => Promise<CommandAnswer>;
  readonly limits: () => RiskLimits;
  /** What configuration says, which a change is kept against. */
  readonly configured: RiskLimits;
  readonly settings: SettingsStore;
  readonly thresholds: ThresholdControl;
  readonly trades: TradeStore;
  readonly flushTrades: () => Promise<void>;
}

/** The operator's commands as the gateway calls them: in force, durable and audited when they resolve. */
export function createControls(options: TradingControlsOptions): Controls {
  const command = async (said: OperatorCommand): Promise<string> => {
    const answer = await options.command(said);
    if (answer.ok) return answer.reason;
    if (answer.kind === "missing") throw new InputError("unknown-trade", answer.detail);
    throw new RejectedError("conflict", answer.detail);
  };
  return {
    pause: async (said) => ({ reason: await command({ kind: "pause", ...said }) }),
    async resume(said) {
      await command({ kind: "resume", ...said });
    },
    async observeOnly({ by, enabled }) {
      await command({ kind: "observe-only", on: enabled, by });
      return { enabled };
    },
    async liveTrading() {
      throw new RejectedError(
        "live-shut",
        "live trading is not part of this build: it needs authentication first",
      );
    },
    async resolve(said) {
      await command({ kind: "resolve", ...said });
      await options.flushTrades();
      const record = await options.trades.getTrade(said.tradeId);
      if (record === null) throw new InputError("unknown-trade", `no trade ${said.tradeId}`);
      return record;
    },
    async acceptDrift(said) {
      await command({ kind: "accept-drift", ...said });
    },
    async changeLimits({ by, patch }) {
      const before = options.limits();
      const after = patchedLimits(before, patch);
      const { profit_threshold_pct: profit, min_spread_pct: spread } = patch;
      await storeLimits(options.settings, { before, after, configured: options.configured });
      await command({ kind: "limits", limits: after, by });
      await options.thresholds.set({
        ...(profit === undefined ? {} : { profitThresholdPct: pct(profit) }),
        ...(spread === undefined ? {} : { minSpreadPct: pct(spread) }),
      });
    },
  };
}

function pct(text: string): bigint {
  return parseDecimal(text, PCT_DECIMALS, "exact");
}
