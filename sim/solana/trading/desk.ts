import type { FaultClock } from "../../faults/index.ts";
import type { Random } from "../../market/index.ts";
import type { SignedTransaction } from "../bank/decode-transaction.ts";
import type { Execution } from "../bank/execute-transaction.ts";
import { executeTransaction } from "../bank/execute-transaction.ts";
import { VoidTransaction } from "../bank/failures.ts";
import type { Block } from "../chain/block-log.ts";
import { isBlockhashAlive } from "../chain/block-log.ts";
import type { Chain } from "../chain/chain.ts";
import type { LandedTransaction } from "../chain/transaction-log.ts";
import type { LivePool } from "../program/live-pool.ts";
import type { DueTransaction, Fate } from "./submissions.ts";
import { createSubmissions } from "./submissions.ts";

/** Where transactions from outside come in and get into blocks. */
export interface Desk {
  /** Takes a transaction whose signatures are good. False where its sender is to get no answer. */
  submit(transaction: SignedTransaction): boolean;
  /** Executes those whose turn it is in this block and writes what they did. */
  land(block: Block): void;
}

export interface DeskOptions {
  readonly chain: Chain;
  readonly faults: FaultClock;
  readonly random: Random;
  /** The engine's own state of each pool, which must follow what swaps from outside do to its accounts. */
  readonly pools: readonly LivePool[];
}

function landed(
  transaction: SignedTransaction,
  execution: Execution,
  block: Block,
  fate: Fate,
): LandedTransaction {
  const { version, blockhash, accounts, header, instructions, signature } = transaction;
  const { err, logs, feeLamports, lamports, unitsConsumed, tokenBalances } = execution;
  return {
    signature,
    coSignatures: transaction.coSignatures,
    version,
    slot: block.slot,
    blockTimeSec: block.timeSec,
    blockhash,
    err,
    accounts,
    header,
    instructions,
    logs,
    feeLamports,
    payerLamportsAfter: lamports[0]?.post ?? 0n,
    lamports,
    unitsConsumed,
    tokenBalances,
    ...(fate.kind === "phantom" ? { vanishHeight: block.height + fate.blocks } : {}),
  };
}

/** Opens the desk of a chain. */
export function openDesk({ chain, faults, random, pools }: DeskOptions): Desk {
  const { accounts, blocks, transactions } = chain;
  const submissions = createSubmissions({ blocks, faults, random });
  const livePools = new Map(pools.map((pool) => [pool.state.address, pool]));

  const apply = (execution: Execution, slot: number): void => {
    for (const [address, account] of execution.writes) accounts.put(address, account, slot);
    for (const { state, vaults } of execution.swapped) livePools.get(state.address)?.adopt(state, vaults);
  };
  const execute = (transaction: SignedTransaction, block: Block, fate: Fate): Execution | undefined => {
    try {
      return executeTransaction(transaction, {
        read: (address) => accounts.at(address, block.slot),
        blockTimeSec: block.timeSec,
        adverse: fate.kind === "adverse",
      });
    } catch (error) {
      if (error instanceof VoidTransaction) return undefined;
      throw error;
    }
  };
  const landOne = ({ transaction, fate }: DueTransaction, block: Block): void => {
    if (!isBlockhashAlive(blocks, transaction.blockhash, block)) return;
    const execution = execute(transaction, block, fate);
    if (execution === undefined) {
      submissions.reopen(transaction.signature);
      return;
    }
    if (fate.kind !== "phantom") apply(execution, block.slot);
    transactions.add(landed(transaction, execution, block, fate));
  };

  return {
    submit: submissions.submit,
    land(block) {
      for (const due of submissions.due(block)) landOne(due, block);
    },
  };
}
