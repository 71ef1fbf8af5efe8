import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { Card } from "../../components/card.tsx";
import { MoreLink } from "../../components/more-link.tsx";
import { Signed } from "../../components/signed.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { formatCount, formatMs, formatPct, formatSignedUsd, NO_VALUE } from "../../lib/format.ts";
import { lastDay } from "../../lib/hours-of-day.ts";
import { useStatus } from "../../lib/queries.ts";
import { useReport } from "../../lib/reports.ts";
import type { Report } from "../../lib/wire.ts";
import { PnlBars } from "./pnl-bars.tsx";

/** What the last day, this week and this month came to, with a bar for each day, and how well and how fast it was caught. */
export function ResultCard() {
  useFreshReports();
  const week = useReport(7);
  const month = useReport(30);
  return (
    <Card
      title="Net result"
      hint="closed trades"
      testId="result-card"
      className="flex-1"
      actions={
        <MoreLink to="/trades" testId="result-trades">
          Trades
        </MoreLink>
      }
    >
      {month.data === undefined && !month.isError && <SkeletonRows rows={3} label="Results are being read" />}
      {month.isError && month.data === undefined && (
        <p role="alert" data-testid="result-error" className="px-4 pb-4 text-danger">
          The results cannot be read: {month.error.message}
        </p>
      )}
      {month.data !== undefined && (
        <div className="flex flex-1 flex-col gap-3 px-4 pb-4">
          <dl className="grid grid-cols-3 gap-3">
            <Earned label="24 hours" sum={week.data && lastDay(week.data)} testId="result-24h" />
            <Earned label="7 days" sum={week.data && wholeOf(week.data)} testId="result-7d" />
            <Earned label="30 days" sum={wholeOf(month.data)} testId="result-30d" />
          </dl>
          <PnlBars daily={month.data.daily} />
          <Caught report={week.data ?? month.data} />
        </div>
      )}
    </Card>
  );
}

/** A trade that has just ended stands in the reports a moment later; they are read again no more often than this. */
const SETTLED_MS = 2_000;

function useFreshReports(): void {
  const queryClient = useQueryClient();
  const earned = useStatus().data?.risk.daily_pnl_usd;
  const due = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (earned === undefined || due.current !== null) return;
    due.current = setTimeout(() => {
      due.current = null;
      void queryClient.invalidateQueries({ queryKey: ["report"] });
    }, SETTLED_MS);
  }, [earned, queryClient]);
}

interface Sum {
  readonly trades: number;
  readonly netUsd: string;
}

function wholeOf({ total: { trades, net_pnl_usd } }: Report): Sum {
  return { trades, netUsd: net_pnl_usd };
}

function Earned({ label, sum, testId }: { label: string; sum: Sum | undefined; testId: string }) {
  return (
    <Item label={label}>
      <span
        data-testid={testId}
        data-value={sum?.netUsd}
        className="text-[19px] leading-tight [overflow-wrap:anywhere] max-sm:text-[15px]"
      >
        {sum === undefined ? NO_VALUE : <Signed value={sum.netUsd} text={formatSignedUsd(sum.netUsd)} />}
      </span>
      <span className="block font-normal text-[12px] text-muted">
        {sum === undefined ? NO_VALUE : `${formatCount(sum.trades)} trades`}
      </span>
    </Item>
  );
}

function share(pct: string | null): string {
  return pct === null ? NO_VALUE : formatPct(pct, { decimals: 1, signed: false });
}

function Caught({ report: { days, total, latency, exposure } }: { report: Report }) {
  const pair = ({ p50_ms, p95_ms }: Report["latency"]) => `${formatMs(p50_ms)} / ${formatMs(p95_ms)} ms`;
  return (
    <dl className="grid grid-cols-2 gap-3 border-line border-t pt-3 sm:grid-cols-4">
      <Item label={`Captured, ${days} d`}>
        <span data-testid="result-capture" title="Completed trades of a hundred opportunities found">
          {share(total.capture_rate_pct)}
        </span>
      </Item>
      <Item label={`Win rate, ${days} d`}>
        <span data-testid="result-wins">{share(total.win_rate_pct)}</span>
      </Item>
      <Item label="Execution p50 / p95">
        <span data-testid="result-latency">{pair(latency)}</span>
      </Item>
      <Item label="Exposed p50 / p95">
        <span data-testid="result-exposure">{pair(exposure)}</span>
      </Item>
    </dl>
  );
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd className="num mt-0.5 font-medium text-fg max-sm:whitespace-normal">{children}</dd>
    </div>
  );
}
