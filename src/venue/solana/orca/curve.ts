import { InputError, type PoolCurve, type PoolQuote, type PoolRefusal, type Ratio } from "#model";
import { U64_MAX } from "./program.ts";
import type { SwapRefusal } from "./refusals.ts";
import { createWhirlpoolState, type WhirlpoolAccounts, type WhirlpoolState } from "./state.ts";

/** What the curve needs besides the accounts. */
export interface WhirlpoolCurveOptions extends WhirlpoolAccounts {
  /** The pool's address, base58. */
  readonly pool: string;
  /** Slot of every account. */
  readonly slot: number;
  /** Mint of the asset; the pool must hold it as A or B. */
  readonly baseMint: string;
  readonly baseDecimals: number;
  readonly quoteDecimals: number;
}

const Q128 = 1n << 128n;
const PARTIAL: SwapRefusal = "PartialFillError";

/**
 * A Whirlpool seen from the asset's side, whichever token of the pair the asset is. Selling the asset
 * is an exact input of it, buying it an exact output; a swap that the pool cannot fill whole is
 * refused. Throws InputError where the pool does not hold the asset.
 */
export function createWhirlpoolCurve(options: WhirlpoolCurveOptions): PoolCurve {
  const state = createWhirlpoolState(options);
  const baseIsA = isBaseA(options);
  const curve: PoolCurve = {
    pool: options.pool,
    slot: options.slot,
    baseDecimals: options.baseDecimals,
    quoteDecimals: options.quoteDecimals,
    feePpm: state.feePpm,
    mid: midOf(state, baseIsA),
    sellBase: (baseIn) => fill(state, baseIn, baseIsA, true),
    buyBase: (baseOut) => fill(state, baseOut, !baseIsA, false),
  };
  poolOfCurve.set(curve, { whirlpool: options.whirlpool, oracle: options.oracle });
  return curve;
}

/** The accounts that a swap along a curve has to name; beside the curve, as its users are no Orca code. */
const poolOfCurve = new WeakMap<PoolCurve, CurvePool>();

export type CurvePool = Pick<WhirlpoolAccounts, "whirlpool" | "oracle">;

/** The pool that a curve of createWhirlpoolCurve was made of; undefined for any other curve. */
export function whirlpoolOf(curve: PoolCurve): CurvePool | undefined {
  return poolOfCurve.get(curve);
}

function isBaseA({ whirlpool, baseMint, pool }: WhirlpoolCurveOptions): boolean {
  if (whirlpool.tokenMintA === baseMint) return true;
  if (whirlpool.tokenMintB === baseMint) return false;
  throw new InputError("wrong-mint", `pool ${pool} does not hold the mint ${baseMint}`);
}

/** Price is the square of its root: `sqrt^2 / 2^128` of B for one A. */
function midOf({ whirlpool }: WhirlpoolState, baseIsA: boolean): Ratio {
  const squared = whirlpool.sqrtPrice * whirlpool.sqrtPrice;
  return baseIsA ? { num: squared, den: Q128 } : { num: Q128, den: squared };
}

function fill(
  state: WhirlpoolState,
  amount: bigint,
  aToB: boolean,
  exactIn: boolean,
): PoolQuote | PoolRefusal {
  if (amount < 0n || amount > U64_MAX) return { refused: "AmountOutOfRange" };
  const quote = state.quote({ aToB, exactIn, amount, sqrtPriceLimit: 0n });
  if (typeof quote === "string") return { refused: quote };
  // Where liquidity ends at the last tick, the program leaves what it could not trade with its owner.
  if ((exactIn ? quote.amountIn : quote.amountOut) !== amount) return { refused: PARTIAL };
  return quote;
}
