import { OWN_ACCOUNTS } from "#ledger";
import { AMOUNT_DECIMALS, amountOfUnits, divide } from "#model";
import type { KeptTransfer } from "./kept.ts";
import type { AttemptStory, TradeStory } from "./trade-story.ts";
import type { TrueOrder, TrueTransaction, Truth } from "./truth.ts";

/** What moved on our accounts for one attempt, 1e-18 signed, by `account asset kind`. Nothing that is zero. */
export type Movements = ReadonlyMap<string, bigint>;

/** What really happened, by the attempt that brought it about; `foreign` is what no attempt of the journal did. */
export interface TrueMovements {
  readonly byAttempt: ReadonlyMap<string, Movements>;
  readonly foreign: readonly string[];
}

const LAMPORT_DECIMALS = 9;
const ONE = 10n ** BigInt(AMOUNT_DECIMALS);

export function trueMovements(stories: readonly TradeStory[], truth: Truth): TrueMovements {
  const byAttempt = new Map<string, Sums>();
  const foreign: string[] = [];
  const sumsOf = (id: string): Sums => {
    const sums = byAttempt.get(id) ?? new Sums();
    byAttempt.set(id, sums);
    return sums;
  };
  const orders = new Map(ordersOf(stories).map(({ attempt, base }) => [attempt.id, base]));
  const fills = Map.groupBy(truth.gemini.fills, (fill) => fill.order_id);
  for (const order of truth.gemini.orders) {
    const base = orders.get(order.client_order_id);
    if (base === undefined) foreign.push(`order ${order.client_order_id || order.order_id}`);
    else addOrder(sumsOf(order.client_order_id), order, fills.get(order.order_id) ?? [], base);
  }
  const signers = new Map(signaturesOf(stories));
  for (const transaction of truth.solana.transactions) {
    const id = signers.get(transaction.signature);
    if (id === undefined) foreign.push(`transaction ${transaction.signature}`);
    else addTransaction(sumsOf(id), transaction);
  }
  return { byAttempt: nonZero(byAttempt), foreign };
}

/** What the ledger booked, by attempt. Transfers of no attempt are left out. */
export function bookedMovements(transfers: readonly KeptTransfer[]): ReadonlyMap<string, Movements> {
  const byAttempt = new Map<string, Sums>();
  for (const { attemptId, from, to, asset, kind, amount } of transfers) {
    if (attemptId === null) continue;
    const sums = byAttempt.get(attemptId) ?? new Sums();
    byAttempt.set(attemptId, sums);
    if (isOwn(from)) sums.add(`${from} ${asset} ${kind}`, -amount);
    if (isOwn(to)) sums.add(`${to} ${asset} ${kind}`, amount);
  }
  return nonZero(byAttempt);
}

export function isOwn(account: string): boolean {
  return OWN_ACCOUNTS.some((own) => own === account);
}

class Sums extends Map<string, bigint> {
  add(key: string, change: bigint): void {
    this.set(key, (this.get(key) ?? 0n) + change);
  }
}

function nonZero(byAttempt: ReadonlyMap<string, Sums>): ReadonlyMap<string, Movements> {
  return new Map(
    [...byAttempt].map(([id, sums]) => [id, new Map([...sums].filter(([, sum]) => sum !== 0n))]),
  );
}

function ordersOf(stories: readonly TradeStory[]): { attempt: AttemptStory; base: string }[] {
  return stories.flatMap(({ attempts, plan }) =>
    attempts.filter(({ venue }) => venue === "gemini").map((attempt) => ({ attempt, base: plan.base })),
  );
}

function signaturesOf(stories: readonly TradeStory[]): [string, string][] {
  return stories.flatMap(({ attempts }) =>
    attempts.flatMap(({ id, signatures }) =>
      signatures.map((signature): [string, string] => [signature, id]),
    ),
  );
}

function addOrder(sums: Sums, order: TrueOrder, fills: Truth["gemini"]["fills"], base: string): void {
  const sign = order.side === "buy" ? 1n : -1n;
  for (const { price, quantity, fee } of fills) {
    sums.add(`gemini ${base} fill`, sign * quantity);
    sums.add("gemini USD fill", -sign * divide(price * quantity, ONE, "exact"));
    sums.add("gemini USD fee", -fee);
  }
}

function addTransaction(sums: Sums, { deltas, fee_lamports }: TrueTransaction): void {
  for (const [asset, change] of Object.entries(deltas)) sums.add(`solana ${asset} fill`, change);
  sums.add("solana/gas SOL network-fee", -amountOfUnits(fee_lamports, LAMPORT_DECIMALS));
}
