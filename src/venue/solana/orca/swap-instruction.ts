import { type AccountMeta, AccountRole, type Address, address, type Instruction } from "@solana/kit";
import { InputError } from "#model";
import { U64_MAX } from "./program.ts";

/** Everything that `swap_v2` names and says. Amounts are base units of their token. */
export interface SwapV2 {
  readonly program: Address;
  readonly authority: Address;
  readonly whirlpool: Address;
  readonly tokenA: SwapToken;
  readonly tokenB: SwapToken;
  /** In trade direction from the current tick, see swapArrayStarts. */
  readonly tickArrays: readonly [Address, Address, Address];
  /** Further candidates, at most three and in any order, see supplementalArrayStarts. */
  readonly supplementalTickArrays: readonly Address[];
  /** Its address is passed even where a pool without adaptive fee has none. */
  readonly oracle: Address;
  /** Exactly what goes in, or exactly what comes out. */
  readonly amount: bigint;
  /** Least that may come out, or most that may go in. */
  readonly otherAmountThreshold: bigint;
  readonly amountIsInput: boolean;
  readonly aToB: boolean;
}

export interface SwapToken {
  readonly mint: Address;
  readonly vault: Address;
  readonly program: Address;
  /** The trader's own account of the token. */
  readonly owned: Address;
}

const MEMO_PROGRAM = address("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const DISCRIMINATOR = "2b04ed0b1ac91e62";
const FIXED_BYTES = 42;
const NO_REMAINING_ACCOUNTS = Buffer.of(0);
/** Place of `SupplementalTickArrays` in the program's enum `AccountsType`. */
const SUPPLEMENTAL_TICK_ARRAYS = 6;
const MAX_SUPPLEMENTS = 3;

/**
 * The instruction `swap_v2` of Orca Whirlpools without a price limit (the threshold binds). Data, little
 * endian: discriminator, amount u64 @8, threshold u64 @16, price limit u128 @24 (0: none), amount is input
 * @40, A to B @41, option of the remaining accounts' slices @42. Whichever of the named and the supplemental
 * arrays the pool's tick asks for at execution are used, up to three, and the rest are ignored. Layout as
 * published in the program's IDL, https://github.com/orca-so/whirlpools. Throws InputError where an amount
 * is no u64 or the supplements are too many.
 */
export function swapV2Instruction(swap: SwapV2): Instruction & {
  readonly accounts: readonly AccountMeta[];
  readonly data: Uint8Array;
} {
  const { tokenA, tokenB, tickArrays, supplementalTickArrays } = swap;
  return {
    programAddress: swap.program,
    accounts: [
      readonly(tokenA.program),
      readonly(tokenB.program),
      readonly(MEMO_PROGRAM),
      { address: swap.authority, role: AccountRole.READONLY_SIGNER },
      writable(swap.whirlpool),
      readonly(tokenA.mint),
      readonly(tokenB.mint),
      writable(tokenA.owned),
      writable(tokenA.vault),
      writable(tokenB.owned),
      writable(tokenB.vault),
      ...tickArrays.map(writable),
      writable(swap.oracle),
      ...supplementalTickArrays.map(writable),
    ],
    data: new Uint8Array(Buffer.concat([fixedData(swap), remainingAccounts(supplementalTickArrays.length)])),
  };
}

function fixedData({ amount, otherAmountThreshold, amountIsInput, aToB }: SwapV2): Buffer {
  for (const value of [amount, otherAmountThreshold]) {
    if (value < 0n || value > U64_MAX) throw new InputError("bad-amount", `not a u64 amount: ${value}`);
  }
  const data = Buffer.alloc(FIXED_BYTES);
  data.write(DISCRIMINATOR, 0, "hex");
  data.writeBigUInt64LE(amount, 8);
  data.writeBigUInt64LE(otherAmountThreshold, 16);
  data[40] = amountIsInput ? 1 : 0;
  data[41] = aToB ? 1 : 0;
  return data;
}

/** Borsh: 0 for none, else 1, the count of slices u32 and for each its kind u8 and its length u8. */
function remainingAccounts(supplements: number): Buffer {
  if (supplements > MAX_SUPPLEMENTS)
    throw new InputError("too-many-arrays", `${supplements} supplemental arrays, of which 3 are allowed`);
  return supplements === 0
    ? NO_REMAINING_ACCOUNTS
    : Buffer.of(1, 1, 0, 0, 0, SUPPLEMENTAL_TICK_ARRAYS, supplements);
}

function readonly(account: Address): AccountMeta {
  return { address: account, role: AccountRole.READONLY };
}

function writable(account: Address): AccountMeta {
  return { address: account, role: AccountRole.WRITABLE };
}
