import { type CexFill, type CexIntent, TandemError } from "#model";
import type { EvidenceOutlet } from "./evidence-outlet.ts";
import { type Inquiry, lotsOf } from "./inquiry.ts";

export interface SettlementPorts {
  readonly inquiry: Inquiry;
  readonly outlet: EvidenceOutlet;
  isStopped(): boolean;
  /** Waits between two attempts. */
  rest(): Promise<void>;
}

/** An order that ended with fills; `fills` are those that its record came with, if it did. */
export interface FilledEnd {
  readonly orderId: string;
  readonly filledLots: number;
  readonly fills: readonly CexFill[] | null;
}

/** Reads fills and fees until they add up to what the order filled; null where it was stopped before. */
export async function settle(
  intent: CexIntent,
  { orderId, filledLots, fills: recorded }: FilledEnd,
  { inquiry, outlet, isStopped, rest }: SettlementPorts,
): Promise<readonly CexFill[] | null> {
  if (recorded !== null && lotsOf(recorded) === filledLots) return recorded;
  while (!isStopped()) {
    try {
      const fills = await inquiry.fills(intent, orderId, filledLots);
      if (fills !== null) return isStopped() ? null : fills;
      outlet.warn("Gemini order's fills do not add up yet", { order_id: orderId });
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      if (!isStopped()) {
        outlet.warn("Gemini order not settled yet", { code: error.code, message: error.message });
      }
    }
    if (!isStopped()) await rest();
  }
  return null;
}
