import type { Message } from "../bank/decode-transaction.ts";
import type { Execution } from "../bank/execute-transaction.ts";
import { executeTransaction } from "../bank/execute-transaction.ts";
import { VoidTransaction } from "../bank/failures.ts";
import type { Block } from "../chain/block-log.ts";
import type { Chain } from "../chain/chain.ts";
import type { TransactionError } from "../chain/transaction-error.ts";

/** A trial run: with an error that no block would take in there is nothing else to tell. */
export type Simulation = Execution | { readonly err: TransactionError };

/** Runs a message on the accounts as of a block; whoever asks looks at its blockhash and signatures. */
export function simulate(chain: Chain, message: Message, block: Block): Simulation {
  try {
    return executeTransaction(message, {
      read: (address) => chain.accounts.at(address, block.slot),
      blockTimeSec: block.timeSec,
    });
  } catch (error) {
    if (error instanceof VoidTransaction) return { err: error.error };
    throw error;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  AccountNotFound: "Attempt to debit an account but found no record of a prior credit.",
  AlreadyProcessed: "This transaction has already been processed",
  BlockhashNotFound: "Blockhash not found",
  InsufficientFundsForFee: "Insufficient funds for fee",
  ProgramAccountNotFound: "Attempt to load a program that does not exist",
};

/** A transaction's error in the words of a node's error message. */
export function describeError(err: TransactionError): string {
  if (typeof err === "string") return WORDS[err] ?? err;
  if (!("InstructionError" in err)) return "Transaction results in an account without rent";
  const [index, why] = err.InstructionError;
  const text = typeof why === "string" ? why : `custom program error: 0x${why.Custom.toString(16)}`;
  return `Error processing Instruction ${index}: ${text}`;
}

/** What a simulation's answer and a refused preflight's data have in common. */
export function simulationJson(run: Simulation) {
  const logs = "logs" in run ? run.logs : [];
  const unitsConsumed = "logs" in run ? run.unitsConsumed : 0;
  return { err: run.err, logs, unitsConsumed, returnData: null, innerInstructions: null };
}
