import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { Address } from "@solana/kit";
import { addressOf } from "../bytes.ts";
import type { AccountStore } from "../chain/account-store.ts";
import { nativeTokenAccount, tokenAccount } from "../chain/spl-accounts.ts";
import { NATIVE_MINT, SYSTEM_PROGRAM } from "../ids.ts";
import { associatedTokenAddress } from "../program/pda.ts";

/** The key pair that a system under test trades with. */
export interface TradingWallet {
  readonly address: Address;
  /** 64 bytes, private then public half: what `solana-keygen` writes as a JSON array. */
  readonly secretKey: readonly number[];
}

/** What a wallet holds of a token at the start. */
export interface Grant {
  /** As an exchange names the coin. */
  readonly symbol: string;
  readonly mint: Address;
  readonly decimals: number;
  /** Base units. */
  readonly amount: bigint;
}

/** What stands before the 32 bytes of an Ed25519 private key in its DER form. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const FIRST_LAMPORTS = 5_000_000_000n;

/** The same seed gives the same key, so that a restarted stand-in knows its trader again. */
export function deriveWallet(seed: number): TradingWallet {
  const secret = createHash("sha256").update(`stand-in trading wallet ${seed}`).digest();
  const der = Buffer.concat([PKCS8_PREFIX, secret]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32);
  return { address: addressOf(publicKey), secretKey: [...secret, ...publicKey] };
}

/** Gives the wallet 5 SOL for fees and a standing account of each token. */
export function fundWallet(
  { address }: TradingWallet,
  grants: readonly Grant[],
  accounts: AccountStore,
  slot: number,
): void {
  const native = { owner: SYSTEM_PROGRAM, lamports: FIRST_LAMPORTS, data: Buffer.alloc(0) };
  accounts.put(address, native, slot);
  for (const { mint, amount } of grants) {
    const account =
      mint === NATIVE_MINT ? nativeTokenAccount(address, amount) : tokenAccount(mint, address, amount);
    accounts.put(associatedTokenAddress(address, mint), account, slot);
  }
}
