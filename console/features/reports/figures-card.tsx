import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Card } from "../../components/card.tsx";
import { cn } from "../../components/cn.ts";
import { Gain } from "../../components/gain.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { formatCost, formatCount, NO_VALUE } from "../../lib/format.ts";
import type { Report, ReportFigures } from "../../lib/wire.ts";
import { Mark, rate } from "./total-strip.tsx";

interface FiguresCardProps {
  readonly report: Report;
  readonly by: "day" | "week";
  readonly onBy: (by: "week" | undefined) => void;
}

const BY = [
  { value: "day", label: "Daily" },
  { value: "week", label: "Weekly" },
] as const;

/** Each day or week, the newest first. */
export function FiguresCard({ report, by, onBy }: FiguresCardProps) {
  const rows =
    by === "day"
      ? report.daily.map((figures) => ({ key: figures.day, from: figures.day, to: figures.day, figures }))
      : report.weekly.map((figures) => ({ key: figures.week, from: figures.from, to: figures.to, figures }));
  return (
    <Card
      title={by === "day" ? "By day" : "By week"}
      hint={by === "day" ? "UTC, by the time of closing" : "from Monday, within the range"}
      testId="report-figures"
      actions={
        <Segmented
          label="Rows"
          testId="report-by"
          value={by}
          options={BY}
          onChange={(next) => onBy(next === "week" ? "week" : undefined)}
        />
      }
    >
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={by === "day" ? "Figures by day" : "Figures by week"}
        className="max-h-[27rem] overflow-auto rounded-b-card border-line border-t print:max-h-none print:overflow-visible"
      >
        <table data-testid="report-table" className="w-full">
          <thead className="sticky top-0 z-10 bg-raised text-[11px] text-muted">
            <tr className="h-8">
              <Head left>{by === "day" ? "Day" : "Week"}</Head>
              <Head>Trades</Head>
              <Head>Found</Head>
              <Head>Captured</Head>
              <Head>Gross</Head>
              <Head>Fees</Head>
              <Head>Net</Head>
              <Head>Win rate</Head>
              <Head>Best</Head>
              <Head>Worst</Head>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, ...row }) => (
              <Row key={key} {...row} />
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

function Head({ left = false, children }: { left?: boolean; children: ReactNode }) {
  return (
    <th
      scope="col"
      className={cn(
        "whitespace-nowrap px-3 font-medium first:pl-4 last:pr-4",
        left ? "text-left" : "text-right",
      )}
    >
      {children}
    </th>
  );
}

interface RowProps {
  readonly from: string;
  readonly to: string;
  readonly figures: ReportFigures;
}

function Row({ from, to, figures }: RowProps) {
  const nothing = <span className="text-muted">{NO_VALUE}</span>;
  const empty = figures.trades === 0;
  return (
    <tr data-testid="report-row" data-from={from} className="h-9 border-line border-t hover:bg-raised/60">
      <th scope="row" className="num whitespace-nowrap px-3 pl-4 text-left font-normal">
        <Link
          to="/trades"
          search={{ from, to }}
          title="The trades that opened then"
          data-testid="report-trades-link"
          className="underline decoration-edge underline-offset-4 hover:decoration-soft"
        >
          {from === to ? from : `${from} to ${to.slice(5)}`}
        </Link>
      </th>
      <Cell testId="row-trades">{formatCount(figures.trades)}</Cell>
      <Cell>{figures.opportunities === null ? nothing : formatCount(figures.opportunities)}</Cell>
      <Cell>{rate(figures.capture_rate_pct)}</Cell>
      <Cell>{empty ? nothing : <Gain usd={figures.gross_pnl_usd} />}</Cell>
      <Cell>{empty ? nothing : <span title={figures.fees_usd}>{formatCost(figures.fees_usd)}</span>}</Cell>
      <Cell testId="row-net">
        {empty ? nothing : <Gain usd={figures.net_pnl_usd} className="font-medium" />}
      </Cell>
      <Cell>{rate(figures.win_rate_pct)}</Cell>
      <Cell>
        <Mark mark={figures.best} />
      </Cell>
      <Cell>
        <Mark mark={figures.worst} />
      </Cell>
    </tr>
  );
}

function Cell({ testId, children }: { testId?: string; children: ReactNode }) {
  return (
    <td data-testid={testId} className="num whitespace-nowrap px-3 text-right last:pr-4">
      {children}
    </td>
  );
}
