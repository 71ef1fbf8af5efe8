import { createRandom, type Random } from "../../market/index.ts";
import type { SymbolRules } from "../symbol-rules.ts";
import { type AccountOrder, isLive, type OrderIntent, type Origin } from "./account-order.ts";

interface Arrival {
  readonly intent: OrderIntent;
  readonly origin: Origin;
  readonly createdMs: number;
  readonly rules: SymbolRules | undefined;
  readonly priceTicks: number;
  readonly lots: number;
}

/** Order ids of the real venue had 17 digits in 2026, beyond what a double holds exactly. */
const FIRST_ID = 73_797_746_498_585_286n;

/** Every order of the account, found by its ids; thousands cost nothing to look through. */
export class OrderLog {
  readonly #random: Random;
  readonly #all: AccountOrder[] = [];
  readonly #byId = new Map<string, AccountOrder>();
  readonly #byClientId = new Map<string, AccountOrder[]>();
  readonly #resting = new Map<string, AccountOrder>();
  readonly #live = new Set<AccountOrder>();
  #lastId: bigint;

  constructor(seed: number) {
    this.#random = createRandom(`${seed}:orders`);
    this.#lastId = FIRST_ID + BigInt(Math.floor(this.#random() * 1e9));
  }

  /** All orders that were kept, refused ones too, the oldest first. */
  get all(): readonly AccountOrder[] {
    return this.#all;
  }

  get live(): ReadonlySet<AccountOrder> {
    return this.#live;
  }

  /** Numbers a new order without keeping it. Ids leave gaps, as other accounts take some. */
  create({ intent, origin, createdMs, rules, priceTicks, lots }: Arrival): AccountOrder {
    this.#lastId += 1n + BigInt(Math.floor(this.#random() * 500));
    return {
      ...{ id: String(this.#lastId), intent, origin, createdMs, rules, priceTicks, lots },
      ...{ fills: [], state: "new", executedLots: 0, held: 0n, engineId: undefined, reason: undefined },
    };
  }

  /** Keeps an order. A refused one is in the list of all, but the venue does not find it by its ids. */
  keep(order: AccountOrder): void {
    this.#all.push(order);
    if (!isLive(order)) return;
    this.#byId.set(order.id, order);
    this.#live.add(order);
    const { clientOrderId } = order.intent;
    if (clientOrderId === undefined) return;
    const same = this.#byClientId.get(clientOrderId) ?? [];
    same.push(order);
    this.#byClientId.set(clientOrderId, same);
  }

  /** Finds it again by its id in the symbol's engine while it rests. */
  rest(order: AccountOrder): void {
    this.#resting.set(restingKey(order.intent.symbol, order.engineId), order);
  }

  end(order: AccountOrder): void {
    this.#live.delete(order);
    this.#resting.delete(restingKey(order.intent.symbol, order.engineId));
  }

  byId(id: string): AccountOrder | undefined {
    return this.#byId.get(id);
  }

  /** Oldest first; several where REST was given the same id more than once. */
  byClientId(clientOrderId: string): readonly AccountOrder[] {
    return this.#byClientId.get(clientOrderId) ?? [];
  }

  resting(symbol: string, engineId: number): AccountOrder | undefined {
    return this.#resting.get(restingKey(symbol, engineId));
  }
}

function restingKey(symbol: string, engineId: number | undefined): string {
  return `${symbol}:${engineId}`;
}
