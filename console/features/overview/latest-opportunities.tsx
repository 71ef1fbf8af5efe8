import { Link } from "@tanstack/react-router";
import { CircleAlert, Radar } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { Direction } from "../../components/direction.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { InjectedBadge } from "../../components/injected-badge.tsx";
import { MoreLink } from "../../components/more-link.tsx";
import { Signed } from "../../components/signed.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { formatPct, formatSignedUsd } from "../../lib/format.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { useRecentOpportunities } from "../../lib/queries.ts";
import { formatTime } from "../../lib/time.ts";
import type { Opportunity } from "../../lib/wire.ts";

const SHOWN = 9;

/** The newest few, each a link to its evidence. */
export function LatestOpportunities() {
  const { rows, isPending, isError } = useRecentOpportunities();
  return (
    <Card
      title="Latest opportunities"
      testId="latest-opportunities"
      className="flex-1"
      actions={
        <MoreLink to="/opportunities" testId="all-opportunities">
          All
        </MoreLink>
      }
    >
      {isPending && rows.length === 0 && <SkeletonRows rows={5} label="Opportunities are being read" />}
      {isError && rows.length === 0 && (
        <EmptyState icon={CircleAlert} title="The list could not be read" testId="opportunities-error">
          It is tried again by itself.
        </EmptyState>
      )}
      {!isPending && !isError && rows.length === 0 && (
        <EmptyState icon={Radar} title="No opportunities detected" testId="opportunities-empty">
          Nothing is stored yet: no spread has covered its costs.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <ul className="border-line border-t">
          {rows.slice(0, SHOWN).map((row) => (
            <LatestRow key={row.id} row={row} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function LatestRow({ row }: { row: Opportunity }) {
  const [zone] = useTimeZone();
  return (
    <li className="border-line border-b last:border-0">
      <Link
        to="/opportunities/$id"
        params={{ id: row.id }}
        data-testid="latest-opportunity"
        className="grid min-h-9 grid-cols-[auto_1fr_auto] items-center gap-x-3 px-4 py-1.5 hover:bg-raised/60 md:grid-cols-[4.5rem_5rem_1fr_4.5rem_5rem_5rem] lg:gap-x-4"
      >
        <span className="num text-muted">{formatTime(Date.parse(row.timestamp), zone)}</span>
        <span className="font-semibold">{row.asset}</span>
        <span className="text-soft max-md:order-last max-md:col-span-2">
          <Direction direction={row.direction} />
        </span>
        <span title={`${row.spread_pct} %`} className="num text-right text-soft max-md:hidden">
          {formatPct(row.spread_pct)}
        </span>
        <Signed
          value={row.predicted_pnl_usd}
          text={formatSignedUsd(row.predicted_pnl_usd)}
          className="text-right"
        />
        <span className="text-right max-md:order-last">
          <Kind row={row} />
        </span>
      </Link>
    </li>
  );
}

/** An injected one is closed from the start; that it was no market's doing is what must be seen. */
function Kind({ row }: { row: Opportunity }) {
  if (row.is_injected) return <InjectedBadge />;
  return row.closed_at === null ? <Badge tone="lime">open</Badge> : <Badge>closed</Badge>;
}
