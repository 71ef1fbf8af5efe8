import type { Step } from "#model";

/**
 * A price or quantity step made ready for reading digits: a count is `mantissa / units`, where the
 * mantissa is the value in `10^-decimals`.
 */
export interface StepScale {
  readonly units: bigint;
  readonly decimals: number;
  /** The same as numbers for the byte scanner. */
  readonly unitsNumber: number;
  readonly power: number;
  /** False where the step is too fine for the byte scanner's doubles; such an instrument is read by BigInt. */
  readonly isScannable: boolean;
}

/** What decimal text comes to in steps; a count is a non-negative integer, the refusals are negative. */
export const CLIPPED = -1;
export const OFF_STEP = -2;
export const NOT_A_NUMBER = -3;

/**
 * Prices at or above this value times 1e-8 are clipped as absurd (asks at 9e12 exist on the real book). A
 * size is clipped only where its own count of lots cannot be held: coins of tiny value trade in billions.
 */
const CLIP_UNITS = 2n ** 53n;
const CLIP_DECIMALS = 8;

/** A price or quantity on this venue: plain digits with an optional fraction, never signed, no exponent. */
const PLAIN_DECIMAL = /^(\d{1,30})(?:\.(\d{1,30}))?$/;

const MAX_COUNT = BigInt(Number.MAX_SAFE_INTEGER);
const POWERS: readonly number[] = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

export function createStepScale(step: Step): StepScale {
  return {
    units: step.units,
    decimals: step.decimals,
    unitsNumber: Number(step.units),
    power: 10 ** step.decimals,
    isScannable: step.decimals < POWERS.length && step.units <= MAX_COUNT,
  };
}

/** 10^exponent for 0 to 15, exactly. */
export function powerOfTen(exponent: number): number {
  return POWERS[exponent] as number;
}

/**
 * Reads decimal text as a count of steps: a price must lie on its step ("exact", else OFF_STEP), a
 * quantity is rounded down ("floor"). CLIPPED comes before OFF_STEP; NOT_A_NUMBER is anything else.
 */
export function readSteps(text: string, scale: StepScale, rounding: "exact" | "floor"): number {
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return NOT_A_NUMBER;
  const [, whole = "", fraction = ""] = match;
  const digits = BigInt(whole + fraction);
  const point = 10n ** BigInt(fraction.length);
  const isAbsurd = digits * 10n ** BigInt(CLIP_DECIMALS) >= CLIP_UNITS * point;
  if (isAbsurd && rounding === "exact") return CLIPPED;
  const numerator = digits * 10n ** BigInt(scale.decimals);
  const denominator = scale.units * point;
  const count = numerator / denominator;
  if (count > MAX_COUNT) return CLIPPED;
  if (rounding === "exact" && numerator % denominator !== 0n) return OFF_STEP;
  return Number(count);
}

/** True for text that readSteps can read, whatever it comes to. */
export function isPlainDecimal(text: string): boolean {
  return PLAIN_DECIMAL.test(text);
}
