import { ChartNoAxesColumn } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { cn } from "../../components/cn.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { signOf } from "../../lib/decimal-text.ts";
import { formatCount, formatSignedUsd } from "../../lib/format.ts";
import { type HourOfDay, hoursOfDay, hourText } from "../../lib/hours-of-day.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import type { Report } from "../../lib/wire.ts";

/** Which hours of the day pay, on the operator's clock. */
export function HourProfile({ hours }: { hours: Report["hours"] }) {
  const [zone] = useTimeZone();
  return (
    <Card
      title="Time of day"
      hint={`net PnL by hour of closing, ${zone === "utc" ? "UTC" : "local time"}`}
      testId="hour-profile"
      className="flex-1"
    >
      {hours.length === 0 ? (
        <EmptyState icon={ChartNoAxesColumn} title="No trade closed in these days" testId="hours-empty">
          Take a longer range, or look at Risk & Limits for what keeps trades from starting.
        </EmptyState>
      ) : (
        <Bars hours={hoursOfDay(hours, zone)} />
      )}
    </Card>
  );
}

function Bars({ hours }: { hours: readonly HourOfDay[] }) {
  // Only drawing: the figures beside the bars stay as they came.
  const values = hours.map(({ netUsd }) => Number(netUsd));
  const [top, bottom] = [Math.max(0, ...values), Math.min(0, ...values)];
  const span = top - bottom || 1;
  const share = (value: number) => (Math.abs(value) / span) * 100;
  return (
    <ol className="grid min-h-56 flex-1 grid-cols-[repeat(24,minmax(0,1fr))] gap-px px-4 pb-3 sm:gap-1">
      {hours.map((hour, index) => {
        const value = values[index] ?? 0;
        const loses = signOf(hour.netUsd) < 0;
        return (
          <li
            key={hour.hour}
            data-testid="hour"
            data-net={hour.netUsd}
            title={hourLine(hour)}
            className="group flex min-w-0 flex-col"
          >
            <span className="sr-only">{hourLine(hour)}</span>
            <span aria-hidden className="relative flex-1 rounded-[3px] group-hover:bg-raised">
              <span className="absolute inset-x-0 h-px bg-edge" style={{ top: `${share(top)}%` }} />
              <span
                className={cn(
                  "absolute inset-x-0",
                  hour.trades > 0 && "min-h-[2px]",
                  loses ? "rounded-b-[3px] bg-danger" : "rounded-t-[3px] bg-success",
                )}
                style={
                  loses
                    ? { top: `${share(top)}%`, height: `${share(value)}%` }
                    : { bottom: `${share(bottom)}%`, height: `${share(value)}%` }
                }
              />
            </span>
            <span aria-hidden className="mt-1 h-4 overflow-visible text-center text-[10px] text-muted">
              {hour.hour % 3 === 0 ? hour.hour.toString().padStart(2, "0") : ""}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function hourLine({ hour, trades, netUsd }: HourOfDay): string {
  const count = `${formatCount(trades)} ${trades === 1 ? "trade" : "trades"}`;
  return `${hourText(hour)} to ${hourText(hour + 1)}: ${count}, ${formatSignedUsd(netUsd)}`;
}
