import { REFUSAL_REASONS, type Refusal } from "#signal";

/** What happened so far; the names are those of the status' `event_stats`. */
export const EVENT_NAMES = [
  "cex.bookUpdate",
  "cex.bookVoid",
  "cex.frameRefused",
  "cex.ticker",
  "cex.trade",
  "dex.poolUpdate",
  "dex.poolVoid",
  "dex.frameRefused",
  "signal.opportunity",
  "signal.updated",
  "signal.closed",
  "trade.completed",
  "risk.paused",
  "risk.resumed",
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** Counters over a fixed set of names, all present from the start; counting allocates nothing. */
export class Tally<Name extends string> {
  readonly #index: ReadonlyMap<Name, number>;
  readonly #counts: Float64Array;

  constructor(names: readonly Name[]) {
    this.#index = new Map(names.map((name, index) => [name, index]));
    this.#counts = new Float64Array(names.length);
  }

  add(name: Name): void {
    const index = this.#index.get(name);
    if (index !== undefined) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  get(name: Name): number {
    return this.#counts[this.#index.get(name) ?? -1] ?? 0;
  }

  /** A plain copy, in the order of the names. */
  snapshot(): Record<string, number> {
    const entries = [...this.#index].map(([name, index]) => [name, this.#counts[index] ?? 0] as const);
    return Object.fromEntries(entries);
  }
}

export function createRefusalTally(): Tally<Refusal> {
  return new Tally(REFUSAL_REASONS);
}

export function createEventTally(): Tally<EventName> {
  return new Tally(EVENT_NAMES);
}
