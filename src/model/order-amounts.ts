import { AMOUNT_DECIMALS } from "./amount.ts";
import { divide } from "./decimal.ts";
import type { Instrument } from "./instrument.ts";

/** Lots as base, 1e-18 of the asset, exact. */
export function baseOfLots(lots: number, { lotSize }: Pick<Instrument, "lotSize">): bigint {
  return atAmountScale(BigInt(lots) * lotSize.units, lotSize.decimals);
}

/** What so many lots cost at so many ticks, 1e-18 of the quote asset, exact. */
export function quoteOf(
  ticks: number,
  lots: number,
  steps: Pick<Instrument, "tickSize" | "lotSize">,
): bigint {
  return quoteOfTickLots(BigInt(ticks) * BigInt(lots), steps);
}

/**
 * The same of a sum of ticks times lots. Throws InputError where tick and lot have more than 18 decimals together
 * and the product needs them, which no listed instrument does.
 */
export function quoteOfTickLots(
  tickLots: bigint,
  { tickSize, lotSize }: Pick<Instrument, "tickSize" | "lotSize">,
): bigint {
  return atAmountScale(tickLots * tickSize.units * lotSize.units, tickSize.decimals + lotSize.decimals);
}

function atAmountScale(value: bigint, decimals: number): bigint {
  const shift = AMOUNT_DECIMALS - decimals;
  return shift >= 0 ? value * 10n ** BigInt(shift) : divide(value, 10n ** BigInt(-shift), "exact");
}
