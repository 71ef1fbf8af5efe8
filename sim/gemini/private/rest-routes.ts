import type { AccountOrder } from "../account/account-order.ts";
import type { TradingAccount } from "../account/trading-account.ts";
import { errorReply, JSON_TYPE, type RestReply } from "../server/rest-reply.ts";
import { accountDetailView, balancesView, notionalVolumeView } from "./account-view.ts";
import type { ApiKey, Role } from "./api-keys.ts";
import { bareNumber, writeLossless } from "./lossless.ts";
import { orderView, tradeView } from "./order-view.ts";

export type Params = Readonly<Record<string, unknown>>;

export interface RouteContext {
  readonly account: TradingAccount;
  readonly key: ApiKey;
  readonly params: Params;
  readonly epochMs: number;
}

export interface Route {
  /** Any of these suffices. */
  readonly roles: readonly Role[];
  run(context: RouteContext): RestReply;
}

const READ: readonly Role[] = ["Trader", "Auditor"];
export const TRADE: readonly Role[] = ["Trader"];
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** Reading and cancelling by REST; `/v1/order/new` is answered by the desk. */
export const ROUTES: Readonly<Record<string, Route>> = {
  "/v1/order/status": { roles: READ, run: status },
  "/v1/order/cancel": { roles: TRADE, run: cancel },
  "/v1/order/cancel/all": { roles: TRADE, run: (context) => cancelMany(context, () => true) },
  "/v1/order/cancel/session": {
    roles: TRADE,
    run: (context) => cancelMany(context, ({ origin }) => origin.keyName === context.key.key),
  },
  "/v1/orders": {
    roles: READ,
    run: ({ account }) => reply([...account.orders.live].map((order) => orderView(order, false))),
  },
  "/v1/orders/history": { roles: READ, run: history },
  "/v1/mytrades": { roles: READ, run: trades },
  "/v1/balances": { roles: READ, run: ({ account, epochMs }) => reply(balancesView(account, epochMs)) },
  "/v1/notionalvolume": { roles: READ, run: notionalVolume },
  "/v1/account": { roles: READ, run: ({ key }) => reply(accountDetailView(key.owner ?? "own")) },
  "/v1/heartbeat": { roles: TRADE, run: () => reply({ result: "ok" }) },
};

/** 200 with JSON in which big integers are bare. */
export function reply(value: unknown): RestReply {
  return { status: 200, headers: JSON_TYPE, body: writeLossless(value) };
}

const notFound = (): RestReply => errorReply(404, "OrderNotFound", "Order not found");

/** An id as number or text, with all its digits; undefined where it is no whole number. */
function readOrderId(value: unknown): string | undefined {
  const isId = typeof value === "bigint" || typeof value === "number" || typeof value === "string";
  return isId && /^\d{1,20}$/.test(String(value)) ? String(value) : undefined;
}

function status({ account, params }: RouteContext): RestReply {
  const { order_id, client_order_id, include_trades } = params;
  const withTrades = include_trades === true;
  if (typeof client_order_id === "string" && order_id === undefined) {
    const same = account.orders.byClientId(client_order_id);
    // The ids of clients need not be unique, so this one answers with a list.
    return same.length === 0 ? notFound() : reply(same.map((order) => orderView(order, withTrades)));
  }
  const id = readOrderId(order_id);
  if (id === undefined || client_order_id !== undefined) {
    return errorReply(400, "MissingOrderField", "Exactly one of order_id and client_order_id is needed");
  }
  const order = account.orders.byId(id);
  return order === undefined ? notFound() : reply(orderView(order, withTrades));
}

/** Cancelling an order that has ended succeeds and shows it as it is. */
function cancel({ account, params }: RouteContext): RestReply {
  const id = readOrderId(params.order_id);
  if (id === undefined) return errorReply(400, "MissingOrderField", "Must provide 'order_id' field");
  const order = account.orders.byId(id);
  if (order === undefined) return notFound();
  account.cancel(order);
  return reply(orderView(order, false));
}

function cancelMany({ account }: RouteContext, isMeant: (order: AccountOrder) => boolean): RestReply {
  const cancelledOrders = account.cancelWhere(isMeant).map(({ id }) => bareNumber(id));
  return reply({ result: "ok", details: { cancelledOrders, cancelRejects: [] } });
}

interface Page {
  readonly limit: number;
  /** Lower case; undefined for all. */
  readonly symbol: string | undefined;
  readonly sinceMs: number;
}

/** What lists have in common; seconds and milliseconds are told apart by their size. */
function readPage({ account, params }: RouteContext, limitName: string): Page | RestReply {
  const limit = params[limitName] ?? DEFAULT_LIMIT;
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    return errorReply(400, "InvalidLimit", `${limitName} must be 1 to ${MAX_LIMIT}`);
  }
  const since = Number(params.timestamp ?? 0);
  if (!Number.isFinite(since) || since < 0) {
    return errorReply(400, "InvalidTimestampInPayload", "timestamp has an unsupported value");
  }
  const symbol = params.symbol === undefined ? undefined : String(params.symbol).toLowerCase();
  if (symbol !== undefined && !account.lists(symbol)) return invalidSymbol(symbol);
  return { limit, symbol, sinceMs: since > 1e11 ? since : since * 1_000 };
}

function invalidSymbol(symbol: string): RestReply {
  return errorReply(400, "InvalidSymbol", `Supplied value '${symbol}' is not a valid symbol`);
}

/** Orders that have ended, the newest first, with their trades. */
function history(context: RouteContext): RestReply {
  const page = readPage(context, "limit_orders");
  if ("status" in page) return page;
  const ended = context.account.orders.all.filter(
    ({ state, intent, createdMs }) =>
      (state === "filled" || state === "canceled") &&
      createdMs >= page.sinceMs &&
      (page.symbol === undefined || intent.symbol === page.symbol),
  );
  const newest = ended.slice(-page.limit).reverse();
  return reply(newest.map((order) => orderView(order, true)));
}

/** Fills on or after the timestamp, the newest first. */
function trades(context: RouteContext): RestReply {
  const page = readPage(context, "limit_trades");
  if ("status" in page) return page;
  const fills = context.account.orders.all
    .filter(({ intent }) => page.symbol === undefined || intent.symbol === page.symbol)
    .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
    .filter(({ fill }) => fill.epochMs >= page.sinceMs)
    .sort((a, b) => b.fill.tradeId - a.fill.tradeId);
  return reply(fills.slice(0, page.limit).map(({ order, fill }) => tradeView(order, fill)));
}

function notionalVolume({ account, params, epochMs }: RouteContext): RestReply {
  const symbol = params.symbol === undefined ? undefined : String(params.symbol).toLowerCase();
  if (symbol !== undefined && !account.lists(symbol)) return invalidSymbol(symbol);
  return reply(notionalVolumeView(account, epochMs));
}
