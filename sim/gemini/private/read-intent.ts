import type { OrderIntent } from "../account/account-order.ts";
import type { TimeInForce } from "../book/order.ts";

type Params = Readonly<Record<string, unknown>>;

/** A client's order id as the venue takes it today. */
const CLIENT_ORDER_ID = /^[:\-_.#a-zA-Z0-9]{1,36}$/;

const TIMES_IN_FORCE: readonly TimeInForce[] = ["GTC", "IOC", "FOK", "MOC"];
const OPTIONS: Readonly<Record<string, TimeInForce>> = {
  "immediate-or-cancel": "IOC",
  "fill-or-kill": "FOK",
  "maker-or-cancel": "MOC",
};

/** Why a request is no order at all: the socket tells only the message, REST also the reason. */
export interface Malformed {
  readonly reason: string;
  readonly message: string;
}

function malformed(reason: string, message: string): Malformed {
  return { reason, message };
}

export function isMalformed(value: OrderIntent | Malformed): value is Malformed {
  return "reason" in value;
}

function readClientOrderId(value: unknown): string | undefined | Malformed {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") {
    return malformed("ClientOrderIdMustBeString", "The Client Order ID must be a string");
  }
  if (value.length > 36) {
    return malformed("ClientOrderIdTooLong", "The Client Order ID must be at most 36 characters");
  }
  return CLIENT_ORDER_ID.test(value)
    ? value
    : malformed("ClientOrderIdInvalid", "The Client Order ID has characters that are not allowed");
}

/** `{"symbol":"solusd","side":"BUY","type":"LIMIT","timeInForce":"IOC","price":"150.00","quantity":"1.5","clientOrderId":"a1"}` */
export function readSocketOrder(params: Params): OrderIntent | Malformed {
  const { symbol, side, type, timeInForce, price, quantity, clientOrderId } = params;
  const badParams = (message: string): Malformed => malformed("InvalidParams", message);
  if (typeof symbol !== "string") return badParams("symbol is required");
  if (side !== "BUY" && side !== "SELL") return badParams(`Invalid side: ${side}`);
  if (type !== "LIMIT" || params.stopPrice !== undefined) return badParams(`Invalid order type: ${type}`);
  const lasts = TIMES_IN_FORCE.find((name) => name === timeInForce);
  if (lasts === undefined) return badParams(`Invalid timeInForce: ${timeInForce}`);
  if (typeof price !== "string") return badParams("price must be a string");
  if (typeof quantity !== "string") return badParams("quantity must be a string");
  const id = readClientOrderId(clientOrderId);
  if (typeof id === "object") return badParams(id.message);
  const direction = side === "BUY" ? "buy" : "sell";
  const money = { price, quantity, timeInForce: lasts, clientOrderId: id };
  return { symbol: symbol.toLowerCase(), side: direction, ...money };
}

/** One option at most, as an array: `["immediate-or-cancel"]`. */
function readOptions(options: unknown): TimeInForce | Malformed {
  if (options === undefined) return "GTC";
  if (!Array.isArray(options))
    return malformed("OptionsMustBeArray", "The options parameter must be an array.");
  if (options.length === 0) return "GTC";
  if (options.length > 1) {
    return malformed("ConflictingOptions", "New orders using a combination of options are not supported");
  }
  const name = String(options[0]);
  return (
    OPTIONS[name] ?? malformed("UnsupportedOption", `This order execution option is not supported: ${name}`)
  );
}

/** `{"symbol":"solusd","amount":"1.5","price":"150.00","side":"buy","type":"exchange limit","options":[...],"client_order_id":"a1"}` */
export function readRestOrder(params: Params): OrderIntent | Malformed {
  const { symbol, amount, price, side, type, options, client_order_id } = params;
  if (typeof symbol !== "string") return malformed("InvalidSymbol", "An invalid symbol was specified");
  if (side !== "buy" && side !== "sell") return malformed("InvalidSide", `Invalid side for order: ${side}`);
  // Stop orders rest until a trigger; the stand-in has none and says so in the venue's terms.
  if (type !== "exchange limit") return malformed("InvalidOrderType", `Invalid order type: ${type}`);
  const timeInForce = readOptions(options);
  if (typeof timeInForce === "object") return timeInForce;
  const clientOrderId = readClientOrderId(client_order_id);
  if (typeof clientOrderId === "object") return clientOrderId;
  if (typeof price !== "string") return malformed("InvalidPrice", "Price must be a decimal string");
  if (typeof amount !== "string") return malformed("InvalidQuantity", "Amount must be a decimal string");
  return { symbol: symbol.toLowerCase(), side, price, quantity: amount, timeInForce, clientOrderId };
}
