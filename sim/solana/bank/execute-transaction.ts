import type { Address } from "@solana/kit";
import type { Account } from "../chain/account-store.ts";
import { rentExemptLamports } from "../chain/spl-accounts.ts";
import type { TransactionError } from "../chain/transaction-error.ts";
import type { LandedInstruction, TokenBalance } from "../chain/transaction-log.ts";
import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  MEMO_PROGRAM,
  SYSTEM_PROGRAM,
  WHIRLPOOL_PROGRAM,
} from "../ids.ts";
import { budgetOf, feeOf } from "./compute-budget.ts";
import type { Message } from "./decode-transaction.ts";
import { isSigner, isWritable } from "./decode-transaction.ts";
import { InstructionFailure, VoidTransaction } from "./failures.ts";
import type { Meter, Program, SwappedPool } from "./invocation.ts";
import { createMeter } from "./invocation.ts";
import { associatedTokenProgram, computeBudgetProgram, memoProgram } from "./small-programs.ts";
import { readHolding } from "./token-program.ts";
import { whirlpoolProgram } from "./whirlpool-program.ts";
import type { AccountReader, WorkingAccounts } from "./working-accounts.ts";
import { createWorkingAccounts } from "./working-accounts.ts";

export interface ExecutionContext {
  /** Accounts as they are before it. */
  readonly read: AccountReader;
  readonly blockTimeSec: number;
  /** See `Invocation.adverse`. */
  readonly adverse?: boolean;
}

/** What a transaction did, or would do; nothing is written anywhere yet. */
export interface Execution {
  readonly err: TransactionError | null;
  readonly logs: readonly string[];
  readonly unitsConsumed: number;
  readonly feeLamports: bigint;
  /** Only the fee payer's where it failed. */
  readonly writes: ReadonlyMap<Address, Account>;
  readonly swapped: readonly SwappedPool[];
  /** By account of the message. */
  readonly lamports: readonly { readonly pre: bigint; readonly post: bigint }[];
  readonly tokenBalances: readonly TokenBalance[];
}

const PROGRAMS: ReadonlyMap<Address, Program> = new Map<Address, Program>([
  [COMPUTE_BUDGET_PROGRAM, computeBudgetProgram],
  [MEMO_PROGRAM, memoProgram],
  [ASSOCIATED_TOKEN_PROGRAM, associatedTokenProgram],
  [WHIRLPOOL_PROGRAM, whirlpoolProgram],
]);
const MINT_DECIMALS_AT = 44;

function programOf({ program }: LandedInstruction): Program {
  const found = PROGRAMS.get(program);
  if (found === undefined) throw new VoidTransaction("ProgramAccountNotFound");
  return found;
}

/** Takes the fee, or says why no block would take the transaction in. */
function chargeFee(accounts: WorkingAccounts, payer: Address | undefined, fee: bigint): void {
  const account = payer === undefined ? undefined : accounts.get(payer);
  if (payer === undefined || account === undefined) throw new VoidTransaction("AccountNotFound");
  if (account.owner !== SYSTEM_PROGRAM) throw new VoidTransaction("InvalidAccountForFee");
  if (account.lamports < fee) throw new VoidTransaction("InsufficientFundsForFee");
  const left = account.lamports - fee;
  if (left > 0n && left < rentExemptLamports(0))
    throw new VoidTransaction({ InsufficientFundsForRent: { account_index: 0 } });
  accounts.put(payer, { ...account, lamports: left });
}

interface Run {
  readonly message: Message;
  readonly context: ExecutionContext;
  readonly accounts: WorkingAccounts;
  readonly meter: Meter;
  readonly swapped: SwappedPool[];
}

function runInstruction(run: Run, instruction: LandedInstruction): void {
  const { message, context, accounts, meter, swapped } = run;
  const given = instruction.accounts.map((address) => {
    const place = message.accounts.indexOf(address);
    return { address, isSigner: isSigner(message, place), isWritable: isWritable(message, place) };
  });
  const program = programOf(instruction);
  meter.invoke(instruction.program, 1, () =>
    program({
      program: instruction.program,
      given,
      data: Buffer.from(instruction.data),
      accounts,
      blockTimeSec: BigInt(context.blockTimeSec),
      adverse: context.adverse ?? false,
      meter,
      swapped: (pool) => swapped.push(pool),
    }),
  );
}

function runAll(run: Run): TransactionError | null {
  for (const [index, instruction] of run.message.instructions.entries()) {
    try {
      runInstruction(run, instruction);
    } catch (error) {
      if (error instanceof InstructionFailure) return { InstructionError: [index, error.error] };
      throw error;
    }
  }
  return null;
}

function balancesOf(message: Message, before: AccountReader, after: AccountReader): TokenBalance[] {
  return message.accounts.flatMap((account) => {
    const [pre, post] = [readHolding(before(account)), readHolding(after(account))];
    const known = post ?? pre;
    if (known === undefined) return [];
    const decimals = before(known.mint)?.data[MINT_DECIMALS_AT] ?? 0;
    return [
      { account, mint: known.mint, owner: known.owner, decimals, pre: pre?.amount, post: post?.amount },
    ];
  });
}

/**
 * Runs a message against the accounts, all or nothing: where an instruction fails only the fee is left of
 * it. Throws `VoidTransaction` for one that cannot be in a block at all. Signatures and blockhash are not
 * looked at.
 */
export function executeTransaction(message: Message, context: ExecutionContext): Execution {
  if (message.usesLookupTables) throw new VoidTransaction("AddressLookupTableNotFound");
  const budget = budgetOf(message);
  const feeLamports = feeOf(message, budget);
  for (const instruction of message.instructions) programOf(instruction);
  const charged = createWorkingAccounts(context.read);
  chargeFee(charged, message.accounts[0], feeLamports);
  const accounts = createWorkingAccounts(charged.get);
  const meter = createMeter(budget.unitLimit);
  const swapped: SwappedPool[] = [];
  const err = runAll({ message, context, accounts, meter, swapped });
  const after = err === null ? accounts.get : charged.get;
  const writes = new Map([...charged.writes, ...(err === null ? accounts.writes : [])]);
  return {
    err,
    logs: meter.logs,
    unitsConsumed: meter.consumed,
    feeLamports,
    writes,
    swapped: err === null ? swapped : [],
    lamports: message.accounts.map((account) => ({
      pre: context.read(account)?.lamports ?? 0n,
      post: after(account)?.lamports ?? 0n,
    })),
    tokenBalances: balancesOf(message, context.read, after),
  };
}
