import type { WaterfallStep } from "../waterfall.ts";

/** Where a bar stands on a scale from 0 to 100, for drawing only. */
export interface BarSpan {
  readonly left: number;
  readonly width: number;
}

/** Share of the largest for a bar's width, 0 to 100; anything that is there at all stays visible. */
export function barWidth(value: number, largest: number): number {
  if (value <= 0 || largest <= 0) return 0;
  return Math.max(0.75, (value / largest) * 100);
}

/** Spans of a waterfall's steps on one common scale that holds zero and every running total. */
export function waterfallSpans(steps: readonly WaterfallStep[]): { spans: BarSpan[]; zero: number } {
  const edges = steps.map((step) => [Number(step.from), Number(step.to)] as const);
  const low = Math.min(0, ...edges.flat());
  const high = Math.max(0, ...edges.flat());
  const range = high - low || 1;
  const place = (value: number) => ((value - low) / range) * 100;
  const spans = edges.map(([from, to]) => ({
    left: place(Math.min(from, to)),
    width: place(Math.max(from, to)) - place(Math.min(from, to)),
  }));
  return { spans, zero: place(0) };
}
