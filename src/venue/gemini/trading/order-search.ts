import { type CexFill, type CexIntent, TandemError } from "#model";
import type { EvidenceOutlet } from "./evidence-outlet.ts";
import type { Inquiry } from "./inquiry.ts";
import type { VenueOrder } from "./order-records.ts";
import type { WakeablePause } from "./wakeable-pause.ts";

/** Which connection an order left by; null for one that another process sent. */
export type ConnectionNumber = number | null;

/** What is known of an order besides its events; shared by those who follow it. */
export interface Known {
  /** The venue's id. */
  orderId: string | null;
  /** The venue's words where it refused the order and its records have not confirmed that yet. */
  refusal: string | null;
  /** The venue said that this client id is taken: an order of that id exists, so ours can never be called absent. */
  isTaken: boolean;
}

/** An end that the venue's records showed. */
export interface RecordedEnd {
  readonly orderId: string | null;
  readonly filledLots: number;
  readonly reason: string | null;
  readonly fills: readonly CexFill[] | null;
}

export interface SearchPorts {
  readonly inquiry: Inquiry;
  readonly outlet: EvidenceOutlet;
  readonly pause: WakeablePause;
  readonly absenceGapMs: number;
  /** True once nothing is left to be found out. */
  isDone(): boolean;
  isOpen(connection: ConnectionNumber): boolean;
  /** Ends that connection so that nothing written to it can arrive any more. */
  dropConnection(connection: ConnectionNumber, reason: string): void;
  /** Waits between looks that found it open or failed. */
  rest(): Promise<void>;
  onEnd(end: RecordedEnd): void;
  onAbsent(detail: string): void;
}

/** Consecutive empty looks that prove absence, each begun after the sending connection had closed. */
const EMPTY_LOOKS = 2;
const ABSENCE = "status, open orders, history and trades were empty twice after its connection had closed";

type Look = "over" | "again" | "empty";

/**
 * Asks the venue's records about one order until they show its end or prove its absence. Errors prove
 * nothing, and an order of which anything was ever seen is never absent.
 */
export class OrderSearch {
  readonly #intent: CexIntent;
  readonly #connection: ConnectionNumber;
  readonly #known: Known;
  readonly #ports: SearchPorts;
  /** What an undocumented state showed as executed at the last look: it must show it twice to be an end. */
  #unclearLots: number | null = null;

  constructor(intent: CexIntent, connection: ConnectionNumber, known: Known, ports: SearchPorts) {
    this.#intent = intent;
    this.#connection = connection;
    this.#known = known;
    this.#ports = ports;
  }

  async run(): Promise<void> {
    const { pause, absenceGapMs, isOpen, dropConnection, onAbsent } = this.#ports;
    if (this.#connection === null) await pause.gap(absenceGapMs);
    let emptyLooks = 0;
    while (!this.#ports.isDone()) {
      const wasClosed = !isOpen(this.#connection);
      const look = await this.#look();
      if (look === "over" || this.#ports.isDone()) return;
      if (look === "again") {
        await this.#ports.rest();
      } else if (!wasClosed) {
        dropConnection(this.#connection, `no trace of order ${this.#intent.clientOrderId}`);
      } else {
        emptyLooks += 1;
        if (emptyLooks >= EMPTY_LOOKS) return onAbsent(ABSENCE);
        await pause.gap(absenceGapMs);
      }
    }
  }

  /** One look; "empty" only where all four records show nothing and no event ever did. */
  async #look(): Promise<Look> {
    const { inquiry, outlet, isDone, onEnd } = this.#ports;
    const known = this.#known;
    try {
      const order = await inquiry.status(this.#intent, known.orderId);
      if (order !== null) return this.#found(order);
      if (known.refusal !== null && known.orderId === null) {
        onEnd({ orderId: null, filledLots: 0, reason: known.refusal, fills: null });
        return "over";
      }
      const trace = await inquiry.trace(this.#intent);
      if (trace.kind === "order") return this.#found(trace.order);
      if (trace.kind === "trade") known.orderId ??= trace.orderId;
      if (known.isTaken && known.orderId === null)
        outlet.warn("Gemini order id is taken by an order of other terms", {
          client_order_id: this.#intent.clientOrderId,
        });
      return known.orderId === null && !known.isTaken ? "empty" : "again";
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      if (isDone()) return "over";
      outlet.warn("Gemini order not found out yet", { code: error.code, message: error.message });
      return "again";
    }
  }

  #found({ orderId, state, executedLots, reason, fills }: VenueOrder): Look {
    const { outlet, onEnd, isDone } = this.#ports;
    if (isDone()) return "over";
    this.#known.orderId = orderId;
    const isUnclearAgain = state === "unclear" && this.#unclearLots === executedLots;
    this.#unclearLots = state === "unclear" ? executedLots : null;
    if (state === "ended" || isUnclearAgain) {
      onEnd({ orderId, filledLots: executedLots, reason: reason ?? this.#known.refusal, fills });
      return "over";
    }
    outlet.tell({ kind: "cex-acked", orderId });
    if (executedLots > 0) outlet.tell({ kind: "cex-partial", orderId, filledLots: executedLots });
    return "again";
  }
}
