import type { AccountOrder, OrderChange } from "../account/account-order.ts";
import { isLive } from "../account/account-order.ts";
import { lotsText, ticksText } from "../account/account-truth.ts";
import { amountText } from "../account/amount.ts";
import type { Balances } from "../account/balances.ts";
import { bareNumber, writeLossless } from "./lossless.ts";

/** Fields that the venue leaves out where they are empty or zero; `m` is a word and stays. */
function withoutZeros(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== "" && value !== "0"),
  );
}

/**
 * `{"e":"orderUpdate","E":1759291847686856569,"s":"solusd","i":73797746498585286,"c":"a1","S":"BUY",
 * "o":"LIMIT","X":"PARTIALLY_FILLED","p":"150.00","q":"1.5","z":"0.5","Z":"1","L":"149.99",
 * "t":2840141030659933,"n":"0.5","m":false,"T":1759291847686856569}`: ids and nanoseconds are bare.
 * `Z` is the last execution's quantity on fills and the sum of all on every other event; `z` is what
 * can still fill, so it is zero and left out once the order has ended, cancelled or not.
 */
export function orderFrame(order: AccountOrder, change: OrderChange, stampNs: string): string {
  const { intent } = order;
  const fill = "fill" in change ? change.fill : undefined;
  const stamp = bareNumber(stampNs);
  const ended = change.kind === "CANCELED" || change.kind === "REJECTED";
  const fields = {
    ...{ e: "orderUpdate", E: stamp, s: intent.symbol, i: bareNumber(order.id) },
    ...{ c: intent.clientOrderId, S: intent.side.toUpperCase(), o: "LIMIT", X: change.kind },
    p: order.priceTicks === 0 ? intent.price : ticksText(order, order.priceTicks),
    q: order.lots === 0 ? intent.quantity : lotsText(order, order.lots),
    z: isLive(order) ? lotsText(order, order.lots - order.executedLots) : "0",
    Z: lotsText(order, fill?.lots ?? order.executedLots),
    L: fill && ticksText(order, fill.priceTicks),
    t: fill && bareNumber(String(fill.tradeId)),
    n: fill && amountText(fill.fee),
    m: fill?.isMaker,
    r: ended ? order.reason : undefined,
    T: fill === undefined ? stamp : bareNumber(fill.stampNs),
  };
  return writeLossless(withoutZeros(fields));
}

/** `{"e":"balanceUpdate","E":1790743321322462013,"u":1790743321322462013,"B":[{"a":"USD","f":"99966.89","c":"99966.89"}]}` */
export function balanceFrame(balances: Balances, assets: readonly string[], stampNs: string): string {
  const B = assets.map((asset) => ({
    a: asset,
    f: amountText(balances.available(asset)),
    c: amountText(balances.total(asset)),
  }));
  return writeLossless({ e: "balanceUpdate", E: bareNumber(stampNs), u: bareNumber(stampNs), B });
}
