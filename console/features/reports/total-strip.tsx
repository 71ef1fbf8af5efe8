import { Link } from "@tanstack/react-router";
import { Figure } from "../../components/figure.tsx";
import { Gain } from "../../components/gain.tsx";
import { formatCost, formatCount, formatPct, NO_VALUE } from "../../lib/format.ts";
import type { Report, ReportFigures } from "../../lib/wire.ts";

/** The whole range in one strip. */
export function TotalStrip({ report }: { report: Report }) {
  const { total, opportunities_from: from } = report;
  const since = from === null || from === report.from ? null : `since ${from}`;
  return (
    <dl
      data-testid="report-total"
      className="grid grid-cols-2 overflow-hidden rounded-card border border-line bg-surface sm:grid-cols-4"
    >
      <Figure label="Net PnL" testId="total-net">
        <Gain usd={total.net_pnl_usd} />
      </Figure>
      <Figure label="Gross PnL" testId="total-gross">
        <Gain usd={total.gross_pnl_usd} />
      </Figure>
      <Figure label="Fees" testId="total-fees">
        <span title={total.fees_usd}>{formatCost(total.fees_usd)}</span>
      </Figure>
      <Figure label="Trades" testId="total-trades" note={outcomes(total)}>
        {formatCount(total.trades)}
      </Figure>
      <Figure
        label="Win rate"
        testId="total-win-rate"
        note={`${formatCount(total.wins)} won, ${formatCount(total.losses)} lost`}
      >
        {rate(total.win_rate_pct)}
      </Figure>
      <Figure
        label="Captured"
        testId="total-capture"
        note={
          total.opportunities === null
            ? "opportunities not kept"
            : `of ${formatCount(total.opportunities)} found${since === null ? "" : ` ${since}`}`
        }
      >
        {rate(total.capture_rate_pct)}
      </Figure>
      <Figure label="Best trade" testId="total-best">
        <Mark mark={total.best} />
      </Figure>
      <Figure label="Worst trade" testId="total-worst">
        <Mark mark={total.worst} />
      </Figure>
    </dl>
  );
}

function outcomes({ unwound, failed, stranded }: ReportFigures): string {
  const told = [
    [unwound, "unwound"],
    [failed, "failed"],
    [stranded, "stranded"],
  ] as const;
  const words = told.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
  return words.length === 0 ? "all completed" : words.join(", ");
}

/** A trade that stands out, and the way to it. */
export function Mark({ mark }: { mark: ReportFigures["best"] }) {
  if (mark === null) return <span className="text-muted">{NO_VALUE}</span>;
  return (
    <Link
      to="/trades"
      search={{ trade: mark.id }}
      data-testid="marked-trade"
      title={`Trade ${mark.id}`}
      className="rounded-[4px] underline decoration-edge underline-offset-4 hover:decoration-soft"
    >
      <Gain usd={mark.pnl_usd} />
    </Link>
  );
}

/** A share in percent, rounded down. */
export function rate(pct: string | null): string {
  return pct === null ? NO_VALUE : formatPct(pct, { decimals: 1, signed: false });
}
