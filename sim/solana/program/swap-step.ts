import { ProgramError } from "./program-error.ts";
import type { Rounding } from "./token-delta.ts";
import { deltaA, deltaB, divide, priceAfterA, priceAfterB } from "./token-delta.ts";

const FEE_DENOMINATOR = 1_000_000n;
const U64_MAX = (1n << 64n) - 1n;

export interface StepInput {
  readonly remaining: bigint;
  /** Millionths of the input. */
  readonly feeRate: bigint;
  readonly liquidity: bigint;
  readonly price: bigint;
  readonly target: bigint;
  readonly exactIn: boolean;
  readonly aToB: boolean;
}

export interface StepResult {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly price: bigint;
  readonly fee: bigint;
}

/** What goes into the pool on the way from one price to another; rounded up. */
function amountInto(step: StepInput, to: bigint): bigint {
  return delta(step, to, step.aToB, "up");
}

/** What comes out of the pool on that way; rounded down. */
function amountOutOf(step: StepInput, to: bigint): bigint {
  return delta(step, to, !step.aToB, "down");
}

function delta(step: StepInput, to: bigint, ofA: boolean, rounding: Rounding): bigint {
  return (ofA ? deltaA : deltaB)(step.price, to, step.liquidity, rounding);
}

function reachedPrice(step: StepInput, tradable: bigint): bigint {
  const fixed = step.exactIn ? amountInto(step, step.target) : amountOutOf(step, step.target);
  if (fixed <= tradable) return step.target;
  const reach = step.exactIn === step.aToB ? priceAfterA : priceAfterB;
  return reach(step.price, step.liquidity, tradable, step.exactIn);
}

function within64Bits(amount: bigint): bigint {
  if (amount > U64_MAX) throw new ProgramError("TokenMaxExceeded");
  return amount;
}

/**
 * One stretch of a swap at constant liquidity and fee. The fee is taken from the input: where the stretch
 * ends at its target it is a rounded-up share on top of the input, where an exact input runs out before,
 * the fee is all that is left of it.
 */
export function swapStep(step: StepInput): StepResult {
  const { remaining, feeRate, exactIn } = step;
  const tradable = exactIn ? (remaining * (FEE_DENOMINATOR - feeRate)) / FEE_DENOMINATOR : remaining;
  const price = reachedPrice(step, tradable);
  const amountIn = within64Bits(amountInto(step, price));
  const computedOut = within64Bits(amountOutOf(step, price));
  const amountOut = !exactIn && computedOut > remaining ? remaining : computedOut;
  const ranOut = exactIn && price !== step.target;
  const fee = ranOut ? remaining - amountIn : divide(amountIn * feeRate, FEE_DENOMINATOR - feeRate, "up");
  return { amountIn, amountOut, price, fee };
}
