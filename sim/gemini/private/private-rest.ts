import type { IncomingHttpHeaders } from "node:http";
import type { AccountOrder } from "../account/account-order.ts";
import type { TradingAccount } from "../account/trading-account.ts";
import { errorReply, type RestReply, rateLimitReply } from "../server/rest-reply.ts";
import type { ApiKey, Role } from "./api-keys.ts";
import { authenticateRest, type KeyRing, type SignedRequest } from "./authenticate.ts";
import type { OrderDesk } from "./order-desk.ts";
import { orderView } from "./order-view.ts";
import { isMalformed, readRestOrder } from "./read-intent.ts";
import { RequestQueue } from "./request-queue.ts";
import { ROUTES, reply, TRADE } from "./rest-routes.ts";

/** One POST with everything that the answer depends on. */
export interface PrivatePost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly hasBody: boolean;
  /** Aborted once the connection is gone. */
  readonly gone: AbortSignal;
  respond(reply: RestReply): void;
  /** Cuts the connection without an answer. */
  cut(): void;
}

export interface PrivateRestOptions {
  /** The account behind a key, and who takes its orders in. */
  readonly behind: (key: ApiKey) => { readonly account: TradingAccount; readonly desk: OrderDesk };
  readonly keys: KeyRing;
  readonly perMinute: number;
  readonly epochMs: () => number;
}

const NEW_ORDER = "/v1/order/new";

/** Answers private POSTs; a request that the limit queues is answered after its wait. */
export class PrivateRest {
  readonly #options: PrivateRestOptions;
  readonly #queues = new Map<string, RequestQueue>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: PrivateRestOptions) {
    this.#options = options;
  }

  handle(post: PrivatePost): void {
    const { keys, epochMs } = this.#options;
    const roles = post.path === NEW_ORDER ? TRADE : ROUTES[post.path]?.roles;
    if (roles === undefined) {
      post.respond(errorReply(404, "EndpointNotFound", `API entry point ${post.path} not found`));
      return;
    }
    if (post.hasBody) {
      post.respond(errorReply(400, "InvalidJson", "The body must be empty, parameters go in the payload"));
      return;
    }
    const signed = authenticateRest(post.headers, post.path, keys, epochMs());
    if (!signed.ok) post.respond(signed.refusal);
    else if (!roles.includes(signed.key.role)) post.respond(missingRole(signed.key, roles));
    else this.#admit(post, signed);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #admit(post: PrivatePost, signed: SignedRequest): void {
    const { key } = signed.key;
    const queue = this.#queues.get(key) ?? new RequestQueue(this.#options.perMinute);
    this.#queues.set(key, queue);
    const admission = queue.admit(this.#options.epochMs());
    if (admission.kind === "refused") post.respond(rateLimitReply(admission.retryAfterSec));
    else if (admission.kind === "now") this.#run(post, signed);
    else {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        if (!post.gone.aborted) this.#run(post, signed);
      }, admission.waitMs);
      this.#timers.add(timer);
    }
  }

  #run(post: PrivatePost, { key, params }: SignedRequest): void {
    const { behind, epochMs } = this.#options;
    const { account, desk } = behind(key);
    const route = ROUTES[post.path];
    if (route !== undefined) {
      post.respond(route.run({ account, key, params, epochMs: epochMs() }));
      return;
    }
    const intent = readRestOrder(params);
    if (isMalformed(intent)) post.respond(errorReply(400, intent.reason, intent.message));
    else {
      desk.place(intent, {
        origin: { keyName: key.key, connection: null },
        gone: post.gone,
        answer: (order) => post.respond(placed(order)),
        cut: post.cut,
      });
    }
  }
}

function missingRole({ key, role }: ApiKey, roles: readonly Role[]): RestReply {
  const wanted = roles.join(", ");
  return errorReply(403, "MissingRole", `API key ${key} has roles [${role}], one of [${wanted}] required`);
}

/** What REST calls the refusals that the socket's events name more finely. */
const REST_REASONS: Readonly<Record<string, string>> = {
  LimitPriceOffTick: "InvalidPrice",
  UnknownInstrument: "InvalidSymbol",
};

/** The order as it is now: an immediate-or-cancel order in its final state already. */
function placed(order: AccountOrder): RestReply {
  if (order.state !== "rejected") return reply(orderView(order, false));
  const { symbol, price, quantity } = order.intent;
  const reason = REST_REASONS[order.reason ?? ""] ?? order.reason ?? "System";
  const symbolName = symbol.toUpperCase();
  switch (reason) {
    case "InvalidPrice":
      return errorReply(400, reason, `Invalid price for symbol ${symbolName}: ${price}`);
    case "InvalidQuantity":
      return errorReply(400, reason, `Invalid quantity for symbol ${symbolName}: ${quantity}`);
    case "InsufficientFunds":
      return errorReply(406, reason, "Insufficient funds");
    default:
      return errorReply(400, reason, `Order was rejected: ${reason}`);
  }
}
