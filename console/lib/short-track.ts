import type { Trade } from "./wire.ts";

/** Shares of the longest track shown, 0 to 100, for drawing only: until the first fill, and from it to flat. */
export function shortTrack(
  { latency_ms, exposure_ms }: Pick<Trade, "latency_ms" | "exposure_ms">,
  longestMs: number,
): { readonly beforePct: number; readonly exposedPct: number } {
  const whole = Math.min(100, (Math.max(0, latency_ms) / Math.max(1, longestMs)) * 100);
  if (exposure_ms === null || latency_ms <= 0) return { beforePct: whole, exposedPct: 0 };
  const exposedPct = whole * Math.min(1, Math.max(0, exposure_ms) / latency_ms);
  return { beforePct: whole - exposedPct, exposedPct };
}
