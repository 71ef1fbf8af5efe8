import { type CexIntent, formatSteps } from "#model";

const PLACE = "place:";

/**
 * The frame that places the order: `{"id":"place:a1","method":"order.place","params":{"symbol":"solusd",
 * "side":"BUY","type":"LIMIT","timeInForce":"IOC","price":"150","quantity":"1.5","clientOrderId":"a1"}}`.
 * The client id is optional to the venue and never to us: it is how the order is found again.
 */
export function placeText({ clientOrderId, order }: CexIntent): string {
  return JSON.stringify({
    id: PLACE + clientOrderId,
    method: "order.place",
    params: {
      symbol: order.symbol,
      side: order.side === "buy" ? "BUY" : "SELL",
      type: "LIMIT",
      timeInForce: "IOC",
      price: formatSteps(order.limitTicks, order.tickSize),
      quantity: formatSteps(order.lots, order.lotSize),
      clientOrderId,
    },
  });
}

/** The client id whose placing this is the reply to; null for other replies. */
export function placedIdOf(replyId: string | number | null): string | null {
  return typeof replyId === "string" && replyId.startsWith(PLACE) ? replyId.slice(PLACE.length) : null;
}
