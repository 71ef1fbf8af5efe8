import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { Fact, Facts, Section } from "../../components/section.tsx";
import { decimalsOf } from "../../lib/decimal-text.ts";
import { formatCount, formatPct, NO_VALUE } from "../../lib/format.ts";
import type { Settings } from "../../lib/wire.ts";

/** What an opportunity must clear, what it is said to cost, and how its legs are sent. */
export function CostsCard({ settings: { thresholds, costs, execution } }: { settings: Settings }) {
  return (
    <Card
      title="Thresholds and cost model"
      testId="settings-costs"
      actions={
        <Link
          to="/risk"
          data-testid="settings-risk-link"
          className="inline-flex items-center gap-1 text-[12px] text-soft underline decoration-edge underline-offset-4 hover:text-fg"
        >
          Limits are changed under Risk & Limits <ArrowUpRight aria-hidden className="size-3.5" />
        </Link>
      }
    >
      <div className="grid gap-x-8 gap-y-4 px-4 pb-4 md:grid-cols-2 xl:grid-cols-3">
        <Section title="Thresholds in force">
          <Facts>
            <Fact name="Net profit">{percent(thresholds.profit_threshold_pct, "settings-profit")}</Fact>
            <Fact name="Gross spread">{percent(thresholds.min_spread_pct)}</Fact>
            <Fact name="Opportunities a minute">
              <span className="num">{formatCount(thresholds.max_opportunities_per_min)}</span>
            </Fact>
          </Facts>
        </Section>
        <Section title={costs.cost_model === "static" ? "Costs, static model" : "Costs, measured model"}>
          <Facts>
            <Fact name="Exchange fee">{percent(costs.cex_fee_pct)}</Fact>
            <Fact name="Pool fee">{percent(costs.dex_fee_pct)}</Fact>
            <Fact name="Slippage reserve">{percent(costs.slippage_pct)}</Fact>
            <Fact name="Together">{percent(costs.static_cost_pct, "settings-static-cost")}</Fact>
            <Fact name="Taker fee of the tier">
              <span className="num">
                {costs.cex_taker_fee_bps === null ? NO_VALUE : `${costs.cex_taker_fee_bps} bps`}
              </span>
            </Fact>
            <Fact name="Network fee of a swap">{lamports(costs.network_fee_lamports)}</Fact>
          </Facts>
        </Section>
        <Section title="Execution">
          <Facts>
            <Fact name="First leg">{execution.leg_policy === "dex-first" ? "pool" : "exchange"}</Fact>
            <Fact name="Order slack">{percent(execution.order_slack_pct)}</Fact>
            <Fact name="Greatest loss of a residual">{percent(execution.residual_max_loss_pct)}</Fact>
            <Fact name="Greatest priority fee">{lamports(execution.priority_fee_max_lamports)}</Fact>
            <Fact name="Pools read again after">
              <span className="num">{formatCount(execution.solana_poll_ms)} ms</span>
            </Fact>
          </Facts>
        </Section>
      </div>
    </Card>
  );
}

/** Every digit: what is configured is not rounded. */
function percent(value: string, testId?: string) {
  return (
    <span className="num" data-testid={testId}>
      {formatPct(value, { decimals: Math.max(2, decimalsOf(value)), signed: false })}
    </span>
  );
}

function lamports(count: number) {
  return <span className="num">{formatCount(count)} lamports</span>;
}
