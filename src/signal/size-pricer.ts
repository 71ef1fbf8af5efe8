import { type Direction, isRefusal, type OpportunityCosts, type PoolCurve, type Ratio } from "#model";
import { PCT_ONE } from "./config.ts";
import type { CostRates } from "./cost-rates.ts";
import type { Ladder } from "./ladder.ts";
import { ceilMul, floorMul, multiply, type Scale, tenths } from "./scale.ts";

/** What one size would pay, fetch and keep, 1e-9 USD, each rounded against us. */
export interface PricedSize {
  readonly lots: number;
  /** Of the buying leg, fees of the exchange not included. */
  readonly paymentUsd: bigint;
  readonly proceedsUsd: bigint;
  readonly netUsd: bigint;
}

export interface PricerInputs {
  readonly direction: Direction;
  readonly ladder: Ladder;
  readonly curve: PoolCurve;
  readonly scale: Scale;
  /** Dollars of one USDC as this direction trades it: the bid for proceeds, the ask for payments. */
  readonly usdcRate: Ratio;
  readonly rates: CostRates;
}

/** Walks book levels against the pool's curve. Pure; the answers to one size are always the same. */
export class SizePricer {
  readonly #in: PricerInputs;
  /** 1e-9 USD of one base unit of the pool's dollar token. */
  readonly #quoteUsd: Ratio;
  /** Why the pool last had no quote. */
  refusal = "";

  constructor(inputs: PricerInputs) {
    this.#in = inputs;
    this.#quoteUsd = multiply(tenths(1n, 9, 1n, inputs.curve.quoteDecimals), inputs.usdcRate);
  }

  /** Prices `lots` within the ladder's depth; null where the pool refuses. */
  at(lots: number): PricedSize | null {
    const legs = this.#in.direction === "cex_to_dex" ? this.#buyOnExchange(lots) : this.#sellOnExchange(lots);
    if (legs === null) return null;
    const { paymentUsd, proceedsUsd } = legs;
    const charges = this.#charges(paymentUsd, proceedsUsd);
    const netUsd = proceedsUsd - paymentUsd - charges.cexFee - charges.dexExtra - charges.slippage;
    return { lots, paymentUsd, proceedsUsd, netUsd: netUsd - this.#in.rates.networkUsd };
  }

  /** What the pool pays for the lots, or asks for them, whatever the ladder holds; null where it refuses. */
  poolUsd(lots: number): bigint | null {
    const buying = this.#in.direction === "cex_to_dex";
    const { curve } = this.#in;
    const quote = buying ? curve.sellBase(this.#soldBase(lots)) : curve.buyBase(this.#boughtBase(lots));
    if (isRefusal(quote)) {
      this.refusal = quote.refused;
      return null;
    }
    return buying ? floorMul(quote.amountOut, this.#quoteUsd) : ceilMul(quote.amountIn, this.#quoteUsd);
  }

  /**
   * The costs of a priced size, such that `grossUsd` less their sum is its net to the unit. `grossUsd` is
   * the size at the two best prices; impact is what neither fees nor reserves explain.
   */
  itemise(size: PricedSize, grossUsd: bigint): OpportunityCosts {
    const charges = this.#charges(size.paymentUsd, size.proceedsUsd);
    const poolFee = this.#poolFeeUsd(size.lots);
    return {
      cexFeeUsd: charges.cexFee,
      dexFeeUsd: poolFee + charges.dexExtra,
      impactUsd: grossUsd - (size.proceedsUsd - size.paymentUsd) - poolFee,
      slippageUsd: charges.slippage,
      networkUsd: this.#in.rates.networkUsd,
    };
  }

  /** Token base units of a sale: never more than the lots hold. */
  #soldBase(lots: number): bigint {
    return floorMul(BigInt(lots), this.#in.scale.lotBase);
  }

  /** Token base units of a purchase: never less than the lots need. */
  #boughtBase(lots: number): bigint {
    return ceilMul(BigInt(lots), this.#in.scale.lotBase);
  }

  #buyOnExchange(lots: number): { paymentUsd: bigint; proceedsUsd: bigint } | null {
    const proceedsUsd = this.poolUsd(lots);
    if (proceedsUsd === null) return null;
    return { paymentUsd: ceilMul(this.#in.ladder.value(lots), this.#in.scale.tickLotUsd), proceedsUsd };
  }

  #sellOnExchange(lots: number): { paymentUsd: bigint; proceedsUsd: bigint } | null {
    const paymentUsd = this.poolUsd(lots);
    if (paymentUsd === null) return null;
    return { paymentUsd, proceedsUsd: floorMul(this.#in.ladder.value(lots), this.#in.scale.tickLotUsd) };
  }

  #charges(paymentUsd: bigint, proceedsUsd: bigint): { cexFee: bigint; dexExtra: bigint; slippage: bigint } {
    const { direction, rates } = this.#in;
    const cexUsd = direction === "cex_to_dex" ? paymentUsd : proceedsUsd;
    const dexUsd = direction === "cex_to_dex" ? proceedsUsd : paymentUsd;
    return {
      cexFee: ceilMul(cexUsd, { num: rates.cexFee, den: PCT_ONE }),
      dexExtra: ceilMul(dexUsd, { num: rates.dexExtra, den: PCT_ONE }),
      slippage: ceilMul(paymentUsd, { num: rates.slippage, den: PCT_ONE }),
    };
  }

  /** The pool's own fee in dollars; of a sale it is kept in the asset, valued at the pool's mid. */
  #poolFeeUsd(lots: number): bigint {
    const { direction, curve } = this.#in;
    const quote =
      direction === "cex_to_dex"
        ? curve.sellBase(this.#soldBase(lots))
        : curve.buyBase(this.#boughtBase(lots));
    if (isRefusal(quote)) return 0n;
    const unit = direction === "cex_to_dex" ? multiply(curve.mid, this.#quoteUsd) : this.#quoteUsd;
    return ceilMul(quote.fee, unit);
  }
}
