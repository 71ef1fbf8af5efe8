import { useEffect, useRef } from "react";
import { createHoldingChart, type HoldingChart, type HoldingColumns } from "../../lib/chart/holding-chart.ts";
import type { HoldingPoint } from "../../lib/holdings.ts";
import { useTimeZone } from "../../lib/preferences.ts";

interface HistoryPlotProps {
  readonly points: readonly HoldingPoint[];
  readonly from: string;
  readonly to: string;
  readonly of: string | null;
  readonly onRead: (index: number | null) => void;
}

/** The canvas; its figures stand in the legend and in the table. */
export function HistoryPlot({ points, from, to, of, onRead }: HistoryPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<HoldingChart | null>(null);
  const [zone] = useTimeZone();
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const { clientWidth: width, clientHeight: height } = element;
    const made = createHoldingChart(element, { width, height, zone, onRead });
    chart.current = made;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.resize(element.clientWidth, element.clientHeight);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [zone, onRead]);
  useEffect(() => {
    const first = Date.parse(points[0]?.timestamp ?? from);
    const untilMs = Date.parse(to);
    // A young history is not squeezed into the last pixels of a long range.
    const fromMs = Math.max(Date.parse(from), Math.min(first, untilMs - 60_000));
    chart.current?.draw(columnsOf(points), { fromMs, untilMs });
  });
  return (
    <div className="relative h-[300px] w-full">
      <div
        ref={host}
        role="img"
        aria-label={`${of === null ? "Value in dollars" : `Amount of ${of}`} over time; the table has the figures`}
        data-testid="history-chart"
        className="absolute inset-0 overflow-hidden"
      />
    </div>
  );
}

function columnsOf(points: readonly HoldingPoint[]): HoldingColumns {
  const drawn = (figure: string | null) => (figure === null ? null : Number(figure));
  return [
    points.map(({ timestamp }) => Date.parse(timestamp) / 1000),
    points.map(({ total }) => drawn(total)),
    points.map(({ gemini }) => drawn(gemini)),
    points.map(({ solana }) => drawn(solana)),
  ];
}
