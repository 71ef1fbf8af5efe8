import { type Amount, divideHalfUp, parseAmount } from "./amount.ts";

/** What the account pays of the quote amount, both as decimal basis points: "35" is 0.35 percent. */
export interface FeeBps {
  readonly maker: string;
  readonly taker: string;
}

/** The taker's default is what the runbook's static cost model reckons with. */
export const DEFAULT_FEE_BPS: FeeBps = { maker: "20", taker: "35" };

/** Fees are rounded half up to 1e-15 dollars, the most decimals that the venue shows. */
const FEE_STEP = 1_000n;
const BPS = 10_000n;

/** Basis points as an amount of 1e-18 each. Throws RangeError for text that is no unsigned decimal. */
function bpsAmount(text: string): Amount {
  const amount = parseAmount(text);
  if (amount === undefined) throw new RangeError(`not a number of basis points: ${text}`);
  return amount;
}

export interface FeeRates {
  readonly bps: FeeBps;
  /** The fee in the quote currency on this quote amount. */
  fee(quote: Amount, isMaker: boolean): Amount;
  /** The most that a fill of this quote amount can cost in fees: what an open order holds. */
  worst(quote: Amount): Amount;
}

/** `fee = quote * bps / 10000`. Throws RangeError for rates that are no unsigned decimals. */
export function createFeeRates(bps: FeeBps): FeeRates {
  const maker = bpsAmount(bps.maker);
  const taker = bpsAmount(bps.taker);
  const at = (quote: Amount, rate: Amount): Amount =>
    divideHalfUp(quote * rate, BPS * 10n ** 18n * FEE_STEP) * FEE_STEP;
  return {
    bps,
    fee: (quote, isMaker) => at(quote, isMaker ? maker : taker),
    worst: (quote) => at(quote, maker > taker ? maker : taker),
  };
}
