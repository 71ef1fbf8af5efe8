import type { Address } from "@solana/kit";

export interface TokenBalance {
  readonly account: Address;
  readonly mint: Address;
  readonly owner: Address;
  readonly decimals: number;
  /** Base units. */
  readonly pre: bigint;
  readonly post: bigint;
}

/** A transaction that landed. All that the stand-in's own traders send succeeds. */
export interface LandedTransaction {
  readonly signature: string;
  readonly slot: number;
  readonly blockTimeSec: number;
  readonly blockhash: string;
  /** The fee payer first, then the other writable accounts, then `readonlyCount` read-only ones. */
  readonly accounts: readonly Address[];
  readonly readonlyCount: number;
  readonly program: Address;
  /** The accounts of its one instruction, in the instruction's order. */
  readonly instructionAccounts: readonly Address[];
  readonly data: Buffer;
  readonly logs: readonly string[];
  readonly feeLamports: bigint;
  readonly payerLamportsAfter: bigint;
  readonly unitsConsumed: number;
  readonly tokenBalances: readonly TokenBalance[];
}

export interface TransactionLog {
  add(transaction: LandedTransaction): void;
  find(signature: string): LandedTransaction | undefined;
  inSlot(slot: number): readonly LandedTransaction[];
  /** Those that mention an address, newest first. */
  mentioning(address: string, upToSlot: number): LandedTransaction[];
}

export function createTransactionLog(historySlots: number): TransactionLog {
  const bySignature = new Map<string, LandedTransaction>();
  const bySlot = new Map<number, LandedTransaction[]>();

  const forgetBefore = (oldest: number): void => {
    for (const [slot, transactions] of bySlot) {
      if (slot >= oldest) return;
      bySlot.delete(slot);
      for (const { signature } of transactions) bySignature.delete(signature);
    }
  };
  return {
    add(transaction) {
      bySignature.set(transaction.signature, transaction);
      const inSlot = bySlot.get(transaction.slot);
      if (inSlot === undefined) bySlot.set(transaction.slot, [transaction]);
      else inSlot.push(transaction);
      forgetBefore(transaction.slot - historySlots);
    },
    find: (signature) => bySignature.get(signature),
    inSlot: (slot) => bySlot.get(slot) ?? [],
    mentioning(address, upToSlot) {
      const all = [...bySignature.values()].reverse();
      return all.filter((one) => one.slot <= upToSlot && one.accounts.some((account) => account === address));
    },
  };
}
