import { Link } from "@tanstack/react-router";
import { ArrowLeftRight } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MoreLink } from "../../components/more-link.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { Realised, StatusBadge } from "../../components/trade-marks.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatTime } from "../../lib/time.ts";
import type { TradeFilter } from "../../lib/trade-api.ts";
import { useTrades } from "../../lib/trade-queries.ts";

const SHOWN = 6;
const EVERYTHING: TradeFilter = {};

/** The newest trades, each a link to its legs. */
export function RecentTrades() {
  const [zone] = useTimeZone();
  const { rows, isPending } = useTrades(EVERYTHING);
  return (
    <Card
      title="Recent trades"
      testId="recent-trades"
      className="flex-1"
      actions={
        <MoreLink to="/trades" testId="recent-all">
          All
        </MoreLink>
      }
    >
      {isPending && rows.length === 0 && <SkeletonRows rows={4} label="Trades are being read" />}
      {!isPending && rows.length === 0 && (
        <EmptyState icon={ArrowLeftRight} title="No trade yet" testId="recent-empty">
          Each opportunity that is taken appears here with both of its legs.
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <Link
              to="/trades"
              search={{ trade: row.id }}
              data-testid="recent-trade"
              className="grid min-h-9 grid-cols-[4.5rem_1fr_auto_5.5rem] items-center gap-3 px-4 hover:bg-raised/60"
            >
              <span className="num text-muted">{formatTime(Date.parse(row.timestamp), zone)}</span>
              <span className="truncate font-semibold">{row.asset}</span>
              <StatusBadge row={row} />
              <span className="text-right">
                <Realised row={row} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
