import type { Side } from "#model";
import { cappedPrice, feeLamports, MAX_UNITS, percentileOf, unitLimitFor } from "./compute-budget.ts";
import type { TradingLimits } from "./options.ts";

/** Crossings beyond those of the decision's quote, as the pool moves until the swap runs. */
const SPARE_CROSSINGS = 2;

/** What a swap's compute budget is set to. */
export interface ComputeBudget {
  readonly unitLimit: number;
  readonly unitPrice: bigint;
}

/** Background knowledge of what a swap takes and what others pay, by pool. */
export class SwapCosts {
  readonly #limits: TradingLimits;
  readonly #units = new Map<string, number>();
  readonly #prices = new Map<string, bigint>();

  constructor(limits: TradingLimits) {
    this.#limits = limits;
  }

  /** A small swap took this many units. */
  measured(pool: string, side: Side, units: number): void {
    this.#units.set(`${pool} ${side}`, units);
  }

  /** What the latest blocks took at least, in 1e-6 lamports a unit. */
  paidLately(pool: string, microLamports: readonly number[]): void {
    const high = percentileOf(microLamports, this.#limits.priorityPercentile);
    const { minPriorityMicroLamports } = this.#limits;
    const price = BigInt(high ?? 0);
    this.#prices.set(pool, price > minPriorityMicroLamports ? price : minPriorityMicroLamports);
  }

  /**
   * Null while nothing is known of what others pay. `saltUnits` (fewer than 2,000) make two equal swaps
   * different; where they would pass the highest limit they are taken off instead.
   */
  budget(pool: string, side: Side, crossings: number, saltUnits = 0): ComputeBudget | null {
    const price = this.#prices.get(pool);
    if (price === undefined) return null;
    const { fallbackUnits, unitsPerCrossing, maxPriorityLamports } = this.#limits;
    const small = this.#units.get(`${pool} ${side}`) ?? fallbackUnits;
    const needed = unitLimitFor(small, crossings + SPARE_CROSSINGS, unitsPerCrossing);
    const unitLimit = needed + saltUnits > MAX_UNITS ? needed - saltUnits : needed + saltUnits;
    return { unitLimit, unitPrice: cappedPrice(price, unitLimit, maxPriorityLamports) };
  }

  /** The dearer side's fee for a swap without crossings of its own. */
  expectedFeeLamports(pool: string): bigint | null {
    const fees = (["buy", "sell"] as const).map((side) => {
      const budget = this.budget(pool, side, 0);
      return budget === null ? null : feeLamports(budget.unitLimit, budget.unitPrice);
    });
    const [buy, sell] = fees;
    if (buy === undefined || sell === undefined || buy === null || sell === null) return null;
    return buy > sell ? buy : sell;
  }
}
