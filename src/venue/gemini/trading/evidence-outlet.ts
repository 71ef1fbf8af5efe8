import { assertNever, type CexEvidence, type CexIntent, formatSteps, type Log, type LogFields } from "#model";
import { refusalKindOfWords } from "./refusal.ts";

type Omitted<T> = T extends unknown ? Omit<T, "attemptId" | "atMs"> : never;
export type Learnt = Omitted<CexEvidence>;

export interface OutletPorts {
  readonly log: Log;
  epochMs(): number;
  emit(evidence: CexEvidence): void;
}

/** Why an accepted order did not fill; every other reason of an empty end is a refusal. */
const CANCEL_REASONS = new Set([
  "ImmediateOrCancelWouldPost",
  "SelfCrossPrevented",
  "ExceedsPriceLimits",
  "AuctionCancelled",
  "Requested",
]);

/**
 * Tells what became of one order: every kind of evidence at most once, partial fills as often as they grow,
 * and one line of the operator's log for each that he would ask about.
 */
export class EvidenceOutlet {
  readonly #intent: CexIntent;
  readonly #ports: OutletPorts;
  readonly #told = new Set<CexEvidence["kind"]>();
  #filledLots = 0;

  constructor(intent: CexIntent, ports: OutletPorts) {
    this.#intent = intent;
    this.#ports = ports;
  }

  has(kind: CexEvidence["kind"]): boolean {
    return this.#told.has(kind);
  }

  tell(learnt: Learnt): void {
    if (learnt.kind === "cex-partial") {
      if (learnt.filledLots <= this.#filledLots) return;
      this.#filledLots = learnt.filledLots;
    } else if (this.#told.has(learnt.kind)) return;
    this.#told.add(learnt.kind);
    this.#write(learnt);
    this.#ports.emit({ ...learnt, attemptId: this.#intent.attemptId, atMs: this.#ports.epochMs() });
  }

  placed(): void {
    const { order } = this.#intent;
    this.#ports.log.info("Gemini order placed", {
      ...this.#ids(),
      symbol: order.symbol,
      side: order.side,
      price: formatSteps(order.limitTicks, order.tickSize),
      quantity: formatSteps(order.lots, order.lotSize),
    });
  }

  warn(event: string, fields: LogFields): void {
    this.#ports.log.warning(event, { ...this.#ids(), ...fields });
  }

  #write(learnt: Learnt): void {
    const { log } = this.#ports;
    const ids = this.#ids();
    switch (learnt.kind) {
      case "cex-acked":
      case "cex-partial":
        log.debug("Gemini order noticed", { ...ids, order_id: learnt.orderId });
        return;
      case "cex-unknown":
        log.warning("Gemini order unknown", { ...ids, reason: learnt.reason });
        return;
      case "cex-ended":
        this.#writeEnd(learnt);
        return;
      case "cex-settled":
        log.info("Gemini order settled", { ...ids, order_id: learnt.orderId, fills: learnt.fills.length });
        return;
      case "cex-absent":
        log.warning("Gemini order absent", { ...ids, detail: learnt.detail });
        return;
      case "cex-not-sent":
        log.warning("Gemini order not sent", { ...ids, reason: learnt.reason });
        return;
      default:
        assertNever(learnt);
    }
  }

  #writeEnd({ orderId, filledLots, reason }: Learnt & { kind: "cex-ended" }): void {
    const { log } = this.#ports;
    const filled = formatSteps(filledLots, this.#intent.order.lotSize);
    const fields = { ...this.#ids(), order_id: orderId, filled, reason };
    if (filledLots > 0) {
      log.info("Gemini order filled", fields);
    } else if (reason === null || CANCEL_REASONS.has(reason)) {
      log.info("Gemini order cancelled", fields);
    } else {
      log.warning("Gemini order refused", { ...fields, kind: refusalKindOfWords(reason) });
    }
  }

  #ids(): LogFields {
    const { attemptId, clientOrderId } = this.#intent;
    return { attempt: attemptId, client_order_id: clientOrderId };
  }
}
