import uPlot from "uplot";
import { formatTime, type TimeZone } from "../time.ts";
import { FRAME, show, timeAxis, valueAxis } from "./frame.ts";
import { drawOverlay, drawSpans, type Overlay } from "./overlay.ts";
import { PALETTE } from "./palette.ts";
import type { SpreadColumns } from "./spread-history.ts";

/** What the pointer rests on, null where it is outside. */
export interface SpreadReading {
  readonly atMs: number;
  readonly cexToDexPct: number | null;
  readonly dexToCexPct: number | null;
}

export interface SpreadChart {
  draw(columns: SpreadColumns, range: { fromMs: number; untilMs: number }, overlay: Overlay): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

interface SpreadChartOptions {
  readonly width: number;
  readonly height: number;
  readonly zone: TimeZone;
  readonly onRead: (reading: SpreadReading | null) => void;
}

const TICK_SECONDS = [10, 30, 60, 120, 300];

/** Both directions' spreads over time with the line from which they pay. */
export function createSpreadChart(host: HTMLElement, options: SpreadChartOptions): SpreadChart {
  let overlay: Overlay = { thresholdPct: null, marks: [] };
  const read = (chart: uPlot) => {
    const index = chart.cursor.idx;
    const atSec = index == null ? undefined : chart.data[0][index];
    if (index == null || atSec === undefined) return options.onRead(null);
    const value = (series: 1 | 2) => chart.data[series]?.[index] ?? null;
    options.onRead({ atMs: atSec * 1000, cexToDexPct: value(1), dexToCexPct: value(2) });
  };
  const chart = new uPlot(
    {
      ...FRAME,
      width: options.width,
      height: options.height,
      scales: { x: { time: false }, y: { range: (_, low, high) => yRange(low, high, overlay) } },
      axes: [
        timeAxis({
          ...{ incrs: TICK_SECONDS, space: 70, halfLabelPx: 20 },
          format: (atMs) => formatTime(atMs, options.zone),
        }),
        valueAxis(62, (value) => `${value.toFixed(2)} %`),
      ],
      series: [{}, line(PALETTE.forward, []), line(PALETTE.backward, [5, 3])],
      hooks: {
        drawClear: [(self) => drawSpans(self, overlay.marks)],
        draw: [(self) => drawOverlay(self, overlay)],
        setCursor: [read],
      },
    },
    [[], [], []],
    host,
  );
  return {
    draw(columns, span, next) {
      overlay = next;
      show(chart, columns, span);
    },
    resize: (width, height) => chart.setSize({ width, height }),
    destroy: () => chart.destroy(),
  };
}

/** Always holds zero and the threshold, so that the distance to profit can be seen. */
function yRange(
  low: number | null,
  high: number | null,
  { thresholdPct, marks }: Overlay,
): uPlot.Range.MinMax {
  const spreads = marks.map((mark) => mark.spreadPct);
  const bottom = Math.min(0, low ?? 0);
  const top = Math.max(0, high ?? 0, Number(thresholdPct ?? 0), ...spreads);
  const room = (top - bottom || 1) * 0.1;
  return [bottom - room, top + room];
}

function line(stroke: string, dash: number[]): uPlot.Series {
  return { stroke, dash, width: 1.5, spanGaps: false, points: { show: false } };
}
