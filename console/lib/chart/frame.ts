import type uPlot from "uplot";
import { PALETTE } from "./palette.ts";

const FONT = '11px "JetBrains Mono Variable", monospace';
const LOOK = {
  stroke: PALETTE.axis,
  font: FONT,
  grid: { stroke: PALETTE.grid, width: 1 },
  ticks: { show: false },
} as const;

/** What every chart has in common: no legend of its own, a cursor that reads and never zooms. */
export const FRAME = {
  padding: [10, 12, 0, 0],
  legend: { show: false },
  cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
} satisfies Partial<uPlot.Options>;

/** Puts columns and the span of time in at once, so that nothing is drawn twice. */
export function show(
  chart: uPlot,
  columns: uPlot.AlignedData,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): void {
  chart.batch(() => {
    chart.setData(columns, false);
    chart.setScale("x", { min: fromMs / 1000, max: untilMs / 1000 });
  });
  // The vertical range may depend on more than the chart's own data.
  chart.redraw(true, true);
}

interface TimeAxisOptions {
  /** Steps between labels that may be taken, in seconds. */
  readonly incrs: readonly number[];
  /** Pixels between labels, at the least. */
  readonly space: number;
  readonly format: (atMs: number) => string;
  /** About half of a label's width: closer to the right end none is drawn, for it would be cut. */
  readonly halfLabelPx: number;
}

/** The axis along the bottom; its values are seconds. */
export function timeAxis({ incrs, space, format, halfLabelPx }: TimeAxisOptions): uPlot.Axis {
  const fits = (chart: uPlot, atSec: number) =>
    chart.valToPos(atSec, "x") < chart.bbox.width / devicePixelRatio - halfLabelPx;
  return {
    ...LOOK,
    ...{ size: 30, space, incrs: [...incrs] },
    values: (chart, splits) => splits.map((atSec) => (fits(chart, atSec) ? format(atSec * 1000) : "")),
  };
}

/** The axis on the left, wide enough for its labels. */
export function valueAxis(size: number, format: (value: number) => string): uPlot.Axis {
  return { ...LOOK, ...{ size, space: 36 }, values: (_, splits) => splits.map(format) };
}
