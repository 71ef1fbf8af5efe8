import type { Opportunity, Window } from "#model";

/** Opportunities of one asset that lie less than this apart share a window. */
export const WINDOW_GAP_MS = 60_000;

/** True where an opportunity that opens at `openedAtMs` still belongs to `last`. */
export function continuesWindow(last: Window | null, openedAtMs: number): last is Window {
  return last !== null && openedAtMs - last.endMs < WINDOW_GAP_MS;
}

/** The window after a new opportunity, which names it by `windowId`: `last` grown, or a fresh one. */
export function openInWindow(last: Window | null, opened: Opportunity): Window {
  const forward = opened.direction === "cex_to_dex" ? 1 : 0;
  if (last === null || last.id !== opened.windowId) {
    return {
      id: opened.windowId,
      asset: opened.asset,
      startMs: opened.openedAtMs,
      endMs: endOf(opened),
      opportunityCount: 1,
      tradeCount: 0,
      totalPnlUsd: 0n,
      cexToDexCount: forward,
      maxPredictedPnlPct: opened.predictedPnlPct,
      sumPredictedPnlPct: opened.predictedPnlPct,
    };
  }
  return {
    ...last,
    endMs: Math.max(last.endMs, endOf(opened)),
    opportunityCount: last.opportunityCount + 1,
    cexToDexCount: last.cexToDexCount + forward,
    maxPredictedPnlPct: larger(last.maxPredictedPnlPct, opened.predictedPnlPct),
    sumPredictedPnlPct: last.sumPredictedPnlPct + opened.predictedPnlPct,
  };
}

/**
 * The window after one of its opportunities changed from `before` to `after`. The maximum never falls:
 * a figure that was once seen inside the window stays its maximum.
 */
export function amendWindow(window: Window, before: Opportunity, after: Opportunity): Window {
  return {
    ...window,
    endMs: Math.max(window.endMs, endOf(after)),
    maxPredictedPnlPct: larger(window.maxPredictedPnlPct, after.predictedPnlPct),
    sumPredictedPnlPct: window.sumPredictedPnlPct - before.predictedPnlPct + after.predictedPnlPct,
  };
}

function endOf(opportunity: Opportunity): number {
  return Math.max(opportunity.openedAtMs, opportunity.updatedAtMs, opportunity.closedAtMs ?? 0);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
