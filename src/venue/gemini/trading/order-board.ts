import {
  type CexEvidence,
  type CexIntent,
  type Clock,
  formatSteps,
  type Instrument,
  type Log,
  type Random,
  type Timers,
} from "#model";
import type { Reply } from "../messages.ts";
import { EvidenceOutlet } from "./evidence-outlet.ts";
import { Inquiry } from "./inquiry.ts";
import type { GeminiLimits } from "./limits.ts";
import type { OrderUpdate } from "./order-events.ts";
import { OrderFollower } from "./order-follower.ts";
import type { ConnectionNumber } from "./order-search.ts";
import { placedIdOf, placeText } from "./place-text.ts";
import type { PrivateAsk } from "./private-rest.ts";

export interface OrderBoardOptions {
  readonly instruments: readonly Instrument[];
  readonly rest: PrivateAsk;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly limits: GeminiLimits;
  emit(evidence: CexEvidence): void;
  /** The number of the connection that `write` writes to. */
  connection(): number;
  /** False where nothing was written. */
  write(text: string): boolean;
  isOpen(connection: ConnectionNumber): boolean;
  dropConnection(connection: ConnectionNumber, reason: string): void;
}

/** What the venue takes as a client order id. */
const CLIENT_ID = /^[:\-_.#a-zA-Z0-9]{1,36}$/;

/** The orders that are followed, found by our id or by the venue's. */
export class OrderBoard {
  readonly #options: OrderBoardOptions;
  readonly #inquiry: Inquiry;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #followers = new Map<string, OrderFollower>();
  readonly #byOrderId = new Map<string, OrderFollower>();
  readonly #counts = { orders_sent: 0, orders_not_sent: 0, orders_pursued: 0, events_ignored: 0 };
  readonly #evidence: Record<string, number> = {};

  constructor(options: OrderBoardOptions) {
    this.#options = options;
    this.#inquiry = new Inquiry(options.rest);
    this.#instruments = new Map(options.instruments.map((instrument) => [instrument.symbol, instrument]));
  }

  /** Writes the order in this turn and follows it. Every path ends in evidence; an order that is followed already is left alone. */
  send(intent: CexIntent): void {
    if (this.#followers.has(intent.clientOrderId)) {
      this.#options.log.error("Gemini order given twice", { client_order_id: intent.clientOrderId });
      return;
    }
    const outlet = this.#outlet(intent);
    const reason = this.#objection(intent);
    if (reason !== null || !this.#options.write(placeText(intent))) {
      this.#counts.orders_not_sent += 1;
      outlet.tell({ kind: "cex-not-sent", reason: reason ?? "the private socket is not ready" });
      return;
    }
    this.#counts.orders_sent += 1;
    this.#follow(intent, this.#options.connection(), outlet).watch();
    outlet.placed();
  }

  /** Asks what became of an order of an earlier process; its connection has closed with it. */
  pursue(intent: CexIntent): void {
    if (this.#followers.has(intent.clientOrderId)) return;
    this.#counts.orders_pursued += 1;
    this.#follow(intent, null, this.#outlet(intent)).doubt("sent by an earlier process");
  }

  takeReply({ id, status, error }: Reply): void {
    const follower = this.#followers.get(placedIdOf(id) ?? "");
    if (follower === undefined) return;
    const words = error?.msg || `status ${status}`;
    follower.takeReply(status === 200 ? null : words);
  }

  takeEvent(update: OrderUpdate): void {
    const follower = this.#byOrderId.get(update.i) ?? this.#followers.get(update.c ?? "");
    if (follower === undefined) {
      this.#counts.events_ignored += 1;
      return;
    }
    // Events may leave out our id: from now on the venue's leads here too.
    this.#byOrderId.set(update.i, follower);
    if (follower.takeEvent(update)) return;
    this.#byOrderId.delete(update.i);
    this.#counts.events_ignored += 1;
  }

  connectionLost(connection: number, reason: string): void {
    for (const follower of [...this.#followers.values()]) {
      if (follower.connection === connection) follower.doubt(`socket lost: ${reason}`);
    }
  }

  /** Whether an order that was sent by this connection is still followed. */
  follows(connection: number): boolean {
    return [...this.#followers.values()].some((follower) => follower.connection === connection);
  }

  hurry(): void {
    for (const follower of this.#followers.values()) follower.hurry();
  }

  counts(): Readonly<Record<string, number>> {
    return { ...this.#counts, ...this.#evidence, orders_followed: this.#followers.size };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
    this.#followers.clear();
    this.#byOrderId.clear();
  }

  /** Why it must not be sent; null where nothing speaks against it. */
  #objection({ clientOrderId, order }: CexIntent): string | null {
    const instrument = this.#instruments.get(order.symbol);
    if (instrument === undefined) return `${order.symbol} is not configured`;
    const isSame =
      formatSteps(1, instrument.tickSize) === formatSteps(1, order.tickSize) &&
      formatSteps(1, instrument.lotSize) === formatSteps(1, order.lotSize);
    if (!isSame) return `${order.symbol} has other steps than the order`;
    return CLIENT_ID.test(clientOrderId) ? null : "not a client order id that the venue takes";
  }

  #outlet(intent: CexIntent): EvidenceOutlet {
    const { log, clock } = this.#options;
    return new EvidenceOutlet(intent, {
      log,
      epochMs: () => clock.epochMs(),
      emit: (evidence) => this.#emit(evidence),
    });
  }

  #emit(evidence: CexEvidence): void {
    this.#evidence[evidence.kind.replaceAll("-", "_")] =
      (this.#evidence[evidence.kind.replaceAll("-", "_")] ?? 0) + 1;
    this.#options.emit(evidence);
  }

  #follow(intent: CexIntent, connection: ConnectionNumber, outlet: EvidenceOutlet): OrderFollower {
    const { timers, random, limits, isOpen, dropConnection } = this.#options;
    const follower = new OrderFollower(intent, connection, {
      ...{ inquiry: this.#inquiry, outlet, timers, random, limits, isOpen, dropConnection },
      onOver: () => this.#forget(follower),
    });
    this.#followers.set(intent.clientOrderId, follower);
    return follower;
  }

  #forget(follower: OrderFollower): void {
    this.#followers.delete(follower.intent.clientOrderId);
    for (const [orderId, other] of this.#byOrderId) {
      if (other === follower) this.#byOrderId.delete(orderId);
    }
  }
}
