import { createHash } from "node:crypto";
import type { Address } from "@solana/kit";
import { addressOf } from "../bytes.ts";
import type { AccountStore } from "../chain/account-store.ts";
import { tokenAccount } from "../chain/spl-accounts.ts";
import { SYSTEM_PROGRAM } from "../ids.ts";

interface Holding {
  readonly account: Address;
  amount: bigint;
}

/** A trader or liquidity provider: lamports for fees and one token account per mint. */
export interface Wallet {
  readonly address: Address;
  lamports: bigint;
  holding(mint: Address): Holding;
  /** Writes the accounts that changed since the last call. */
  flush(accounts: AccountStore, slot: number): void;
  touch(mint: Address): void;
}

const FIRST_LAMPORTS = 10n ** 15n;
/** More than a stand-in trader can spend in a year, far below 2^64. */
const FIRST_TOKENS = 10n ** 17n;

function invented(name: string): Address {
  return addressOf(createHash("sha256").update(name).digest());
}

export function createWallet(name: string, mints: readonly Address[]): Wallet {
  const address = invented(`stand-in wallet ${name}`);
  const holdings = new Map<Address, Holding>();
  for (const mint of mints)
    holdings.set(mint, { account: invented(`${name} holds ${mint}`), amount: FIRST_TOKENS });
  const touched = new Set<Address>(mints);
  const wallet: Wallet = {
    address,
    lamports: FIRST_LAMPORTS,
    holding(mint) {
      const found = holdings.get(mint);
      if (found === undefined) throw new RangeError(`${name} holds no ${mint}`);
      return found;
    },
    touch: (mint) => touched.add(mint),
    flush(accounts, slot) {
      if (touched.size === 0) return;
      accounts.put(
        address,
        { owner: SYSTEM_PROGRAM, lamports: wallet.lamports, data: Buffer.alloc(0) },
        slot,
      );
      for (const mint of touched) {
        const { account, amount } = wallet.holding(mint);
        accounts.put(account, tokenAccount(mint, address, amount), slot);
      }
      touched.clear();
    },
  };
  return wallet;
}
