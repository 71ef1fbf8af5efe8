import { useEffect, useRef } from "react";
import { opportunityMarks } from "../../lib/chart/marks.ts";
import { createSpreadChart, type SpreadChart, type SpreadReading } from "../../lib/chart/spread-chart.ts";
import type { SpreadHistory } from "../../lib/chart/spread-history.ts";
import { useLive } from "../../lib/live-context.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { useRecentOpportunities, useStatus } from "../../lib/queries.ts";
import { payingSpreadPct } from "../../lib/thresholds.ts";

const DRAW_EVERY_MS = 240;

/** A young chart shows at least this much, then grows to the chosen span. */
const LEAST_SPAN_MS = 60_000;

interface SpreadPlotProps {
  readonly asset: string;
  readonly spanMs: number;
  readonly onRead: (reading: SpreadReading | null) => void;
}

/** The canvas itself. It is drawn from the price store directly, outside of React's rendering. */
export function SpreadPlot({ asset, spanMs, onRead }: SpreadPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const { prices } = useLive();
  const [zone] = useTimeZone();
  const { data: status } = useStatus();
  const { rows } = useRecentOpportunities();
  const latest = useRef({ rows, thresholdPct: payingSpreadPct(status), spanMs });
  useEffect(() => {
    latest.current = { rows, thresholdPct: payingSpreadPct(status), spanMs };
  });

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const chart = createSpreadChart(element, {
      width: element.clientWidth,
      height: element.clientHeight,
      zone,
      onRead,
    });
    let drawnMs = 0;
    const draw = () => {
      if (performance.now() - drawnMs < DRAW_EVERY_MS) return;
      drawnMs = performance.now();
      const history = prices.history(asset);
      const { rows: known, thresholdPct, spanMs: shownMs } = latest.current;
      const range = shownRange(history, shownMs);
      const marks = opportunityMarks(known, asset, range.untilMs).filter(
        (mark) => mark.untilMs >= range.fromMs,
      );
      chart.draw(history.columns(range.fromMs), range, { thresholdPct, marks });
    };
    draw();
    const unsubscribe = prices.subscribe(draw);
    const unwatch = followSize(element, chart);
    return () => {
      unsubscribe();
      unwatch();
      chart.destroy();
    };
  }, [asset, zone, prices, onRead]);

  return (
    <div className="relative min-h-[280px] w-full flex-1">
      <div
        ref={host}
        role="img"
        aria-label={`Spread of ${asset} in both directions over the last ${spanMs / 60_000} minutes`}
        data-testid="spread-chart"
        className="absolute inset-0 overflow-hidden"
      />
    </div>
  );
}

/** Ends at the newest price; begins where the record begins while that is shorter than the chosen span. */
function shownRange(history: SpreadHistory, spanMs: number): { fromMs: number; untilMs: number } {
  const untilMs = history.lastMs() ?? Date.now();
  const recordedMs = untilMs - (history.firstMs() ?? untilMs);
  return { fromMs: untilMs - Math.min(spanMs, Math.max(recordedMs, LEAST_SPAN_MS)), untilMs };
}

function followSize(element: HTMLElement, chart: SpreadChart): () => void {
  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0) chart.resize(element.clientWidth, element.clientHeight);
  });
  observer.observe(element);
  return () => observer.disconnect();
}
