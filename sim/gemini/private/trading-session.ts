import type { AccountOrder } from "../account/account-order.ts";
import type { TradingAccount } from "../account/trading-account.ts";
import type { RateWindow } from "../server/rate-window.ts";
import { answer, type Reply, refuse } from "../server/replies.ts";
import type { Request } from "../server/request.ts";
import type { ApiKey } from "./api-keys.ts";
import type { EventHub, PrivateStream, PrivateSubscriber } from "./event-hub.ts";
import { asRecord } from "./lossless.ts";
import type { OrderDesk } from "./order-desk.ts";
import { isMalformed, readSocketOrder } from "./read-intent.ts";

export interface TradingSessionOptions {
  readonly account: TradingAccount;
  readonly desk: OrderDesk;
  readonly hub: EventHub;
  readonly key: ApiKey;
  /** Number of this connection. */
  readonly connection: number;
  readonly cancelOnDisconnect: boolean;
  readonly orders: RateWindow;
  readonly epochMs: () => number;
  readonly sendEvent: (frame: string) => void;
  readonly sendReply: (id: Request["id"], reply: Reply) => void;
  readonly cut: () => void;
}

/** The private half of the socket API, one authenticated connection. */
export class TradingSession implements PrivateSubscriber {
  readonly connection: number;
  readonly streams = new Set<PrivateStream>();
  readonly #options: TradingSessionOptions;
  readonly #gone = new AbortController();

  constructor(options: TradingSessionOptions) {
    this.#options = options;
    this.connection = options.connection;
    options.hub.join(this);
  }

  get isOpen(): boolean {
    return !this.#gone.signal.aborted;
  }

  /** The venue takes the key back, and its connections with it. */
  revoked(keyName: string): void {
    if (this.#options.key.key !== keyName) return;
    this.#options.cut();
    this.close();
  }

  send(frame: string): void {
    this.#options.sendEvent(frame);
  }

  /** Answers an `order.` method, a placement perhaps later or never. */
  receive(method: string, request: Request): void {
    const { key, orders, epochMs, sendReply } = this.#options;
    key.lastSeenMs = epochMs();
    if (!orders.take()) sendReply(request.id, refuse("rateLimit", "Too many requests"));
    else if (key.role !== "Trader") sendReply(request.id, refuse("noAuth", "MissingRole: Trader required"));
    else if (method === "order.place") this.#place(request);
    else sendReply(request.id, this.#cancel(method, request));
  }

  /** Ends the connection: its orders on the way are gone, its open ones where the client asked for that. */
  close(): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort();
    this.#options.hub.leave(this);
    if (this.#options.cancelOnDisconnect) this.#options.account.cancelWhere((order) => this.#isOwn(order));
  }

  #place(request: Request): void {
    const { desk, key, sendReply } = this.#options;
    const intent = readSocketOrder(asRecord(request.params) ?? {});
    if (isMalformed(intent)) {
      sendReply(request.id, refuse("badParams", intent.message));
      return;
    }
    desk.place(intent, {
      origin: { keyName: key.key, connection: this.connection },
      gone: this.#gone.signal,
      answer: (order) => sendReply(request.id, placed(order)),
      cut: () => {
        this.#options.cut();
        this.close();
      },
    });
  }

  #cancel(method: string, request: Request): Reply {
    const { account } = this.#options;
    switch (method) {
      case "order.cancel": {
        const { orderId } = asRecord(request.params) ?? {};
        const order = account.orders.byId(String(orderId));
        if (order === undefined) return refuse("badParams", "OrderNotFound");
        account.cancel(order);
        return answer({});
      }
      case "order.cancel_all":
        account.cancelWhere(() => true);
        return answer({});
      case "order.cancel_session":
        account.cancelWhere((order) => this.#isOwn(order));
        return answer({});
      default:
        return refuse("unsupported", `Unsupported method: ${request.method}`);
    }
  }

  #isOwn(order: AccountOrder): boolean {
    return order.origin.connection === this.connection;
  }
}

/** The acknowledgement names no order; its `result` is empty or absent, which means the same. */
function placed(order: AccountOrder): Reply {
  if (order.state === "rejected") return refuse("orderRejected", order.reason ?? "");
  return answer(order.id.endsWith("0") || order.id.endsWith("5") ? undefined : {});
}
