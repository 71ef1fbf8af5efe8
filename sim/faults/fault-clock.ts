import type { Fault, FaultPlan } from "./plan.ts";

export type FaultVenue = Fault["venue"];
type FaultKind = Fault["kind"];
type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;

/** Which faults of a plan are on now. */
export interface FaultClock {
  /**
   * The fault of this kind that is on at the venue, the latest begun first; undefined where none is. With a
   * `provider` those are passed over that are on at another provider only.
   */
  active<K extends FaultKind>(venue: FaultVenue, kind: K, provider?: number): FaultOf<K> | undefined;
  /** Every fault of this kind that is on at the venue, in the order of the plan. */
  allActive<K extends FaultKind>(venue: FaultVenue, kind: K): FaultOf<K>[];
  /** True while a `silence` covers this symbol (one without a symbol covers all). */
  silent(venue: FaultVenue, symbol: string): boolean;
  /** Adds a fault at run time; its `atMs` counts from now, so 0 begins at once. */
  inject(fault: Fault): void;
  /**
   * Calls `listener` once as each fault of this kind begins, also for one of no duration, in the
   * `tick` (or `inject`) that finds it due. The returned function takes the listener away.
   */
  onBegin<K extends FaultKind>(venue: FaultVenue, kind: K, listener: (fault: FaultOf<K>) => void): () => void;
  /** Tells the listeners what has begun since the last tick. Every venue's loop calls it; more often is harmless. */
  tick(): void;
}

interface Scheduled {
  readonly fault: Fault;
  readonly startMs: number;
  readonly endMs: number;
  begun: boolean;
}

interface Listener {
  readonly venue: FaultVenue;
  readonly kind: FaultKind;
  call(fault: Fault): void;
}

function isKind<K extends FaultKind>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}

/** Whether a fault is at work at one of several providers of the same venue. */
export function concernsProvider(fault: Fault, provider: number | undefined): boolean {
  const only = "provider" in fault ? fault.provider : undefined;
  return only === undefined || provider === undefined || only === provider;
}

function silences(fault: Fault, venue: FaultVenue, symbol: string): boolean {
  if (fault.kind !== "silence" || fault.venue !== venue) return false;
  return fault.symbol === undefined || fault.symbol.toLowerCase() === symbol.toLowerCase();
}

/** Makes the clock of a plan. `now` gives the ms since the venues' start. */
export function createFaultClock(plan: FaultPlan, now: () => number): FaultClock {
  const scheduled: Scheduled[] = [];
  const listeners = new Set<Listener>();

  const schedule = (fault: Fault, originMs: number): void => {
    const startMs = originMs + fault.atMs;
    scheduled.push({ fault, startMs, endMs: startMs + fault.forMs, begun: false });
  };
  const isOn = (entry: Scheduled, nowMs: number): boolean => entry.startMs <= nowMs && nowMs < entry.endMs;

  const tick = (): void => {
    const nowMs = now();
    for (const entry of scheduled) {
      if (entry.begun || entry.startMs > nowMs) continue;
      entry.begun = true;
      for (const listener of listeners) {
        if (listener.venue === entry.fault.venue && listener.kind === entry.fault.kind) {
          listener.call(entry.fault);
        }
      }
    }
  };

  for (const fault of plan.faults) schedule(fault, 0);
  return {
    active(venue, kind, provider) {
      const nowMs = now();
      const entry = scheduled.findLast(
        (one) =>
          isOn(one, nowMs) &&
          one.fault.venue === venue &&
          one.fault.kind === kind &&
          concernsProvider(one.fault, provider),
      );
      return entry !== undefined && isKind(entry.fault, kind) ? entry.fault : undefined;
    },
    allActive<K extends FaultKind>(venue: FaultVenue, kind: K) {
      const nowMs = now();
      const found: FaultOf<K>[] = [];
      for (const one of scheduled) {
        const { fault } = one;
        if (fault.venue === venue && isKind(fault, kind) && isOn(one, nowMs)) found.push(fault);
      }
      return found;
    },
    silent(venue, symbol) {
      const nowMs = now();
      return scheduled.some((one) => isOn(one, nowMs) && silences(one.fault, venue, symbol));
    },
    inject(fault) {
      schedule(fault, now());
      tick();
    },
    onBegin(venue, kind, listener) {
      const entry: Listener = {
        venue,
        kind,
        call: (fault) => {
          if (isKind(fault, kind)) listener(fault);
        },
      };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    tick,
  };
}
