import { formatCount, formatMs, NO_VALUE } from "../../lib/format.ts";
import type { Opportunity } from "../../lib/wire.ts";

/** From the frame that caused it to its publication; an injected one was caused by none. */
export function detectionText(row: Opportunity): string {
  return row.is_injected ? NO_VALUE : `${formatMs(row.detection_latency_ms)} ms`;
}

/** "1 update", "12 updates". */
export function updatesText(row: Opportunity): string {
  return `${formatCount(row.updates)} ${row.updates === 1 ? "update" : "updates"}`;
}
