import type { BoardSpec } from "../panel.ts";

/** What an operator looks at during the day: may it trade, what did it earn, what is open. */
export const operator: BoardSpec = {
  uid: "tandem-operator",
  title: "Tandem: operator",
  rows: [
    {
      title: "Now",
      panels: [
        {
          title: "Paused",
          unit: "bool_yes_no",
          kind: "stat",
          queries: [{ expr: "arb_risk_paused", legend: "paused" }],
          badAt: 1,
        },
        {
          title: "Gate open",
          unit: "bool_yes_no",
          kind: "stat",
          queries: [{ expr: "arb_gate_open", legend: "open" }],
          warnAt: 1,
          badAt: 0.5,
        },
        {
          title: "Observe only",
          unit: "bool_yes_no",
          kind: "stat",
          queries: [{ expr: "arb_observe_only", legend: "observe only" }],
          warnAt: 1,
        },
        {
          title: "PnL of the UTC day",
          unit: "currencyUSD",
          kind: "stat",
          queries: [{ expr: "arb_daily_pnl_usd", legend: "PnL" }],
          warnAt: 0,
          badAt: -250,
        },
        {
          title: "Left of the day's loss limit",
          unit: "percentunit",
          kind: "stat",
          queries: [
            { expr: "clamp(1 + arb_daily_pnl_usd / arb_daily_loss_limit_usd, 0, 1)", legend: "left" },
          ],
          warnAt: 0.3,
          badAt: 0.1,
        },
        {
          title: "Stranded trades",
          unit: "short",
          kind: "stat",
          queries: [{ expr: "arb_stranded_trades", legend: "stranded" }],
          badAt: 1,
        },
      ],
    },
    {
      title: "Trading",
      panels: [
        {
          title: "Predicted and realised within an hour",
          unit: "currencyUSD",
          queries: [
            { expr: "sum(increase(arb_trade_predicted_usd_total[1h]))", legend: "predicted" },
            {
              expr: "sum(increase(arb_trade_gained_usd_total[1h])) - sum(increase(arb_trade_lost_usd_total[1h]))",
              legend: "realised",
            },
          ],
        },
        {
          title: "Trades a minute by end",
          unit: "short",
          queries: [{ expr: "sum by (status) (rate(arb_trades_total[5m])) * 60", legend: "{{status}}" }],
        },
        {
          title: "Opportunities a minute",
          unit: "short",
          queries: [
            {
              expr: "sum by (asset, direction) (rate(arb_opportunities_total[5m])) * 60",
              legend: "{{asset}} {{direction}}",
            },
          ],
        },
        {
          title: "Why not: refusals a second",
          unit: "ops",
          queries: [{ expr: "topk(8, rate(arb_refusals_total[5m]))", legend: "{{reason}}" }],
        },
        {
          title: "Legs that failed within ten minutes",
          unit: "short",
          queries: [{ expr: "increase(arb_execution_failures_total[10m]) > 0", legend: "{{reason}}" }],
        },
        {
          title: "Losing trades in a row",
          unit: "short",
          queries: [
            { expr: "arb_consecutive_losing_trades", legend: "in a row" },
            { expr: "arb_consecutive_losses_limit", legend: "limit" },
          ],
        },
      ],
    },
    {
      title: "Risk",
      panels: [
        {
          title: "Open exposure",
          unit: "currencyUSD",
          queries: [
            { expr: "arb_open_exposure_usd", legend: "open" },
            { expr: "arb_open_exposure_limit_usd", legend: "limit" },
          ],
        },
        {
          title: "Ages of what is open",
          unit: "s",
          queries: [
            { expr: "arb_oldest_open_trade_seconds", legend: "trade" },
            { expr: "arb_exposure_age_seconds", legend: "exposed" },
            { expr: "arb_unknown_leg_age_seconds", legend: "unknown leg" },
          ],
        },
        {
          title: "Pauses in force",
          unit: "bool_yes_no",
          queries: [{ expr: "arb_pause_active == 1", legend: "{{reason}}" }],
        },
        {
          title: "Unknown legs and open trades",
          unit: "short",
          queries: [
            { expr: "arb_unknown_legs", legend: "unknown legs" },
            { expr: "arb_open_trades", legend: "open trades" },
          ],
        },
        {
          title: "Pauses within a day",
          unit: "short",
          queries: [{ expr: "increase(arb_risk_pauses_total[1d]) > 0", legend: "{{reason}}" }],
        },
        {
          title: "Answers of the API a second",
          unit: "reqps",
          queries: [{ expr: "sum by (status) (rate(http_requests_total[5m]))", legend: "{{status}}" }],
        },
      ],
    },
  ],
};
