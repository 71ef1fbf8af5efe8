import { readU128 } from "../bytes.ts";
import { ProgramError } from "../program/program-error.ts";
import type { GivenAccount, Invocation } from "./invocation.ts";
import { readSlices, supplementalArrays } from "./remaining-accounts.ts";

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
  /** Further candidates for the arrays; second version only. */
  readonly supplements: readonly GivenAccount[];
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
    supplements: [],
  };
}

function secondVersion(take: Take): SwapAccounts {
  return {
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
    supplements: [],
  };
}

/** The named accounts and, of those after them, the supplemental arrays. */
function readAccounts(isFirst: boolean, data: Buffer, given: readonly GivenAccount[]): SwapAccounts {
  let next = 0;
  const take = (): GivenAccount => {
    const account = given[next];
    next += 1;
    if (account === undefined) throw new ProgramError("AccountNotEnoughKeys");
    return account;
  };
  if (isFirst) return firstVersion(take);
  const slices = readSlices(data.subarray(ARGUMENTS_END));
  const named = secondVersion(take);
  return { ...named, supplements: supplementalArrays(slices, given.slice(next)) };
}

/** Reads a `swap` or `swap_v2` instruction; throws `ProgramError` for any other and for one cut short. */
export function readSwapCall({ data, given }: Invocation): SwapCall {
  const discriminator = data.toString("hex", 0, 8);
  if (discriminator !== SWAP && discriminator !== SWAP_V2)
    throw new ProgramError("InstructionFallbackNotFound");
  if (data.length < ARGUMENTS_END) throw new ProgramError("InstructionDidNotDeserialize");
  return {
    name: discriminator === SWAP ? "Swap" : "SwapV2",
    amount: data.readBigUInt64LE(8),
    threshold: data.readBigUInt64LE(16),
    sqrtPriceLimit: readU128(data, 24),
    exactIn: data[40] === 1,
    aToB: data[41] === 1,
    accounts: readAccounts(discriminator === SWAP, data, given),
  };
}
