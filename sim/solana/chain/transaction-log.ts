import type { Address } from "@solana/kit";
import type { Block } from "./block-log.ts";
import type { TransactionError } from "./transaction-error.ts";

export interface TokenBalance {
  readonly account: Address;
  readonly mint: Address;
  readonly owner: Address;
  readonly decimals: number;
  /** Base units; undefined while the account does not exist. */
  readonly pre: bigint | undefined;
  readonly post: bigint | undefined;
}

export interface LandedInstruction {
  readonly program: Address;
  /** In the instruction's order. */
  readonly accounts: readonly Address[];
  readonly data: Uint8Array;
}

/** How many of the accounts, counted from either end, sign or are read only. */
export interface MessageHeader {
  readonly signers: number;
  readonly readonlySigners: number;
  readonly readonlyOthers: number;
}

/** A transaction that is in a block, whether it did what it was meant to or failed and only paid. */
export interface LandedTransaction {
  /** The fee payer's, by which it is known. */
  readonly signature: string;
  readonly coSignatures: readonly string[];
  readonly version: "legacy" | 0 | 1;
  readonly slot: number;
  readonly blockTimeSec: number;
  readonly blockhash: string;
  readonly err: TransactionError | null;
  /** The fee payer first: writable signers, read-only signers, writable others, read-only others. */
  readonly accounts: readonly Address[];
  readonly header: MessageHeader;
  readonly instructions: readonly LandedInstruction[];
  readonly logs: readonly string[];
  readonly feeLamports: bigint;
  readonly payerLamportsAfter: bigint;
  /** By account; left out where only the fee payer's changed, by the fee. */
  readonly lamports?: readonly { readonly pre: bigint; readonly post: bigint }[];
  readonly unitsConsumed: number;
  readonly tokenBalances: readonly TokenBalance[];
  /** It is on a fork that is given up at this block height: from then on it has never happened. */
  readonly vanishHeight?: number;
}

/** What a node sees: transactions up to `upTo`, on the forks that are alive at its own newest block. */
export interface Sight {
  readonly upTo: Block;
  readonly newest: Block;
}

export interface TransactionLog {
  add(transaction: LandedTransaction): void;
  find(signature: string, sight: Sight): LandedTransaction | undefined;
  inSlot(slot: number): readonly LandedTransaction[];
  /** Those that mention an address, newest first. */
  mentioning(address: Address, sight: Sight): LandedTransaction[];
}

/** Whether a node with this sight knows of the transaction. */
export function isSeen({ slot, vanishHeight }: LandedTransaction, { upTo, newest }: Sight): boolean {
  return slot <= upTo.slot && (vanishHeight === undefined || newest.height < vanishHeight);
}

/** Keeps the transactions of the last `historySlots` slots, and for ever those that `keptFor` paid for. */
export function createTransactionLog(historySlots: number, keptFor?: Address): TransactionLog {
  const bySignature = new Map<string, LandedTransaction>();
  const bySlot = new Map<number, LandedTransaction[]>();
  const kept: LandedTransaction[] = [];

  const isKept = ({ accounts }: LandedTransaction): boolean => accounts[0] === keptFor;
  const forgetBefore = (oldest: number): void => {
    for (const [slot, transactions] of bySlot) {
      if (slot >= oldest) return;
      bySlot.delete(slot);
      for (const one of transactions) if (!isKept(one)) bySignature.delete(one.signature);
    }
  };
  return {
    add(transaction) {
      bySignature.set(transaction.signature, transaction);
      if (isKept(transaction)) kept.push(transaction);
      const inSlot = bySlot.get(transaction.slot);
      if (inSlot === undefined) bySlot.set(transaction.slot, [transaction]);
      else inSlot.push(transaction);
      forgetBefore(transaction.slot - historySlots);
    },
    find(signature, sight) {
      const found = bySignature.get(signature);
      return found !== undefined && isSeen(found, sight) ? found : undefined;
    },
    inSlot: (slot) => bySlot.get(slot) ?? [],
    mentioning(address, sight) {
      const all = address === keptFor ? kept : [...bySignature.values()];
      return all.filter((one) => isSeen(one, sight) && one.accounts.includes(address)).reverse();
    },
  };
}
