import uPlot from "uplot";
import { formatDayTime, type TimeZone } from "../time.ts";
import { FRAME, show, timeAxis, valueAxis } from "./frame.ts";
import { PALETTE } from "./palette.ts";

/** Seconds since 1970, and a figure of each line; null breaks it. Floats, for drawing only. */
export type HoldingColumns = [
  times: number[],
  total: (number | null)[],
  gemini: (number | null)[],
  solana: (number | null)[],
];

export interface HoldingChart {
  draw(columns: HoldingColumns, range: { fromMs: number; untilMs: number }): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

interface HoldingChartOptions {
  readonly width: number;
  readonly height: number;
  readonly zone: TimeZone;
  /** The point that the pointer rests on, null where it is outside. */
  readonly onRead: (index: number | null) => void;
}

const HOUR = 3_600;
/** From a minute to five days, so that a label never comes twice. */
const TICK_SECONDS = [
  60,
  300,
  600,
  1_800,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  12 * HOUR,
  24 * HOUR,
  48 * HOUR,
  120 * HOUR,
];

/** What was held over time: both venues and their sum. */
export function createHoldingChart(host: HTMLElement, options: HoldingChartOptions): HoldingChart {
  const chart = new uPlot(
    {
      ...FRAME,
      width: options.width,
      height: options.height,
      scales: { x: { time: false }, y: { range: roomy } },
      axes: [
        timeAxis({
          ...{ incrs: TICK_SECONDS, space: 110, halfLabelPx: 40 },
          format: (atMs) => formatDayTime(atMs, options.zone).slice(0, -3),
        }),
        valueAxis(72, (value) => value.toLocaleString("en-US", { maximumFractionDigits: 4 })),
      ],
      series: [
        {},
        line(PALETTE.forward, [], 2),
        line(PALETTE.threshold, [5, 3], 1.5),
        line(PALETTE.backward, [1, 3], 1.5),
      ],
      hooks: { setCursor: [(self) => options.onRead(self.cursor.idx ?? null)] },
    },
    [[], [], [], []],
    host,
  );
  return {
    draw: (columns, span) => show(chart, columns, span),
    resize: (width, height) => chart.setSize({ width, height }),
    destroy: () => chart.destroy(),
  };
}

/** Holds zero, so that a share looks like what it is. */
function roomy(_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  const [bottom, top] = [Math.min(0, low ?? 0), Math.max(0, high ?? 0)];
  const room = (top - bottom || 1) * 0.08;
  return [bottom < 0 ? bottom - room : 0, top + room];
}

function line(stroke: string, dash: number[], width: number): uPlot.Series {
  return {
    stroke,
    dash,
    width,
    spanGaps: false,
    points: { size: 5, show: (chart) => chart.data[0].length < 3 },
  };
}
