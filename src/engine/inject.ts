import { type Direction, USD_DECIMALS } from "#model";
import {
  type FoundTrade,
  floorUsd,
  PCT_ONE,
  poolPrice,
  type SignalConfig,
  staticCostPct,
  tickPrice,
} from "#signal";
import type { InjectEvent } from "./events.ts";
import type { AssetLane } from "./lane.ts";

const FALLBACK_USD = 100n * 10n ** BigInt(USD_DECIMALS);
const SIZE_ONE = 10n ** 9n;
const LARGEST_PCT = 50_000_000n;

/** True where an injected spread can be given prices. */
export function injectable(spreadPct: bigint): boolean {
  return spreadPct >= 0n && spreadPct <= LARGEST_PCT;
}

/**
 * The figures of an opportunity with exactly the asked spread: one price is what the market shows now
 * (the book's, else the pool's, else 100 dollars), the other follows from it, rounded so that the spread
 * is not below the asked one. Costs are the static model's on the position limit; there is no impact.
 */
export function injectedTrade(event: InjectEvent, lane: AssetLane, config: SignalConfig): FoundTrade {
  const { direction, spreadPct } = event;
  const { buy, sell } = prices(direction, spreadPct, lane);
  const size = (config.maxPositionUsd * SIZE_ONE) / buy;
  const sizeUsd = up(size * buy, SIZE_ONE);
  const soldUsd = (size * sell) / SIZE_ONE;
  const buying = direction === "cex_to_dex";
  const { cexFeePct, dexFeePct, slippagePct } = config.staticCosts;
  const costs = {
    cexFeeUsd: up((buying ? sizeUsd : soldUsd) * cexFeePct, PCT_ONE),
    dexFeeUsd: up((buying ? soldUsd : sizeUsd) * dexFeePct, PCT_ONE),
    impactUsd: 0n,
    slippageUsd: up(sizeUsd * slippagePct, PCT_ONE),
    networkUsd: 0n,
  };
  return {
    direction,
    cexPrice: buying ? buy : sell,
    dexPrice: buying ? sell : buy,
    spreadPct,
    predictedPnlPct: spreadPct - staticCostPct(config.staticCosts),
    size,
    sizeUsd,
    predictedPnlUsd: soldUsd - sizeUsd - costs.cexFeeUsd - costs.dexFeeUsd - costs.slippageUsd,
    costs,
    bookSequence: lane.book?.lastId ?? 0,
    slot: lane.pool.slot ?? 0,
  };
}

/** Both prices in 1e-9 USD. */
function prices(direction: Direction, spreadPct: bigint, lane: AssetLane): { buy: bigint; sell: bigint } {
  const cex = bookPrice(direction, lane);
  const base = cex ?? curvePrice(lane) ?? FALLBACK_USD;
  const cexBuys = direction === "cex_to_dex";
  // The base is the buying side's price where the venue that has it is the one that is bought on.
  const baseBuys = cex === null ? !cexBuys : cexBuys;
  if (baseBuys) return { buy: base, sell: up(base * (PCT_ONE + spreadPct), PCT_ONE) };
  const buy = (base * PCT_ONE) / (PCT_ONE + spreadPct);
  return { buy: buy > 0n ? buy : 1n, sell: base };
}

function bookPrice(direction: Direction, { book }: AssetLane): bigint | null {
  if (book === null || book.state !== "live") return null;
  const ticks = direction === "cex_to_dex" ? book.bestAskTicks : book.bestBidTicks;
  return positive(ticks === 0 ? 0n : floorUsd(tickPrice(book.instrument, ticks)));
}

function curvePrice({ pool }: AssetLane): bigint | null {
  return pool.curve === null ? null : positive(floorUsd(poolPrice(pool.curve, { num: 1n, den: 1n })));
}

function positive(usd: bigint): bigint | null {
  return usd > 0n ? usd : null;
}

function up(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
