import { type Reply, reply as replySchema } from "../messages.ts";
import { parseExact } from "./exact-json.ts";
import { type OrderUpdate, orderUpdate } from "./order-events.ts";

/** What a frame of the private socket holds. */
export type PrivateFrame =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "order"; readonly update: OrderUpdate }
  /**
   * `{"e":"balanceUpdate","E":1790743321322462013,"u":1790743321322462013,"B":[{"a":"USD","f":"99966.89",
   * "c":"99966.89"}]}`: counted only, since balances are read whole where they are needed.
   */
  | { readonly kind: "balance" }
  /** Well formed and of no use to us. */
  | { readonly kind: "other" }
  | { readonly kind: "refused" };

const REFUSED: PrivateFrame = { kind: "refused" };

/** Reads one frame; never throws. */
export function readPrivateFrame(text: string): PrivateFrame {
  const fields = parsed(text);
  if ("id" in fields) {
    const reply = replySchema.safeParse(fields).data;
    return reply === undefined ? REFUSED : { kind: "reply", reply };
  }
  if (fields.e === "balanceUpdate") return { kind: "balance" };
  if (fields.e !== "orderUpdate") return typeof fields.e === "string" ? { kind: "other" } : REFUSED;
  const update = orderUpdate.safeParse(fields).data;
  return update === undefined ? REFUSED : { kind: "order", update };
}

/** The frame's fields; none where it is no JSON object. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const frame = parseExact(text);
    return typeof frame === "object" && frame !== null ? (frame as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
