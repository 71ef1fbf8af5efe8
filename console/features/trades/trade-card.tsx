import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { Direction } from "../../components/direction.tsx";
import { OriginBadge, Realised, StatusBadge } from "../../components/trade-marks.tsx";
import { formatUsd } from "../../lib/format.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatDayTime } from "../../lib/time.ts";
import type { Trade } from "../../lib/wire.ts";
import { latencyText } from "./columns.tsx";

/** One trade on a narrow screen; all of it is a link. */
export const TradeCard = memo(function TradeCard({ row }: { row: Trade }) {
  const [zone] = useTimeZone();
  return (
    <Link
      to="/trades"
      search={(search) => ({ ...search, trade: row.id })}
      resetScroll={false}
      data-testid="trade-card"
      className="flex flex-col gap-1.5 px-4 py-3 active:bg-raised"
    >
      <span className="flex items-center justify-between gap-2">
        <span className="inline-flex items-center gap-2 font-semibold">
          {row.asset}
          <OriginBadge row={row} />
        </span>
        <Realised row={row} className="font-medium text-[15px]" />
      </span>
      <span className="flex items-center justify-between gap-2 text-soft">
        <Direction direction={row.direction} />
        <span className="num">{formatUsd(row.size_usd)}</span>
      </span>
      <span className="flex items-center justify-between gap-2 text-[12px] text-muted">
        <span className="num">
          {formatDayTime(Date.parse(row.timestamp), zone)} · {latencyText(row)}
        </span>
        <StatusBadge row={row} />
      </span>
    </Link>
  );
});
