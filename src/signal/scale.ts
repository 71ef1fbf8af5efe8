import { type Instrument, type Ratio, USD_DECIMALS } from "#model";

/** Dollars (1e-9 USD) as a fraction of some other integer unit; positive. */
export type Dollars = Ratio;

const USD_ONE = 10n ** BigInt(USD_DECIMALS);

/** Rounds `value * num / den` down; all non-negative. */
export function floorMul(value: bigint, by: Ratio): bigint {
  return (value * by.num) / by.den;
}

/** Rounds `value * num / den` up; all non-negative. */
export function ceilMul(value: bigint, by: Ratio): bigint {
  return (value * by.num + by.den - 1n) / by.den;
}

export function multiply(a: Ratio, b: Ratio): Ratio {
  return { num: a.num * b.num, den: a.den * b.den };
}

/** Takes out powers of ten that both sides share, so that later products stay short. */
export function tenths(num: bigint, numPower: number, den: bigint, denPower: number): Ratio {
  const shared = Math.min(numPower, denPower);
  return { num: num * 10n ** BigInt(numPower - shared), den: den * 10n ** BigInt(denPower - shared) };
}

/** How one asset's integers become dollars and token units; fixed while the instrument and decimals are. */
export interface Scale {
  /** 1e-9 USD of one tick times one lot. */
  readonly tickLotUsd: Dollars;
  /** 1e-9 USD of one tick for one whole coin. */
  readonly tickUsd: Dollars;
  /** Token base units of one lot; a lot may be finer than the token can say. */
  readonly lotBase: Ratio;
  /** 1e-9 of a coin in one lot. */
  readonly lotSize: Ratio;
}

/** The scale of an instrument against a token with `baseDecimals`. */
export function createScale(instrument: Instrument, baseDecimals: number): Scale {
  const { tickSize: tick, lotSize: lot } = instrument;
  return {
    tickLotUsd: tenths(tick.units * lot.units, USD_DECIMALS, 1n, tick.decimals + lot.decimals),
    tickUsd: tenths(tick.units, USD_DECIMALS, 1n, tick.decimals),
    lotBase: tenths(lot.units, baseDecimals, 1n, lot.decimals),
    lotSize: tenths(lot.units, 9, 1n, lot.decimals),
  };
}

/** Dollars of one price of `ticks` for a whole coin, exactly. */
export function tickPrice(instrument: Instrument, ticks: number): Ratio {
  return { num: BigInt(ticks) * instrument.tickSize.units, den: 10n ** BigInt(instrument.tickSize.decimals) };
}

/** An exact price in dollars as 1e-9 USD, rounded down. */
export function floorUsd(price: Ratio): bigint {
  return (price.num * USD_ONE) / price.den;
}
