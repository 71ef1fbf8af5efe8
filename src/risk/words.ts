import { formatDecimal, PCT_DECIMALS, USD_DECIMALS } from "#model";

/** Figures as an operator reads them in a pause, a refusal or a limit. */

/** 1e-9 USD, exact: "-12.5 USD". */
export function usd(value: bigint): string {
  return `${formatDecimal(value, USD_DECIMALS)} USD`;
}

/** 1e-6 percent points, exact: "5.25 %". */
export function pct(value: bigint): string {
  return `${formatDecimal(value, PCT_DECIMALS)} %`;
}

/** Milliseconds as seconds, to the nearest one: "12.345 s". */
export function seconds(ms: number): string {
  return `${formatDecimal(BigInt(Math.round(ms)), 3)} s`;
}

/** The entries joined, or `none` where there is none. */
export function list(entries: Iterable<string>, none: string): string {
  return [...entries].join(", ") || none;
}
