import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { Direction } from "../../components/direction.tsx";
import { Signed } from "../../components/signed.tsx";
import { formatPct, formatSignedUsd, formatUsd } from "../../lib/format.ts";
import { lastedMs } from "../../lib/opportunity-list.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatDuration, formatTime } from "../../lib/time.ts";
import type { Opportunity } from "../../lib/wire.ts";
import { AssetName, StateBadge } from "./marks.tsx";

/** One opportunity on a narrow screen; all of it is a link. */
export const OpportunityCard = memo(function OpportunityCard({ row }: { row: Opportunity }) {
  const [zone] = useTimeZone();
  return (
    <Link
      to="/opportunities/$id"
      params={{ id: row.id }}
      search={(search) => search}
      resetScroll={false}
      data-testid="opportunity-card"
      className="flex flex-col gap-1.5 px-4 py-3 active:bg-raised"
    >
      <span className="flex items-center justify-between gap-2">
        <AssetName row={row} />
        <Signed
          value={row.predicted_pnl_usd}
          text={formatSignedUsd(row.predicted_pnl_usd)}
          className="font-medium text-[15px]"
        />
      </span>
      <span className="flex items-center justify-between gap-2 text-soft">
        <Direction direction={row.direction} />
        <span className="num">{formatPct(row.spread_pct)}</span>
      </span>
      <span className="flex items-center justify-between gap-2 text-[12px] text-muted">
        <span className="num">
          {formatTime(Date.parse(row.timestamp), zone)} · {formatDuration(lastedMs(row))} ·{" "}
          {formatUsd(row.size_usd)}
        </span>
        <StateBadge row={row} />
      </span>
    </Link>
  );
});
