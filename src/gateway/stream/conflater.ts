import type { Clock, Timers } from "#model";

/** Lets at most one value a gap through for each key; the last one always arrives. */
export interface Conflater<Value> {
  /** An urgent value passes at once and makes what waited for its key void. */
  offer(key: string, value: Value, urgent?: boolean): void;
  /** Forgets everything, waiting values included. */
  clear(): void;
}

export interface ConflaterOptions<Value> {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly minGapMs: number;
  readonly send: (key: string, value: Value) => void;
}

interface Slot<Value> {
  sentNs: number;
  waiting: Value | null;
}

export function createConflater<Value>(options: ConflaterOptions<Value>): Conflater<Value> {
  const { clock, timers, minGapMs, send } = options;
  const gapNs = minGapMs * 1e6;
  const slots = new Map<string, Slot<Value>>();
  let cancelTimer: (() => void) | null = null;

  /** Sends what is due and forgets keys at rest, so that the keys of the past cost nothing. */
  function sweep(): void {
    cancelTimer = null;
    const nowNs = clock.monotonicNs();
    for (const [key, slot] of slots) {
      if (nowNs - slot.sentNs < gapNs) continue;
      if (slot.waiting === null) slots.delete(key);
      else pass(key, slot.waiting, nowNs);
    }
    arm();
  }

  function pass(key: string, value: Value, nowNs: number): void {
    slots.set(key, { sentNs: nowNs, waiting: null });
    send(key, value);
  }

  function arm(): void {
    if (cancelTimer === null && slots.size > 0) cancelTimer = timers.after(minGapMs, sweep);
  }

  return {
    offer(key, value, urgent = false) {
      const nowNs = clock.monotonicNs();
      const slot = slots.get(key);
      if (slot === undefined || urgent || nowNs - slot.sentNs >= gapNs) pass(key, value, nowNs);
      else slot.waiting = value;
      arm();
    },
    clear() {
      cancelTimer?.();
      cancelTimer = null;
      slots.clear();
    },
  };
}
