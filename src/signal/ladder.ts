import type { OrderBook } from "#book";
import { InvariantError } from "#model";

/**
 * One side of an order book, best level first, with running totals: what a size costs or fetches.
 * Totals are in ticks times lots, which leave 2^53 at once, hence bigint.
 */
export class Ladder {
  /** Lots up to and including each level. */
  readonly lots: readonly number[];
  readonly #value: readonly bigint[];
  readonly #ticks: readonly number[];

  constructor(levels: readonly { readonly ticks: number; readonly lots: number }[]) {
    const lots: number[] = [];
    const value: bigint[] = [];
    let lotsSoFar = 0;
    let valueSoFar = 0n;
    for (const level of levels) {
      lotsSoFar += level.lots;
      valueSoFar += BigInt(level.ticks) * BigInt(level.lots);
      lots.push(lotsSoFar);
      value.push(valueSoFar);
    }
    this.lots = lots;
    this.#value = value;
    this.#ticks = levels.map((level) => level.ticks);
  }

  /** All lots of the levels that were read. */
  get depthLots(): number {
    return this.lots.at(-1) ?? 0;
  }

  /** Price of a level; 0 beyond the last. */
  ticksOf(level: number): number {
    return this.#ticks[level] ?? 0;
  }

  /** The level that the last of `lots` is taken from. Throws InvariantError beyond the depth. */
  levelOf(lots: number): number {
    let low = 0;
    let high = this.lots.length - 1;
    if (lots > this.depthLots) throw new InvariantError("beyond-depth", `no level holds ${lots} lots`);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.lots[middle] ?? 0) >= lots) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Ticks times lots of taking `lots` from the best level down; exact. */
  value(lots: number): bigint {
    const level = this.levelOf(lots);
    const above = level === 0 ? 0n : (this.#value[level - 1] ?? 0n);
    const lotsAbove = level === 0 ? 0 : (this.lots[level - 1] ?? 0);
    return above + BigInt(this.ticksOf(level)) * BigInt(lots - lotsAbove);
  }
}

/** Reads the side that we would take, as deep as `enoughLots`. */
export function readLadder(book: OrderBook, side: "ask" | "bid", enoughLots: number): Ladder {
  const levels: { ticks: number; lots: number }[] = [];
  const count = side === "ask" ? book.askCount : book.bidCount;
  let lotsSoFar = 0;
  for (let i = 0; i < count && lotsSoFar < enoughLots; i += 1) {
    const ticks = side === "ask" ? book.askTicksAt(i) : book.bidTicksAt(i);
    const lots = side === "ask" ? book.askLotsAt(i) : book.bidLotsAt(i);
    lotsSoFar += lots;
    if (lotsSoFar > Number.MAX_SAFE_INTEGER) break;
    levels.push({ ticks, lots });
  }
  return new Ladder(levels);
}
