import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import { Figure } from "../../components/figure.tsx";
import { Signed } from "../../components/signed.tsx";
import {
  formatCost,
  formatCount,
  formatMs,
  formatPrice,
  formatSignedUsd,
  NO_VALUE,
  numberText,
} from "../../lib/format.ts";
import { useStatus } from "../../lib/queries.ts";
import { formatDuration } from "../../lib/time.ts";

/** The counters of this run in one strip. */
export function KeyFigures() {
  const { data: status } = useStatus();
  const latency = status?.detection_latency;
  const count = (value: number | undefined) => (value === undefined ? NO_VALUE : formatCount(value));
  return (
    <dl
      data-testid="key-figures"
      className="grid grid-cols-2 overflow-hidden rounded-card border border-line bg-surface sm:grid-cols-5"
    >
      <TradingFigures />
      <Figure label="Opportunities" testId="figure-opportunities">
        {count(status?.event_stats["signal.opportunity"])}
      </Figure>
      <Figure label="Open now" testId="figure-open">
        {count(status?.open_opportunities)}
      </Figure>
      <Figure label="Evaluations" testId="figure-evaluations">
        {count(status?.evaluations)}
      </Figure>
      <Figure label="Detection p50" unit="ms" testId="figure-p50">
        {formatMs(latency?.p50_ms ?? null)}
      </Figure>
      <Figure label="Detection p95" unit="ms" testId="figure-p95">
        {formatMs(latency?.p95_ms ?? null)}
      </Figure>
      <Figure label="USDC / USD" testId="figure-usdc">
        {status?.usdc_usd == null ? NO_VALUE : formatPrice(status.usdc_usd, 4)}
      </Figure>
      <Figure label="Uptime" testId="figure-uptime">
        {status === undefined
          ? NO_VALUE
          : formatDuration(Math.floor(status.uptime_sec) * 1000).replace(".0 s", " s")}
      </Figure>
    </dl>
  );
}

/** What trading made of it today, and what is at stake now. */
function TradingFigures() {
  const { data: status } = useStatus();
  const risk = status?.risk;
  const pnl = risk && numberText(risk.daily_pnl_usd);
  return (
    <>
      <Figure label="PnL today" testId="figure-pnl">
        {pnl === undefined ? NO_VALUE : <Signed value={pnl} text={formatSignedUsd(pnl)} />}
      </Figure>
      <Figure label="Open exposure" testId="figure-exposure">
        {risk === undefined ? NO_VALUE : formatCost(numberText(risk.open_exposure_usd))}
      </Figure>
      <Figure
        label={
          <Link
            to="/trades"
            data-testid="all-trades"
            className="inline-flex items-center gap-0.5 underline decoration-edge underline-offset-2 hover:text-fg"
          >
            Open trades <ArrowUpRight aria-hidden className="size-3" />
          </Link>
        }
        testId="figure-open-trades"
      >
        {risk === undefined ? NO_VALUE : formatCount(risk.open_trades)}
        {risk !== undefined && (
          <span
            title="Trades that moved money; the reports count those that failed as well"
            className="ml-1.5 font-normal text-[12px] text-muted"
          >
            {formatCount(risk.daily_trades)} today
          </span>
        )}
      </Figure>
    </>
  );
}
