import { readU128 } from "../bytes.ts";
import { ProgramError } from "../program/program-error.ts";
import type { GivenAccount, Invocation } from "./invocation.ts";

/** The accounts of a swap, under the names that both versions of the instruction share. */
export interface SwapAccounts {
  readonly tokenProgramA: GivenAccount;
  readonly tokenProgramB: GivenAccount;
  /** Second version only. */
  readonly memo: GivenAccount | undefined;
  readonly authority: GivenAccount;
  readonly pool: GivenAccount;
  /** Second version only. */
  readonly mints: readonly [GivenAccount, GivenAccount] | undefined;
  readonly holdingA: GivenAccount;
  readonly vaultA: GivenAccount;
  readonly holdingB: GivenAccount;
  readonly vaultB: GivenAccount;
  readonly arrays: readonly GivenAccount[];
  readonly oracle: GivenAccount;
}

export interface SwapCall {
  readonly name: "Swap" | "SwapV2";
  readonly amount: bigint;
  /** The least output of an exact input, the most input of an exact output. */
  readonly threshold: bigint;
  /** Q64.64; 0 means none. */
  readonly sqrtPriceLimit: bigint;
  readonly exactIn: boolean;
  readonly aToB: boolean;
  readonly accounts: SwapAccounts;
}

const SWAP = "f8c69e91e17587c8";
const SWAP_V2 = "2b04ed0b1ac91e62";
const ARGUMENTS_END = 42;
const SUPPLEMENTAL_TICK_ARRAYS = 6;
const MAX_SUPPLEMENTS = 3;

/**
 * How many further tick arrays follow the named accounts: an option of slices (u32 count, then kind u8 and
 * length u8 each), of which only the supplemental arrays make sense for plain tokens.
 */
function supplements(data: Buffer): number {
  if (data.length <= ARGUMENTS_END) throw new ProgramError("InstructionDidNotDeserialize");
  if (data[ARGUMENTS_END] === 0) return 0;
  if (data.length < ARGUMENTS_END + 5) throw new ProgramError("InstructionDidNotDeserialize");
  const slices = data.readUInt32LE(ARGUMENTS_END + 1);
  if (slices === 0) return 0;
  const [kind, length] = [data[ARGUMENTS_END + 5], data[ARGUMENTS_END + 6] ?? 0];
  if (slices > 1 || kind !== SUPPLEMENTAL_TICK_ARRAYS || length > MAX_SUPPLEMENTS)
    throw new ProgramError("RemainingAccountsInvalidSlice");
  return length;
}

type Take = () => GivenAccount;

function firstVersion(take: Take): SwapAccounts {
  const tokenProgram = take();
  return {
    tokenProgramA: tokenProgram,
    tokenProgramB: tokenProgram,
    memo: undefined,
    authority: take(),
    pool: take(),
    mints: undefined,
    holdingA: take(),
    vaultA: take(),
    holdingB: take(),
    vaultB: take(),
    arrays: [take(), take(), take()],
    oracle: take(),
  };
}

function secondVersion(take: Take, further: number): SwapAccounts {
  const named = {
    tokenProgramA: take(),
    tokenProgramB: take(),
    memo: take(),
    authority: take(),
    pool: take(),
    mints: [take(), take()] as const,
    holdingA: take(),
    vaultA: take(),
    holdingB: take(),
    vaultB: take(),
    arrays: [take(), take(), take()],
    oracle: take(),
  };
  const supplemental = Array.from({ length: further }, take);
  return { ...named, arrays: [...named.arrays, ...supplemental] };
}

/** Reads a `swap` or `swap_v2` instruction; throws `ProgramError` for any other and for one cut short. */
export function readSwapCall({ data, given }: Invocation): SwapCall {
  const discriminator = data.toString("hex", 0, 8);
  if (discriminator !== SWAP && discriminator !== SWAP_V2)
    throw new ProgramError("InstructionFallbackNotFound");
  if (data.length < ARGUMENTS_END) throw new ProgramError("InstructionDidNotDeserialize");
  let next = 0;
  const take = (): GivenAccount => {
    const account = given[next];
    next += 1;
    if (account === undefined) throw new ProgramError("AccountNotEnoughKeys");
    return account;
  };
  return {
    name: discriminator === SWAP ? "Swap" : "SwapV2",
    amount: data.readBigUInt64LE(8),
    threshold: data.readBigUInt64LE(16),
    sqrtPriceLimit: readU128(data, 24),
    exactIn: data[40] === 1,
    aToB: data[41] === 1,
    accounts: discriminator === SWAP ? firstVersion(take) : secondVersion(take, supplements(data)),
  };
}
