import type { AccountBalance } from "./ports.ts";
import type { Account, Transfer } from "./transfer.ts";

/** Transfers that belong to no trade. */
const NO_TRADE = "";

/**
 * The signed sum of every transfer for each account and asset, kept in memory beside the stored one. Amounts go
 * below zero where the transfers say so and are never clamped.
 *
 * A transfer counts once by its id while its trade is open: evidence may come twice. Start it with the stored
 * sums and the stored transfers of the open trades, which those sums hold already; tell it when a trade closes.
 */
export class Balances {
  readonly #sums = new Map<string, { account: string; asset: string; amount: bigint }>();
  readonly #counted = new Map<string, Set<string>>();

  constructor(stored: readonly AccountBalance[], countedAlready: readonly Transfer[] = []) {
    for (const { account, asset, amount } of stored) this.#add(account, asset, amount);
    for (const transfer of countedAlready) this.#isNew(transfer);
  }

  /** Books those that are new and answers them. */
  apply(transfers: readonly Transfer[]): readonly Transfer[] {
    const booked = transfers.filter((transfer) => this.#isNew(transfer));
    for (const { from, to, asset, amount } of booked) {
      this.#add(from, asset, -amount);
      this.#add(to, asset, amount);
    }
    return booked;
  }

  /** Forgets the ids of a closed trade, of which nothing may be booked any more. */
  forget(tradeId: string): void {
    this.#counted.delete(tradeId);
  }

  /** 1e-18 of the asset; 0 where nothing was ever booked. */
  of(account: Account, asset: string): bigint {
    return this.#sums.get(keyOf(account, asset))?.amount ?? 0n;
  }

  /** Every account and asset that was ever booked, in no order. */
  all(): readonly AccountBalance[] {
    return Array.from(this.#sums.values(), (sum) => ({ ...sum }));
  }

  #isNew({ id, tradeId }: Transfer): boolean {
    const ids = this.#counted.get(tradeId ?? NO_TRADE) ?? new Set();
    if (ids.has(id)) return false;
    this.#counted.set(tradeId ?? NO_TRADE, ids.add(id));
    return true;
  }

  #add(account: string, asset: string, change: bigint): void {
    const key = keyOf(account, asset);
    const sum = this.#sums.get(key) ?? { account, asset, amount: 0n };
    sum.amount += change;
    this.#sums.set(key, sum);
  }
}

function keyOf(account: string, asset: string): string {
  return `${account} ${asset}`;
}
