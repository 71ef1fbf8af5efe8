import type uPlot from "uplot";
import { PALETTE } from "./palette.ts";

/** An opportunity as the chart marks it: when, how wide, which way, and how long it lasted. */
export interface OpportunityMark {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly spreadPct: number;
  readonly direction: "cex_to_dex" | "dex_to_cex";
}

export interface Overlay {
  /** Decimal text: percent from which a spread pays, null while unknown. */
  readonly thresholdPct: string | null;
  readonly marks: readonly OpportunityMark[];
}

/** Shaded times in which an opportunity was open, under the lines. */
export function drawSpans(chart: uPlot, marks: readonly OpportunityMark[]): void {
  const { ctx, bbox } = chart;
  clipped(chart, () => {
    ctx.fillStyle = PALETTE.span;
    for (const mark of marks) {
      const left = chart.valToPos(mark.fromMs / 1000, "x", true);
      const right = chart.valToPos(mark.untilMs / 1000, "x", true);
      ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
    }
  });
}

/** The line from which a spread pays, and a triangle for each opportunity, over the lines. */
export function drawOverlay(chart: uPlot, { thresholdPct, marks }: Overlay): void {
  clipped(chart, () => {
    if (thresholdPct !== null) drawThreshold(chart, thresholdPct);
    for (const mark of marks) drawMark(chart, mark);
  });
}

function drawThreshold(chart: uPlot, thresholdPct: string): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const y = Math.round(chart.valToPos(Number(thresholdPct), "y", true)) + 0.5;
  ctx.strokeStyle = PALETTE.threshold;
  ctx.lineWidth = ratio;
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = PALETTE.threshold;
  ctx.font = `${11 * ratio}px "Inter Variable", sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.fillText(`pays from ${thresholdPct} %`, bbox.left + 6 * ratio, y - 3 * ratio);
}

/** Points up where Gemini buys and down where Orca buys. */
function drawMark(chart: uPlot, mark: OpportunityMark): void {
  const { ctx } = chart;
  const half = 5 * devicePixelRatio;
  const up = mark.direction === "cex_to_dex" ? -1 : 1;
  const x = chart.valToPos(mark.fromMs / 1000, "x", true);
  const y = chart.valToPos(mark.spreadPct, "y", true);
  ctx.beginPath();
  ctx.moveTo(x, y + up * half);
  ctx.lineTo(x + half, y - up * half);
  ctx.lineTo(x - half, y - up * half);
  ctx.closePath();
  ctx.fillStyle = mark.direction === "cex_to_dex" ? PALETTE.forward : PALETTE.backward;
  ctx.strokeStyle = PALETTE.markFill;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.fill();
  ctx.stroke();
}

function clipped(chart: uPlot, draw: () => void): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}
