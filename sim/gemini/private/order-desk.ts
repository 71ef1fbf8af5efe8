import type { FaultClock } from "../../faults/index.ts";
import { createRandom, type Random } from "../../market/index.ts";
import type { AccountOrder, OrderIntent, Origin } from "../account/account-order.ts";
import type { TradingAccount } from "../account/trading-account.ts";
import type { EventHub, OrderEvent } from "./event-hub.ts";
import { drawFate, type OrderFate } from "./order-fate.ts";

/** Who placed an order, on either protocol. */
export interface Caller {
  readonly origin: Origin;
  /** Aborted once the connection is gone. */
  readonly gone: AbortSignal;
  /** Answers with the order as it is now. */
  answer(order: AccountOrder): void;
  /** Cuts the connection at once. */
  cut(): void;
}

export interface OrderDeskOptions {
  readonly account: TradingAccount;
  readonly hub: EventHub;
  readonly faults: FaultClock;
  readonly seed: number;
}

/** Takes orders from both protocols to the account, through the faults of orders. */
export class OrderDesk {
  readonly #options: OrderDeskOptions;
  readonly #fates: Random;
  readonly #wire: Random;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: OrderDeskOptions) {
    this.#options = options;
    this.#fates = createRandom(`${options.seed}:order-fates`);
    this.#wire = createRandom(`${options.seed}:order-wire`);
  }

  /** Places an order and answers it, each when the faults let it; perhaps never. */
  place(intent: OrderIntent, caller: Caller): void {
    const fate = drawFate(this.#options.faults, this.#fates);
    // The venue's reply and its events race each other; drawn here so that the order decides, not the clock.
    const answerFirst = this.#wire() < 0.5;
    if (fate.entry.kind === "lost") return;
    if (fate.entry.kind === "now") this.#arrive(intent, caller, fate, answerFirst);
    else {
      this.#later(fate.entry.delayMs, () => {
        if (!caller.gone.aborted) this.#arrive(intent, caller, fate, answerFirst);
      });
    }
  }

  /** Forgets every order on its way and every answer that is held back. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #arrive(intent: OrderIntent, caller: Caller, fate: OrderFate, answerFirst: boolean): void {
    const { account, hub } = this.#options;
    const { result: order, gathered } = hub.gather(() => account.place(intent, caller.origin, fate.twist));
    const { events } = gathered;
    const { delivery } = fate;
    if (delivery.kind === "lost") {
      hub.silence(order);
    } else if (delivery.kind === "cut") {
      caller.cut();
      deliverAll(hub, events);
    } else if (delivery.kind === "late") {
      hub.holdBack(order);
      deliverAll(hub, events);
      this.#later(delivery.delayMs, () => this.#send(order, caller, answerFirst, () => hub.release(order)));
    } else {
      this.#send(order, caller, answerFirst, () => deliverAll(hub, events));
    }
    // Balances are the account's, not the order's: no fault of orders holds them back.
    for (const send of gathered.balances) send();
  }

  #send(order: AccountOrder, caller: Caller, answerFirst: boolean, deliver: () => void): void {
    if (!answerFirst) deliver();
    if (!caller.gone.aborted) caller.answer(order);
    if (answerFirst) deliver();
  }

  #later(delayMs: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, delayMs);
    this.#timers.add(timer);
  }
}

function deliverAll(hub: EventHub, events: readonly OrderEvent[]): void {
  for (const event of events) hub.deliver(event);
}
