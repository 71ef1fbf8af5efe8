import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { cn } from "../../components/cn.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { getWindowHours } from "../../lib/api.ts";
import { HOURS, heatMap, shadeOf, WEEKDAYS } from "../../lib/heat-map.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { queryKeys } from "../../lib/query-keys.ts";

const REFRESH_MS = 60_000;
/** Each with the text that reads on it. */
const SHADES = [
  "bg-raised text-fg",
  "bg-lime/15 text-fg",
  "bg-lime/30 text-fg",
  "bg-lime/70 text-bg",
  "bg-lime text-bg",
] as const;

/** When opportunities come: hours by weekdays of the last four weeks, on the clock that is chosen. */
export function HeatMap({ asset }: { asset: string | undefined }) {
  const [zone] = useTimeZone();
  const { data, error } = useQuery({
    queryKey: queryKeys.windowHours(asset),
    queryFn: ({ signal }) => getWindowHours(asset, signal),
    refetchInterval: REFRESH_MS,
  });
  const clock = zone === "utc" ? "UTC" : "local time";
  return (
    <Card
      title="When they come"
      hint={`by hour and weekday, four weeks, ${asset ?? "all assets"}, ${clock}`}
      testId="heat-map"
    >
      {error !== null && (
        <p role="alert" className="px-4 pb-4 text-danger">
          The hours cannot be read: {error.message}
        </p>
      )}
      {data === undefined && error === null && <SkeletonRows rows={4} label="Hours are being read" />}
      {data?.hours.length === 0 && (
        <EmptyState icon={CalendarClock} title="No opportunities detected" testId="heat-map-empty">
          Each hour in which one is found is counted here.
        </EmptyState>
      )}
      {data !== undefined && data.hours.length > 0 && <Grid cells={heatMap(data.hours, zone)} />}
    </Card>
  );
}

function Grid({ cells }: { cells: readonly (readonly number[])[] }) {
  const fullest = Math.max(...cells.flat());
  return (
    <table className="w-full table-fixed border-separate border-spacing-[2px] px-3 pb-3 text-[10px] md:text-[11px]">
      <caption className="sr-only">Opportunities by weekday and hour</caption>
      <thead>
        <tr>
          <th scope="col" className="w-8 text-left font-medium text-muted">
            <span className="sr-only">Weekday</span>
          </th>
          {HOURS.map((hour) => (
            <th
              key={hour}
              scope="col"
              className={cn("num font-medium text-muted", hour % 3 > 0 && "max-md:opacity-0")}
            >
              {String(hour).padStart(2, "0")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.map((row, weekday) => (
          <tr key={WEEKDAYS[weekday]}>
            <th scope="row" className="text-left font-medium text-muted">
              {WEEKDAYS[weekday]}
            </th>
            {row.map((count, hour) => (
              <td
                key={hour}
                data-testid={`heat-${weekday}-${hour}`}
                title={`${WEEKDAYS[weekday]} ${String(hour).padStart(2, "0")}:00, ${count} opportunities`}
                className={cn("num h-5 rounded-[3px] text-center", SHADES[shadeOf(count, fullest)])}
              >
                <span className="max-md:sr-only">{count === 0 ? "" : count}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
