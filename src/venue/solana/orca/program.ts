import { type Address, address } from "@solana/kit";

/**
 * Facts of the two Orca Whirlpool programs that run the same code: the upgradeable one and the
 * immutable one of 2026. Numbers below are the program's own limits.
 */
export const ORCA_PROGRAM: Address = address("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc");
export const ORCA_IMMUTABLE_PROGRAM: Address = address("iwhrLHdsgrvmnwU8GF2FSmyabSMjfHwFGJAX2ufJ3ZN");

/** True for the owner of an account that this folder may decode. */
export function isOrcaProgram(owner: string): boolean {
  return owner === ORCA_PROGRAM || owner === ORCA_IMMUTABLE_PROGRAM;
}

/** Ticks that one tick array account holds; its start index is a multiple of this times the spacing. */
export const TICKS_PER_ARRAY = 88;

export const MIN_TICK = -443636;
export const MAX_TICK = 443636;

/** Square root prices at those ticks, unsigned Q64.64. */
export const MIN_SQRT_PRICE = 4295048016n;
export const MAX_SQRT_PRICE = 79226673515401279992447579055n;

/** Fee rates are in millionths; static plus adaptive never exceed 10 %. */
export const FEE_DENOMINATOR = 1_000_000n;
export const FEE_CAP_PPM = 100_000n;

export const U64_MAX = (1n << 64n) - 1n;
export const U128_MAX = (1n << 128n) - 1n;
