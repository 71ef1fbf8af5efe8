/** Limits beyond which what the stream says is no longer taken for the present. */
export interface StreamLimits {
  /** Longest time without a slot notification, at least; longer where slots are slow. */
  readonly slotSilenceMs: number;
  /** The same without a Clock notification: the socket lives but accounts are not told. */
  readonly accountSilenceMs: number;
  /** Longest delay of the node behind its own best pace. */
  readonly lagMs: number;
  /** Most slots that another view of the chain (a read, another provider) may be ahead. */
  readonly lagSlots: number;
  /** Longest time without a successful re-read. */
  readonly unverifiedMs: number;
  /** After this long in trouble the socket is given up for another one. */
  readonly cycleAfterMs: number;
}

export const DEFAULT_LIMITS: StreamLimits = {
  slotSilenceMs: 2_000,
  accountSilenceMs: 2_000,
  lagMs: 3_000,
  lagSlots: 16,
  unverifiedMs: 20_000,
  cycleAfterMs: 6_000,
};

/** What is known of the open socket's stream; times are monotonic nanoseconds. */
export interface StreamView {
  readonly nowNs: number;
  /** The last slot and Clock notifications, or when the socket was opened. */
  readonly lastSlotNs: number;
  readonly lastClockNs: number;
  readonly lastReadNs: number;
  readonly slotMs: number;
  readonly lagMs: number;
  /** Slots that the furthest other view is ahead of the stream. */
  readonly behindSlots: number;
}

/** A slot time that varies must not look like silence: this many of them may pass. */
const SLOTS_OF_SILENCE = 8;

/** Why the stream cannot be trusted now, or null. Pure. */
export function streamTrouble(view: StreamView, limits: StreamLimits): string | null {
  const sinceMs = (ns: number): number => (view.nowNs - ns) / 1e6;
  const slowest = SLOTS_OF_SILENCE * view.slotMs;
  if (sinceMs(view.lastSlotNs) > Math.max(limits.slotSilenceMs, slowest)) return "no slots";
  if (sinceMs(view.lastClockNs) > Math.max(limits.accountSilenceMs, slowest)) return "no account updates";
  if (view.lagMs > limits.lagMs) return "node lags behind its own pace";
  if (view.behindSlots > limits.lagSlots) return "node lags behind other providers";
  if (sinceMs(view.lastReadNs) > limits.unverifiedMs) return "re-read overdue";
  return null;
}
