import { divide, type Rounding } from "./decimal.ts";

/**
 * Quantities of any asset in the ledger: integers of 1e-18 of the asset. Gemini speaks of up to 15 decimals
 * in dollars, a token has at most 9 here, a lot at most 10, so every evidenced amount is held exactly.
 */
export const AMOUNT_DECIMALS = 18;

/** Token base units (10^-`decimals` of a coin, at most 18) as an amount; exact. */
export function amountOfUnits(units: bigint, decimals: number): bigint {
  return units * 10n ** BigInt(AMOUNT_DECIMALS - decimals);
}

/** An amount as token base units, rounded as named. */
export function unitsOfAmount(amount: bigint, decimals: number, rounding: Rounding): bigint {
  return divide(amount, 10n ** BigInt(AMOUNT_DECIMALS - decimals), rounding);
}
