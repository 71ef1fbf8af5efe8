import { FEE_DENOMINATOR, U64_MAX } from "./program.ts";
import { type Computed, failed, type ProgramError } from "./refusals.ts";
import { amountOfA, amountOfB, ceilingOf, priceAfterA, priceAfterB } from "./token-math.ts";

/** What is traded and how; the same for every step of one swap. */
export interface SwapDirection {
  readonly aToB: boolean;
  /** The amount given is what goes in; otherwise it is what comes out. */
  readonly exactIn: boolean;
}

/** One step's outcome. Owned and reused by the swap, because a swap may take hundreds of steps. */
export interface SwapStep {
  amountIn: bigint;
  amountOut: bigint;
  fee: bigint;
  sqrtPrice: bigint;
}

/**
 * Moves the price from `current` towards `target` with constant liquidity, as far as `remaining`
 * reaches, and writes the outcome into `step`. The fee is taken from the input: before the price
 * moves where the input is given, and on top of what the price move needs where it reaches the
 * target or the output is given. Returns the program's error where it would fail.
 */
export function computeStep(
  step: SwapStep,
  direction: SwapDirection,
  remaining: bigint,
  feePpm: bigint,
  liquidity: bigint,
  current: bigint,
  target: bigint,
): ProgramError | null {
  const { aToB, exactIn } = direction;
  const givenIsA = aToB === exactIn;
  const toTarget = amountBetween(givenIsA, current, target, liquidity, exactIn);
  // An amount too large for 64 bits only says that the target is out of reach; this overflow is fatal.
  if (givenIsA && toTarget === "MultiplicationOverflow") return toTarget;

  const usable = exactIn ? (remaining * (FEE_DENOMINATOR - feePpm)) / FEE_DENOMINATOR : remaining;
  const reachable = !failed(toTarget) && toTarget <= usable;
  const next = reachable ? target : priceAfter(givenIsA, current, liquidity, usable, exactIn);
  if (failed(next)) return next;

  const other = amountBetween(!givenIsA, current, next, liquidity, !exactIn);
  if (failed(other)) return other;
  const atTarget = next === target;
  const given =
    atTarget && !failed(toTarget) ? toTarget : amountBetween(givenIsA, current, next, liquidity, exactIn);
  if (failed(given)) return given;

  step.sqrtPrice = next;
  step.amountIn = exactIn ? given : other;
  // Rounding may find one unit more than was asked for.
  step.amountOut = exactIn ? other : given < remaining ? given : remaining;
  if (exactIn && !atTarget) {
    if (given > remaining) return "AmountRemainingOverflow";
    step.fee = remaining - given;
    return null;
  }
  step.fee = ceilingOf(step.amountIn * feePpm, FEE_DENOMINATOR - feePpm);
  return step.fee > U64_MAX ? "NumberCastError" : null;
}

function amountBetween(
  ofA: boolean,
  from: bigint,
  to: bigint,
  liquidity: bigint,
  roundUp: boolean,
): Computed {
  const lower = from < to ? from : to;
  const upper = from < to ? to : from;
  return ofA ? amountOfA(lower, upper, liquidity, roundUp) : amountOfB(lower, upper, liquidity, roundUp);
}

function priceAfter(
  givenIsA: boolean,
  sqrtPrice: bigint,
  liquidity: bigint,
  amount: bigint,
  paidIn: boolean,
): Computed {
  return givenIsA
    ? priceAfterA(sqrtPrice, liquidity, amount, paidIn)
    : priceAfterB(sqrtPrice, liquidity, amount, paidIn);
}
