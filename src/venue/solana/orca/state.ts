import { feeInGroup, type Volatility, volatilityAt } from "./adaptive-fee.ts";
import type { Oracle } from "./oracle.ts";
import type { SwapRefusal } from "./refusals.ts";
import { refuseOrder, runSwap, type SwapOrder, type SwapQuote, type SwapStart } from "./swap.ts";
import { createTickPath, type TickArrays, type TickPath } from "./tick-path.ts";
import type { Whirlpool } from "./whirlpool.ts";

/** The accounts of one pool, all of the same slot. */
export interface WhirlpoolAccounts {
  readonly whirlpool: Whirlpool;
  /** By start tick: decoded, "uninitialised" where the chain has none, undefined where not fetched. */
  readonly tickArrays: TickArrays;
  /** Needed by an adaptive pool; null otherwise or where not fetched. */
  readonly oracle: Oracle | null;
  /** Block time of the swap, seconds since 1970; needed by an adaptive pool. */
  readonly blockTimeSec: bigint | null;
}

/**
 * A pool at one moment: pure and immutable to its users. Making one costs next to nothing; what a
 * quote needs beyond the accounts is computed at the first quote in each direction and kept.
 */
export interface WhirlpoolState {
  readonly whirlpool: Whirlpool;
  /** What a small swap pays now, in millionths; the static part alone where the rest is unknown. */
  readonly feePpm: number;
  /** The result of one swap from this state, or the program's reason for failing it. */
  quote(order: SwapOrder): SwapQuote | SwapRefusal;
}

export function createWhirlpoolState(accounts: WhirlpoolAccounts): WhirlpoolState {
  const { whirlpool, tickArrays } = accounts;
  const start = startOf(accounts);
  const paths: { down: TickPath | null; up: TickPath | null } = { down: null, up: null };

  function pathOf(aToB: boolean): TickPath {
    const side = aToB ? "down" : "up";
    const known = paths[side];
    if (known !== null) return known;
    const path = createTickPath(whirlpool.tickCurrentIndex, whirlpool.tickSpacing, aToB, tickArrays);
    paths[side] = path;
    return path;
  }

  function quote(order: SwapOrder): SwapQuote | SwapRefusal {
    if (typeof start !== "string") return runSwap(start, pathOf(order.aToB), order);
    // The program checks the order before it compares the block time with the times of the pool.
    const invalid = start === "InvalidTimestamp" ? refuseOrder(whirlpool.sqrtPrice, order) : null;
    return invalid ?? start;
  }

  return {
    whirlpool,
    feePpm: typeof start === "string" ? whirlpool.feePpm : feeNow(start),
    quote,
  };
}

function startOf(accounts: WhirlpoolAccounts): SwapStart | SwapRefusal {
  const { whirlpool } = accounts;
  const volatility = whirlpool.adaptive ? volatilityOf(accounts) : null;
  if (typeof volatility === "string") return volatility;
  return {
    sqrtPrice: whirlpool.sqrtPrice,
    tick: whirlpool.tickCurrentIndex,
    liquidity: whirlpool.liquidity,
    feePpm: BigInt(whirlpool.feePpm),
    volatility,
  };
}

function volatilityOf({ whirlpool, oracle, blockTimeSec }: WhirlpoolAccounts): Volatility | SwapRefusal {
  if (oracle === null) return "OracleNotLoaded";
  if (blockTimeSec === null) return "TimestampMissing";
  return volatilityAt(whirlpool, oracle, blockTimeSec);
}

function feeNow({ volatility, feePpm }: SwapStart): number {
  return Number(volatility === null ? feePpm : feeInGroup(volatility, volatility.currentGroup));
}
