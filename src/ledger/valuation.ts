import { AMOUNT_DECIMALS, divide, type FeePaid, type Ratio, type Rounding, USD_DECIMALS } from "#model";
import { OWN_ACCOUNTS, type Transfer } from "./transfer.ts";

/** Dollars of one whole coin: what ours fetch and what more of it costs. */
export interface TwoSided {
  readonly bid: Ratio;
  readonly ask: Ratio;
}

/** The rates of a trade: those of its decision for USDC and SOL, those of now for what is left of the base. */
export interface ValuationPrices {
  readonly usdcUsd: TwoSided;
  readonly baseUsd: TwoSided;
  /** The trade's asset, "SOL". */
  readonly base: string;
  /** For network fees. */
  readonly solUsd: Ratio;
}

/** What transfers brought us; dollars in 1e-9 USD, amounts in 1e-18, all signed. */
export interface Valuation {
  /** The sum of all that moved, fees included. */
  readonly pnlUsd: bigint;
  /** Every fee, above zero where we paid. */
  readonly feesUsd: bigint;
  readonly usd: bigint;
  readonly usdc: bigint;
  /** What is left of the asset, without gas: the residual. */
  readonly base: bigint;
  /** Native SOL, negative where fees were paid. */
  readonly gas: bigint;
  /** What moved in an asset without a price here and is part of no dollar figure; empty in any sane trade. */
  readonly unpriced: readonly FeePaid[];
}

const OWN: ReadonlySet<string> = new Set(OWN_ACCOUNTS);
const PER_USD = 10n ** BigInt(AMOUNT_DECIMALS - USD_DECIMALS);
const PAR: TwoSided = { bid: { num: 1n, den: 1n }, ask: { num: 1n, den: 1n } };
/** Native SOL is counted apart from the SOL that is traded. */
const GAS = "gas";

/**
 * Realised PnL from transfers alone: the net of each asset over our accounts, a surplus valued at the bid and a
 * deficit at the ask, each rounded down to 1e-9 USD, so that a figure is never better than the truth.
 */
export function valueTransfers(transfers: readonly Transfer[], prices: ValuationPrices): Valuation {
  const nets = netOf(transfers);
  const priceOf = priceTable(prices);
  let pnlUsd = 0n;
  const unpriced: FeePaid[] = [];
  for (const [asset, amount] of nets) {
    const price = priceOf.get(asset);
    if (price !== undefined) pnlUsd += dollars(amount, price, "floor");
    else if (amount !== 0n) unpriced.push({ asset, amount });
  }
  return {
    pnlUsd,
    feesUsd: feesOf(transfers, priceOf),
    usd: nets.get("USD") ?? 0n,
    usdc: nets.get("USDC") ?? 0n,
    base: nets.get(prices.base) ?? 0n,
    gas: nets.get(GAS) ?? 0n,
    unpriced,
  };
}

function priceTable({ usdcUsd, baseUsd, base, solUsd }: ValuationPrices): ReadonlyMap<string, TwoSided> {
  return new Map([
    [GAS, { bid: solUsd, ask: solUsd }],
    [base, baseUsd],
    ["USDC", usdcUsd],
    ["USD", PAR],
  ]);
}

function netOf(transfers: readonly Transfer[]): ReadonlyMap<string, bigint> {
  const nets = new Map<string, bigint>();
  const add = (account: string, asset: string, change: bigint) => {
    if (!OWN.has(account)) return;
    const key = account === "solana/gas" ? GAS : asset;
    nets.set(key, (nets.get(key) ?? 0n) + change);
  };
  for (const { from, to, asset, amount } of transfers) {
    add(from, asset, -amount);
    add(to, asset, amount);
  }
  return nets;
}

/** Fees by asset at what it costs to replace them, each rounded up. */
function feesOf(transfers: readonly Transfer[], priceOf: ReadonlyMap<string, TwoSided>): bigint {
  const fees = transfers.filter(({ kind }) => kind === "fee" || kind === "network-fee");
  return netOf(fees)
    .entries()
    .map(([asset, net]) => {
      const price = priceOf.get(asset);
      return price === undefined ? 0n : -dollars(net, price, "floor");
    })
    .reduce((sum, fee) => sum + fee, 0n);
}

/** A signed amount in 1e-9 USD: a surplus at the bid, a deficit at the ask. */
export function dollars(amount: bigint, { bid, ask }: TwoSided, rounding: Rounding): bigint {
  const price = amount < 0n ? ask : bid;
  return divide(amount * price.num, price.den * PER_USD, rounding);
}
