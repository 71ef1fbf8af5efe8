import { Link } from "@tanstack/react-router";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatDayTime, formatInstant } from "../../lib/time.ts";
import type { Trade } from "../../lib/wire.ts";

/** When it was decided; leads to its detail and keeps the filters. */
export function TimeLink({ row }: { row: Trade }) {
  const [zone] = useTimeZone();
  const atMs = Date.parse(row.timestamp);
  return (
    <Link
      to="/trades"
      search={(search) => ({ ...search, trade: row.id })}
      resetScroll={false}
      title={formatInstant(atMs, zone)}
      className="num rounded-[4px] text-soft hover:text-fg"
    >
      {formatDayTime(atMs, zone)}
    </Link>
  );
}
