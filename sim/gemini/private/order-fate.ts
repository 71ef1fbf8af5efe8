import type { Fault, FaultClock } from "../../faults/index.ts";
import type { Random } from "../../market/index.ts";
import type { Twist } from "../account/trading-account.ts";

/** How an order gets to the engine. */
type Entry =
  | { readonly kind: "now" }
  | { readonly kind: "lost" }
  | { readonly kind: "late"; readonly delayMs: number };

/** How its answer and events get back. */
type Delivery =
  | { readonly kind: "now" | "lost" | "cut" }
  | { readonly kind: "late"; readonly delayMs: number };

/** What the fault plan makes of one order. */
export interface OrderFate {
  readonly entry: Entry;
  readonly twist: Twist;
  readonly delivery: Delivery;
}

const ORDER_FAULTS = [
  "reject",
  "lost-order",
  "late-order",
  "partial-fill",
  "cut-on-order",
  "lost-ack",
  "late-fill",
] as const satisfies readonly Fault["kind"][];
type OrderFaultKind = (typeof ORDER_FAULTS)[number];
type Struck = { readonly [K in OrderFaultKind]?: Extract<Fault, { kind: K }> };

/**
 * Draws the fate of the next order. One number is drawn for each kind whether it is on or not, so that
 * the same seed and plan strike the same order of the sequence however the faults overlap.
 */
export function drawFate(faults: FaultClock, random: Random): OrderFate {
  const struck = Object.fromEntries(
    ORDER_FAULTS.flatMap((kind) => {
      const drawn = random();
      const fault = faults.active("gemini", kind);
      return fault !== undefined && drawn < fault.probability ? [[kind, fault]] : [];
    }),
  ) as Struck;
  return { entry: entryOf(struck), twist: twistOf(struck), delivery: deliveryOf(struck) };
}

function entryOf(struck: Struck): Entry {
  if (struck["lost-order"] !== undefined) return { kind: "lost" };
  const late = struck["late-order"];
  return late === undefined ? { kind: "now" } : { kind: "late", delayMs: late.delayMs };
}

function twistOf(struck: Struck): Twist {
  const { reject, "partial-fill": partial } = struck;
  if (reject !== undefined) return { rejectReason: reject.reason };
  return partial === undefined ? {} : { fraction: partial.fraction };
}

function deliveryOf(struck: Struck): Delivery {
  if (struck["cut-on-order"] !== undefined) return { kind: "cut" };
  if (struck["lost-ack"] !== undefined) return { kind: "lost" };
  const late = struck["late-fill"];
  return late === undefined ? { kind: "now" } : { kind: "late", delayMs: late.delayMs };
}
