import { divide, formatDecimal, parseDecimal, type Rounding } from "./decimal.ts";
import { InputError } from "./errors.ts";

/** An increment such as 0.01 or 0.005, exactly: `units / 10^decimals`. */
export interface Step {
  readonly units: bigint;
  readonly decimals: number;
}

/**
 * What an exchange lets one trade, read from the venue at start. A price is an integer count of
 * `tickSize`, a quantity an integer count of `lotSize`; both stay below 2^53 (see MAX_EXACT).
 */
export interface Instrument {
  /** The venue's own name, lower case: "solusd". */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly tickSize: Step;
  readonly lotSize: Step;
  /** Smallest order in lots. */
  readonly minLots: number;
  /** False where the venue lists it but does not take immediate-or-cancel orders now. */
  readonly open: boolean;
}

/** Scaled integers at or above this are refused at the border: a double holds them no longer exactly. */
export const MAX_EXACT = Number.MAX_SAFE_INTEGER;

/** Reads "0.00000001" or "1e-8" as a step. Throws InputError where it is not a positive decimal. */
export function parseStep(text: string): Step {
  const scaled = parseDecimal(text, 18, "exact");
  if (scaled <= 0n) throw new InputError("bad-step", `an increment must be positive: ${text}`);
  let units = scaled;
  let decimals = 18;
  while (decimals > 0 && units % 10n === 0n) {
    units /= 10n;
    decimals -= 1;
  }
  return { units, decimals };
}

/** Reads decimal text as a count of steps (ticks or lots), rounded as named. Throws beyond 2^53. */
export function parseSteps(text: string, step: Step, rounding: Rounding): number {
  const fine = parseDecimal(text, step.decimals + 18, rounding);
  const count = Number(divide(fine, step.units * 10n ** 18n, rounding));
  if (!Number.isSafeInteger(count)) throw new InputError("beyond-exact", `too large to be exact: ${text}`);
  return count;
}

/** Writes a count of ticks or lots as plain decimal text. */
export function formatSteps(count: number, step: Step): string {
  return formatDecimal(BigInt(count) * step.units, step.decimals);
}
