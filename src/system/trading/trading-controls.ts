import type { CommandAnswer, OperatorCommand } from "#engine";
import type { Controls } from "#gateway";
import type { AuditNote, SettingsStore, ThresholdControl, Thresholds, TradeStore } from "#ledger";
import { formatDecimal, InputError, PCT_DECIMALS, parseDecimal, RejectedError } from "#model";
import type { RiskLimits } from "#risk";
import { patchedLimits, storeLimits } from "./limits-control.ts";
import { storeObserveOnly } from "./observe-only.ts";

export interface TradingControlsOptions {
  readonly command: (command: OperatorCommand) => Promise<CommandAnswer>;
  readonly limits: () => RiskLimits;
  /** What configuration says, which a change is kept against. */
  readonly configured: RiskLimits;
  readonly configuredObserveOnly: boolean;
  readonly settings: SettingsStore;
  readonly thresholds: ThresholdControl;
  readonly trades: TradeStore;
  readonly enableLive: Controls["liveTrading"];
  readonly flushTrades: () => Promise<void>;
  /** Resolves when the entry is on the disk; it gets its time there. */
  readonly audit: (entry: Omit<AuditNote, "atMs">) => Promise<void>;
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
      await storeObserveOnly(options.settings, { value: enabled, configured: options.configuredObserveOnly });
      await command({ kind: "observe-only", on: enabled, by });
      return { enabled };
    },
    liveTrading: (said) => options.enableLive(said),
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
      await storeLimits(options.settings, { before, after, configured: options.configured });
      try {
        if (differ(before, after)) await command({ kind: "limits", limits: after, by });
      } catch (error) {
        // Not in force, so it must not come into force by a restart either.
        await storeLimits(options.settings, { before: after, after: before, configured: options.configured });
        throw error;
      }
      const { profit_threshold_pct: profit, min_spread_pct: spread } = patch;
      if (profit === undefined && spread === undefined) return;
      const was = options.thresholds.get();
      const now = await options.thresholds.set({
        ...(profit === undefined ? {} : { profitThresholdPct: pct(profit) }),
        ...(spread === undefined ? {} : { minSpreadPct: pct(spread) }),
      });
      const [told, tells] = [thresholdsText(was), thresholdsText(now)];
      await options.audit({ by, action: "limits", before: told, after: tells });
    },
  };
}

function differ(before: RiskLimits, after: RiskLimits): boolean {
  return (Object.keys(after) as (keyof RiskLimits)[]).some((name) => before[name] !== after[name]);
}

/** The signal's thresholds are no limits of risk, which audits its own. */
function thresholdsText({ profitThresholdPct, minSpreadPct }: Thresholds): string {
  return JSON.stringify({
    profit_threshold_pct: formatDecimal(profitThresholdPct, PCT_DECIMALS),
    min_spread_pct: formatDecimal(minSpreadPct, PCT_DECIMALS),
  });
}

function pct(text: string): bigint {
  return parseDecimal(text, PCT_DECIMALS, "exact");
}
