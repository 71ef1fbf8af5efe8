import { AMOUNT_DECIMALS, formatDecimal, PCT_DECIMALS, SIZE_DECIMALS, USD_DECIMALS } from "#model";

// Scaled integers of the model as the plain text of the wire; exact, nothing is rounded.

/** 1e-9 USD: prices and dollars. */
export function usd(value: bigint): string {
  return formatDecimal(value, USD_DECIMALS);
}

/** 1e-6 of a percent point. */
export function pct(value: bigint): string {
  return formatDecimal(value, PCT_DECIMALS);
}

/** 1e-9 of the base asset. */
export function baseSize(value: bigint): string {
  return formatDecimal(value, SIZE_DECIMALS);
}

/** 1e-18 of any asset, as the ledger and the legs count. */
export function amount(value: bigint): string {
  return formatDecimal(value, AMOUNT_DECIMALS);
}

/** ISO-8601 UTC with a Z, to the millisecond. */
export function instantOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
