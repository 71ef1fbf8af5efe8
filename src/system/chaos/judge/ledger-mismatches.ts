import { AMOUNT_DECIMALS, formatDecimal } from "#model";
import type { Kept } from "./kept.ts";
import { bookedMovements, isOwn, type Movements, trueMovements } from "./movements.ts";
import type { TradeStory } from "./trade-story.ts";
import type { Truth } from "./truth.ts";

const NOTHING: Movements = new Map();

/**
 * Where the ledger and the truth differ, to the unit: balances; what each attempt moved; orders and transactions of
 * no attempt; balances that are not the sum of their transfers; and differences that were booked away.
 */
export function ledgerMismatches(
  { transfers, balances }: Pick<Kept, "transfers" | "balances">,
  stories: readonly TradeStory[],
  truth: Truth,
): readonly string[] {
  const real = trueMovements(stories, truth);
  return [
    ...real.foreign.map((what) => `${what} belongs to no attempt of the journal`),
    ...movementDifferences(bookedMovements(transfers), real.byAttempt),
    ...balanceDifferences(balances, truth),
    ...sumDifferences({ transfers, balances }),
    ...transfers.filter(({ kind }) => kind === "adjustment").map(({ id }) => `${id} was booked away`),
  ];
}

function movementDifferences(
  booked: ReadonlyMap<string, Movements>,
  real: ReadonlyMap<string, Movements>,
): readonly string[] {
  const ids = [...new Set([...booked.keys(), ...real.keys()])];
  return ids.flatMap((id) =>
    differences(`attempt ${id}`, booked.get(id) ?? NOTHING, real.get(id) ?? NOTHING),
  );
}

/** SOL on chain is one sum for the truth, wrapped and native; the ledger knows gas apart. */
function balanceDifferences(balances: Kept["balances"], { gemini, solana }: Truth): readonly string[] {
  const ledger = new Map<string, bigint>();
  for (const { account, asset, amount } of balances) {
    if (!isOwn(account)) continue;
    const key = `${account === "gemini" ? "gemini" : "solana"} ${asset}`;
    ledger.set(key, (ledger.get(key) ?? 0n) + amount);
  }
  const real = new Map([
    ...Object.entries(gemini.balances).map(([asset, sum]) => [`gemini ${asset}`, sum] as const),
    ...Object.entries(solana.balances).map(([asset, sum]) => [`solana ${asset}`, sum] as const),
  ]);
  return differences("balance", ledger, real);
}

function sumDifferences({ transfers, balances }: Pick<Kept, "transfers" | "balances">): readonly string[] {
  const sums = new Map<string, bigint>();
  const add = (key: string, change: bigint) => sums.set(key, (sums.get(key) ?? 0n) + change);
  for (const { from, to, asset, amount } of transfers) {
    add(`${from} ${asset}`, -amount);
    add(`${to} ${asset}`, amount);
  }
  const stored = new Map(balances.map(({ account, asset, amount }) => [`${account} ${asset}`, amount]));
  return differences("stored balance against its transfers", stored, sums);
}

function differences(what: string, ledger: Movements, real: Movements): readonly string[] {
  const keys = [...new Set([...ledger.keys(), ...real.keys()])];
  return keys
    .filter((key) => (ledger.get(key) ?? 0n) !== (real.get(key) ?? 0n))
    .map((key) => `${what}: ${key}: ledger ${text(ledger.get(key))}, truth ${text(real.get(key))}`);
}

function text(amount: bigint | undefined): string {
  return amount === undefined ? "nothing" : formatDecimal(amount, AMOUNT_DECIMALS);
}
