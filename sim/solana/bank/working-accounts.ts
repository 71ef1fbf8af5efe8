import type { Address } from "@solana/kit";
import type { Account } from "../chain/account-store.ts";

/** Accounts as a transaction sees them: those of the chain, under what it has written itself. */
export interface WorkingAccounts {
  get(address: Address): Account | undefined;
  put(address: Address, account: Account): void;
  readonly writes: ReadonlyMap<Address, Account>;
}

export type AccountReader = (address: Address) => Account | undefined;

export function createWorkingAccounts(read: AccountReader): WorkingAccounts {
  const writes = new Map<Address, Account>();
  return {
    get: (address) => writes.get(address) ?? read(address),
    put: (address, account) => void writes.set(address, account),
    writes,
  };
}
