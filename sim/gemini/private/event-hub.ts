import type { AccountOrder } from "../account/account-order.ts";

export type PrivateStream = "orders@account" | "orders@session" | "balances@account" | "balances@account@1s";

/** An authenticated connection, as the hub sees it. */
export interface PrivateSubscriber {
  readonly connection: number;
  readonly streams: ReadonlySet<PrivateStream>;
  send(frame: string): void;
}

/** One event of an order, ready to be sent. */
export interface OrderEvent {
  readonly order: AccountOrder;
  readonly frame: string;
}

/** What happened during one task, in order: the events of orders, and what sends the balances after them. */
export interface Gathered {
  readonly events: OrderEvent[];
  readonly balances: (() => void)[];
}

/**
 * Brings the account's events to all connections that asked for them. Faults take an order out of it:
 * silenced for good, or held back with everything that still happens to it.
 */
export class EventHub {
  readonly #subscribers = new Set<PrivateSubscriber>();
  readonly #silenced = new Set<string>();
  readonly #heldBack = new Map<string, OrderEvent[]>();
  #gathered: Gathered | undefined;

  join(subscriber: PrivateSubscriber): void {
    this.#subscribers.add(subscriber);
  }

  leave(subscriber: PrivateSubscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** Runs a task and gives what happened meanwhile instead of sending it. */
  gather<T>(task: () => T): { readonly result: T; readonly gathered: Gathered } {
    const gathered: Gathered = { events: [], balances: [] };
    this.#gathered = gathered;
    try {
      return { result: task(), gathered };
    } finally {
      this.#gathered = undefined;
    }
  }

  /** Sends an event, or keeps it as long as its order is held back. */
  deliver(event: OrderEvent): void {
    if (this.#gathered !== undefined) this.#gathered.events.push(event);
    else if (this.#heldBack.has(event.order.id)) this.#heldBack.get(event.order.id)?.push(event);
    else if (!this.#silenced.has(event.order.id)) this.#send(event);
  }

  /** A balance event to everybody who follows the balances in real time, or each second. */
  balances(stream: "balances@account" | "balances@account@1s", frame: () => string): void {
    if (this.#gathered !== undefined) {
      this.#gathered.balances.push(() => this.balances(stream, frame));
      return;
    }
    for (const subscriber of this.#subscribers) {
      if (subscriber.streams.has(stream)) subscriber.send(frame());
    }
  }

  silence(order: AccountOrder): void {
    this.#silenced.add(order.id);
  }

  holdBack(order: AccountOrder): void {
    this.#heldBack.set(order.id, []);
  }

  /** Sends what was held back, in its order. */
  release(order: AccountOrder): void {
    const events = this.#heldBack.get(order.id) ?? [];
    this.#heldBack.delete(order.id);
    for (const event of events) this.deliver(event);
  }

  #send({ order, frame }: OrderEvent): void {
    for (const subscriber of this.#subscribers) {
      const { streams, connection } = subscriber;
      const isOwn = streams.has("orders@session") && order.origin.connection === connection;
      if (isOwn || streams.has("orders@account")) subscriber.send(frame);
    }
  }
}

/** Reads a private stream's name in either case; undefined for any other text. */
export function parsePrivateStream(text: string): PrivateStream | undefined {
  const lower = text.trim().toLowerCase();
  const known: readonly PrivateStream[] = [
    "orders@account",
    "orders@session",
    "balances@account",
    "balances@account@1s",
  ];
  return known.find((name) => name === lower);
}
