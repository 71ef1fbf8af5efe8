import type { TradingView } from "#engine";
import { AMOUNT_DECIMALS, formatDecimal, PCT_DECIMALS, USD_DECIMALS, type VenueName } from "#model";
import { type Pause, scopeText } from "#risk";
import type { Thresholds } from "#signal";
import type { InventoryRow, RiskOverview } from "#wire";
import { wireLimits } from "./limits-control.ts";

/** Trading as `GET /api/v1/risk` and the stream show it. */
export function riskOverview(
  view: TradingView,
  thresholds: Thresholds,
  gateNote: string | null,
): RiskOverview {
  const { risk } = view;
  return {
    profit_threshold_pct: formatDecimal(thresholds.profitThresholdPct, PCT_DECIMALS),
    min_spread_pct: formatDecimal(thresholds.minSpreadPct, PCT_DECIMALS),
    ...wireLimits(risk.limits),
    is_paused: risk.isPaused,
    pause_reason: risk.pauseReason,
    pauses: risk.pauses.map(viewPause),
    switches: risk.switches.map((one) => ({
      ...{ reason: one.reason, state: one.state, scope: one.scope },
      since: one.sinceMs === null ? null : instant(one.sinceMs),
      ...{ threshold: one.threshold, current: one.current, resume_rule: one.resumeRule },
    })),
    lasting_causes: [...risk.lastingCauses],
    observe_only: risk.observeOnly,
    gate_open: view.gateReason === null,
    gate_reason: gateText(view, gateNote),
    day: risk.day,
    daily_pnl_usd: usd(risk.dailyPnlUsd),
    daily_trades: risk.dailyTrades,
    daily_remaining_loss_usd: usd(risk.remainingLossUsd),
    consecutive_losses: risk.consecutiveLosses,
    open_exposure_usd: usd(view.exposureUsd),
    open_trades: view.openTrades,
  };
}

/** Why the gate is shut, with what a venue says instead of its balances. */
export function gateText({ gateReason }: TradingView, note: string | null): string | null {
  if (gateReason === null) return null;
  return note === null ? gateReason : `${gateReason} (${note})`;
}

/** What the venues say instead of their balances, null where they answer. */
export function gateNote(errors: ReadonlyMap<VenueName, string>): string | null {
  return errors.size === 0 ? null : Array.from(errors, ([venue, said]) => `${venue}: ${said}`).join("; ");
}

export function inventoryRows({ inventory }: TradingView): readonly InventoryRow[] {
  return inventory.map((row) => ({
    ...{ venue: row.venue, asset: row.asset },
    total: amount(row.total),
    available: amount(row.available),
    reserved: amount(row.reserved),
    in_flight: amount(row.inFlight),
    value_usd: row.valueUsd === null ? null : usd(row.valueUsd),
    drift_pct: row.driftPct === null ? null : formatDecimal(row.driftPct, PCT_DECIMALS),
  }));
}

function viewPause({ reason, scope, sinceMs, by, detail }: Pause) {
  return { reason, scope: scopeText(scope), since: instant(sinceMs), by, detail };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function usd(value: bigint): string {
  return formatDecimal(value, USD_DECIMALS);
}

function amount(value: bigint): string {
  return formatDecimal(value, AMOUNT_DECIMALS);
}
