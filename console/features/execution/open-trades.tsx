import { Link } from "@tanstack/react-router";
import { Waypoints } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { Direction } from "../../components/direction.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { StaleMark } from "../../components/stale-mark.tsx";
import { Realised, StatusBadge } from "../../components/trade-marks.tsx";
import { formatCount } from "../../lib/format.ts";
import { POLL_MS } from "../../lib/polling.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { useStatus } from "../../lib/queries.ts";
import { formatDayTime } from "../../lib/time.ts";
import { useNow } from "../../lib/use-now.ts";
import type { OpenTrade, Trade } from "../../lib/wire.ts";
import { OpenTradeTracks } from "./open-trade-tracks.tsx";

interface OpenTradesProps {
  readonly trades: readonly OpenTrade[];
  /** How far this machine's clock is ahead of the server's. */
  readonly aheadMs: number;
  /** The last reading failed: what is shown is of before. */
  readonly isStale: boolean;
  readonly readAtMs: number;
  readonly last: Trade | undefined;
}

const TICK_MS = 100;

/** Every trade that is not over, on two lanes each, as it happens. */
export function OpenTrades({ trades, aheadMs, isStale, readAtMs, last }: OpenTradesProps) {
  const nowMs = useNow(trades.length > 0 && !isStale, TICK_MS) - aheadMs;
  return (
    <Card
      title="Open trades"
      hint={`${formatCount(trades.length)} open, both legs on one clock`}
      testId="open-trades"
      className="flex-1"
      actions={<StaleMark readAtMs={readAtMs} failed={isStale} freshMs={2 * POLL_MS} />}
    >
      {trades.length === 0 ? (
        <NothingOpen last={last} />
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {trades.map((trade) => (
            <OpenTradeTracks key={trade.id} trade={trade} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function NothingOpen({ last }: { last: Trade | undefined }) {
  const [zone] = useTimeZone();
  return (
    <EmptyState icon={Waypoints} title="No trade is open" testId="execution-empty">
      <WhatToDo />
      {last !== undefined && (
        <Link
          to="/trades"
          search={{ trade: last.id }}
          data-testid="last-finished"
          className="mt-4 inline-flex flex-wrap items-center justify-center gap-x-3 gap-y-1 rounded-table border border-line bg-raised/40 px-3.5 py-2.5 text-soft hover:bg-raised"
        >
          <span className="text-muted">Last finished</span>
          <span className="num">{formatDayTime(Date.parse(last.timestamp), zone)}</span>
          <span className="font-semibold text-fg">{last.asset}</span>
          <Direction direction={last.direction} />
          <StatusBadge row={last} />
          <Realised row={last} />
        </Link>
      )}
    </EmptyState>
  );
}

/** Why nothing trades now, and what the operator can do about it. */
function WhatToDo() {
  const risk = useStatus().data?.risk;
  const toRisk = (label: string) => (
    <Link to="/risk" className="text-fg underline decoration-edge underline-offset-2 hover:decoration-lime">
      {label}
    </Link>
  );
  if (risk?.is_paused === true)
    return (
      <p>
        Trading is paused ({risk.pause_reason}). Resume it under {toRisk("Risk & Limits")}.
      </p>
    );
  if (risk?.observe_only === true)
    return <p>Observe-only is on, so nothing is sent. Switch it off under {toRisk("Risk & Limits")}.</p>;
  if (risk?.gate_open === false)
    return <p>The start-up reconciliation has not finished: {risk.gate_reason}.</p>;
  return (
    <p>
      The next one starts when an opportunity clears the profit threshold after all costs. Change the
      threshold under {toRisk("Risk & Limits")}.
    </p>
  );
}
