import type { Address } from "@solana/kit";
import { writeAddress } from "../bytes.ts";
import type { Account } from "../chain/account-store.ts";
import { NATIVE_MINT, TOKEN_PROGRAM } from "../ids.ts";

const MINT_BYTES = 82;
const TOKEN_ACCOUNT_BYTES = 165;
const INVENTED_SUPPLY = 10n ** 16n;

/** Rent-exempt minimum: 3,480 lamports per byte and year, for two years, with 128 bytes of overhead. */
export function rentExemptLamports(dataBytes: number): bigint {
  return BigInt(dataBytes + 128) * 3_480n * 2n;
}

/** SPL mint, 82 bytes: 0 authority option u32 + key, 36 supply u64, 44 decimals u8, 45 initialised u8, 46 freeze authority. */
export function mintAccount(decimals: number): Account {
  const data = Buffer.alloc(MINT_BYTES);
  data.writeBigUInt64LE(INVENTED_SUPPLY, 36);
  data[44] = decimals;
  data[45] = 1;
  return { owner: TOKEN_PROGRAM, lamports: rentExemptLamports(MINT_BYTES), data };
}

/** SPL token account, 165 bytes: 0 mint, 32 owner, 64 amount u64, 72 delegate, 108 state u8 (1), the rest unset options. */
export function tokenAccount(mint: Address, owner: Address, amount: bigint): Account {
  const data = Buffer.alloc(TOKEN_ACCOUNT_BYTES);
  writeAddress(data, 0, mint);
  writeAddress(data, 32, owner);
  data.writeBigUInt64LE(amount, 64);
  data[108] = 1;
  return { owner: TOKEN_PROGRAM, lamports: rentExemptLamports(TOKEN_ACCOUNT_BYTES), data };
}

/** A token account of wrapped SOL: 109 holds the option u32 and the rent u64 that its lamports exceed the amount by. */
export function nativeTokenAccount(owner: Address, amount: bigint): Account {
  const account = tokenAccount(NATIVE_MINT, owner, amount);
  account.data.writeUInt32LE(1, 109);
  account.data.writeBigUInt64LE(account.lamports, 113);
  return { ...account, lamports: account.lamports + amount };
}
