import { Link } from "@tanstack/react-router";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatInstant, formatTimeMs } from "../../lib/time.ts";
import type { Opportunity } from "../../lib/wire.ts";

/** When it was first seen; leads to its detail and keeps the filters. */
export function TimeLink({ row }: { row: Opportunity }) {
  const [zone] = useTimeZone();
  const atMs = Date.parse(row.timestamp);
  return (
    <Link
      to="/opportunities/$id"
      params={{ id: row.id }}
      search={(search) => search}
      resetScroll={false}
      title={formatInstant(atMs, zone)}
      className="num rounded-[4px] text-soft hover:text-fg"
    >
      {formatTimeMs(atMs, zone)}
    </Link>
  );
}
