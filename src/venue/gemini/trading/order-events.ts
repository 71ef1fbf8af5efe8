import { z } from "zod";
import { type CexOrder, parseSteps } from "#model";
import { decimalText, exactText, optionalText } from "./exact-json.ts";

/** Absent where it is empty or zero. */
const optionalDecimal = decimalText.nullish().transform((text) => text ?? null);

/**
 * An event of `orders@account`, see https://docs.gemini.com/websocket/: `{"e":"orderUpdate",
 * "E":1759291847686856569,"s":"solusd","i":73797746498585286,"c":"a1","S":"BUY","o":"LIMIT",
 * "X":"PARTIALLY_FILLED","p":"150.00","q":"1.5","z":"0.5","Z":"1.0","L":"149.99","t":2840141030659933,
 * "n":"0.60","m":false,"T":1759291847686856569}`. Only `e E s i X T` are promised. `z` is what remains;
 * `Z` the last execution's quantity on fills, the whole executed quantity on everything else.
 */
export const orderUpdate = z.object({
  e: z.literal("orderUpdate"),
  s: z.string(),
  i: exactText,
  X: z.string(),
  c: optionalText,
  S: optionalText,
  p: optionalDecimal,
  q: optionalDecimal,
  z: optionalDecimal,
  Z: optionalDecimal,
  t: optionalText,
  r: optionalText,
});
export type OrderUpdate = z.infer<typeof orderUpdate>;

/** What one event says of an order, in lots of its instrument. */
export type OrderEvent =
  /** It exists: new, open, modified, or a state that no document names. */
  | { readonly kind: "noticed" }
  /** One execution, partial or the last; `remainingLots` is what the event leaves of the order. */
  | {
      readonly kind: "fill";
      readonly isLast: boolean;
      readonly fillId: string | null;
      readonly lots: number;
      readonly remainingLots: number;
    }
  /** Cancelled, whole or for the rest; what it had executed by then. */
  | { readonly kind: "canceled"; readonly filledLots: number; readonly reason: string | null }
  | { readonly kind: "rejected"; readonly reason: string | null };

/**
 * True where the event's own fields agree with the order; what it leaves out does not speak against it.
 * Throws InputError for a price or quantity that is no decimal of the instrument's steps.
 */
export function isEventOf(update: OrderUpdate, order: CexOrder): boolean {
  const { s, S, p, q } = update;
  if (s.toLowerCase() !== order.symbol.toLowerCase()) return false;
  if (S !== null && S.toLowerCase() !== order.side) return false;
  if (p !== null && parseSteps(p, order.tickSize, "exact") !== order.limitTicks) return false;
  return q === null || parseSteps(q, order.lotSize, "exact") === order.lots;
}

/** Reads an event of this order. Throws InputError for a quantity that is no whole number of lots. */
export function readOrderEvent(update: OrderUpdate, { lotSize }: CexOrder): OrderEvent {
  const lots = (text: string | null): number => (text === null ? 0 : parseSteps(text, lotSize, "exact"));
  const { X, z: remaining, Z: executed, t, r } = update;
  switch (X.toUpperCase()) {
    case "PARTIALLY_FILLED":
    case "FILLED": {
      const isLast = X.toUpperCase() === "FILLED";
      return { kind: "fill", isLast, fillId: t, lots: lots(executed), remainingLots: lots(remaining) };
    }
    // Never the quantity less the remainder: a zero is left out, and a remainder left out is no full fill.
    case "CANCELED":
    case "CANCELLED":
      return { kind: "canceled", filledLots: lots(executed), reason: r };
    case "REJECTED":
      return { kind: "rejected", reason: r };
    default:
      return { kind: "noticed" };
  }
}
