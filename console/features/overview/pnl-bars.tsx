import { dailyBars } from "../../lib/daily-bars.ts";
import { formatSignedUsd } from "../../lib/format.ts";
import type { Report } from "../../lib/wire.ts";

const HEIGHT = 100;
/** A day that earned something is seen, however little it was. */
const LEAST = 2;

/** A bar for each day around a zero line: gains above it, losses hollow below it. */
export function PnlBars({ daily }: { daily: Report["daily"] }) {
  const { bars, zero } = dailyBars(daily);
  const width = 100 / Math.max(1, bars.length);
  return (
    <svg
      viewBox={`0 0 100 ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Net result of each of the last ${bars.length} days`}
      data-testid="pnl-bars"
      className="h-20 w-full"
    >
      <line
        x1="0"
        x2="100"
        y1={zero * HEIGHT}
        y2={zero * HEIGHT}
        className="stroke-edge"
        vectorEffect="non-scaling-stroke"
      />
      {bars.map((bar, index) => (
        <rect
          key={bar.day}
          x={index * width + width * 0.15}
          width={width * 0.7}
          y={bar.top * HEIGHT}
          height={bar.height === 0 ? 0 : Math.max(LEAST, bar.height * HEIGHT)}
          vectorEffect="non-scaling-stroke"
          className={bar.isLoss ? "fill-danger/25 stroke-danger" : "fill-success"}
        >
          <title>{`${bar.day}: ${formatSignedUsd(bar.pnlText)}`}</title>
        </rect>
      ))}
    </svg>
  );
}
