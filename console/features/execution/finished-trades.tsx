import { Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MoreLink } from "../../components/more-link.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { Realised, StatusBadge } from "../../components/trade-marks.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { shortTrack } from "../../lib/short-track.ts";
import { formatDuration, formatTime } from "../../lib/time.ts";
import type { Trade } from "../../lib/wire.ts";

const SHOWN = 10;

/** The last few trades as short tracks on one scale: the first leg, then the time in which something was open. */
export function FinishedTrades({ trades, isPending }: { trades: readonly Trade[]; isPending: boolean }) {
  const shown = trades.slice(0, SHOWN);
  const longestMs = Math.max(1, ...shown.map(({ latency_ms }) => latency_ms));
  return (
    <Card
      title="Finished trades"
      hint={
        shown.length === 0 ? undefined : `tracks of ${formatDuration(longestMs)}: first leg, then exposed`
      }
      testId="finished-trades"
      className="flex-1"
      actions={
        <MoreLink to="/trades" testId="finished-all">
          All
        </MoreLink>
      }
    >
      {isPending && shown.length === 0 && <SkeletonRows rows={5} label="Finished trades are being read" />}
      {!isPending && shown.length === 0 && (
        <EmptyState icon={History} title="No trade has finished yet" testId="finished-empty">
          Each one appears here as soon as both of its legs are settled.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <ul className="divide-y divide-line border-line border-t">
          {shown.map((trade) => (
            <Row key={trade.id} trade={trade} longestMs={longestMs} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ trade, longestMs }: { trade: Trade; longestMs: number }) {
  const [zone] = useTimeZone();
  return (
    <li>
      <Link
        to="/trades"
        search={{ trade: trade.id }}
        data-testid="finished-trade"
        data-id={trade.id}
        className="flex flex-col gap-1.5 px-4 py-2 hover:bg-raised/60"
      >
        <span className="flex items-center gap-x-3">
          <span className="num text-muted">{formatTime(Date.parse(trade.timestamp), zone)}</span>
          <span className="font-semibold">{trade.asset}</span>
          <StatusBadge row={trade} />
          <span className="ml-auto">
            <Realised row={trade} />
          </span>
        </span>
        <span className="grid grid-cols-[1fr_7.5rem] items-center gap-x-3">
          <Track trade={trade} longestMs={longestMs} />
          <span className="num text-right text-[12px] text-soft">
            {trade.exposure_ms === null ? "never exposed" : `${formatDuration(trade.exposure_ms)} exposed`}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** Drawn only: its figures stand beside it. */
function Track({ trade, longestMs }: { trade: Trade; longestMs: number }) {
  const { beforePct, exposedPct } = shortTrack(trade, longestMs);
  return (
    <span aria-hidden className="flex h-2 overflow-hidden rounded-full bg-overlay">
      <span className="h-full bg-soft/60" style={{ width: `${beforePct}%` }} />
      <span className="h-full bg-warning" style={{ width: `${exposedPct}%` }} />
    </span>
  );
}
