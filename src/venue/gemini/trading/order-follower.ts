import { type CexIntent, InputError, InvariantError, type Random, type Timers } from "#model";
import { type Backoff, createBackoff } from "#transport";
import type { EvidenceOutlet } from "./evidence-outlet.ts";
import type { Inquiry } from "./inquiry.ts";
import type { GeminiLimits } from "./limits.ts";
import { isEventOf, type OrderUpdate, readOrderEvent } from "./order-events.ts";
import { type ConnectionNumber, type Known, OrderSearch, type RecordedEnd } from "./order-search.ts";
import { DUPLICATE, type Finding, OrderTrack } from "./order-track.ts";
import { refusalKindOfWords } from "./refusal.ts";
import { type FilledEnd, settle } from "./settlement.ts";
import { WakeablePause } from "./wakeable-pause.ts";

export interface FollowerPorts {
  readonly inquiry: Inquiry;
  readonly outlet: EvidenceOutlet;
  readonly timers: Timers;
  readonly random: Random;
  readonly limits: GeminiLimits;
  isOpen(connection: ConnectionNumber): boolean;
  dropConnection(connection: ConnectionNumber, reason: string): void;
  /** Nothing more will be told of this order. */
  onOver(): void;
}

/**
 * Follows one order from its send to its settlement: by its events while they come, by the venue's records
 * where they do not. Sends nothing, and no wait ever ends the order: only evidence does.
 */
export class OrderFollower {
  readonly intent: CexIntent;
  readonly connection: ConnectionNumber;
  readonly #ports: FollowerPorts;
  readonly #track: OrderTrack;
  readonly #pause: WakeablePause;
  readonly #backoff: Backoff;
  readonly #known: Known = { orderId: null, refusal: null, isTaken: false };
  #cancelTimer: (() => void) | undefined;
  #search: Promise<void> | undefined;
  #settlement: Promise<void> | undefined;
  #isOver = false;

  constructor(intent: CexIntent, connection: ConnectionNumber, ports: FollowerPorts) {
    const { timers, random, limits } = ports;
    this.intent = intent;
    this.connection = connection;
    this.#ports = ports;
    this.#track = new OrderTrack(intent.order.lots);
    this.#pause = new WakeablePause(timers);
    this.#backoff = createBackoff({ minMs: limits.retryMinMs, maxMs: limits.retryMaxMs }, random);
  }

  /** Just sent: an end is expected within the time for it. */
  watch(): void {
    const { timers, limits } = this.#ports;
    const reason = `no end within ${limits.ackTimeoutMs} ms`;
    this.#cancelTimer = timers.after(limits.ackTimeoutMs, () => this.doubt(reason));
  }

  /** The reply to `order.place`; `refusal` null where it is accepted. Proves neither placement nor absence. */
  takeReply(refusal: string | null): void {
    if (this.#isOver || this.#track.isEnded) return;
    if (refusal === null) {
      this.#ports.outlet.tell({ kind: "cex-acked", orderId: null });
    } else if (refusalKindOfWords(refusal) === "auth") {
      // Who is not let in has placed nothing, and may not be let in to the records either.
      this.#recordedEnd({ orderId: null, filledLots: 0, reason: refusal, fills: null });
    } else if (refusal.includes(DUPLICATE)) {
      this.#known.isTaken = true;
      this.doubt(refusal);
    } else {
      this.#known.refusal = refusal;
      this.#ask();
    }
  }

  /** An event that may be this order's. False where it is another's after all. */
  takeEvent(update: OrderUpdate): boolean {
    const { orderId } = this.#known;
    if (orderId !== null && update.i !== orderId) return false;
    try {
      if (!isEventOf(update, this.intent.order)) return false;
      if (update.r === DUPLICATE) this.#known.isTaken = true;
      else this.#known.orderId = update.i;
      this.#learn(this.#track.apply(readOrderEvent(update, this.intent.order)), update.i);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.doubt(`event cannot be read: ${error.message}`);
    }
    return true;
  }

  /** What was sent may not have arrived, or its answer is lost: says so once, and asks until it is known. */
  doubt(reason: string): void {
    if (this.#isOver || this.#track.isEnded) return;
    this.#ports.outlet.tell({ kind: "cex-unknown", reason });
    this.#ask();
  }

  /** There is a connection again: what merely waits to spare the venue asks now. */
  hurry(): void {
    this.#backoff.reset();
    this.#pause.hurry();
  }

  /** Stops without a word; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#finish();
    await this.#search;
    await this.#settlement;
  }

  #learn(finding: Finding | null, orderId: string): void {
    const { outlet } = this.#ports;
    if (finding === null) return;
    switch (finding.kind) {
      case "doubtful":
        this.doubt(finding.why);
        return;
      case "ended":
        this.#ended({ ...finding, orderId, fills: null });
        return;
      case "noticed":
        outlet.tell({ kind: "cex-acked", orderId });
        return;
      case "partial":
        outlet.tell({ kind: "cex-acked", orderId });
        outlet.tell({ kind: "cex-partial", orderId, filledLots: finding.filledLots });
    }
  }

  #recordedEnd(end: RecordedEnd): void {
    if (this.#track.conclude()) this.#ended(end);
  }

  #ended({ orderId, filledLots, reason, fills }: RecordedEnd): void {
    this.#cancelTimer?.();
    this.#pause.wake();
    this.#ports.outlet.tell({ kind: "cex-ended", orderId, filledLots, reason });
    if (filledLots === 0) {
      this.#over();
      return;
    }
    if (orderId === null) throw new InvariantError("fill-without-order", "a fill needs its order's id");
    this.#settlement = this.#settle({ orderId, filledLots, fills }).catch(this.#fail);
  }

  #absent(detail: string): void {
    if (!this.#track.conclude()) return;
    this.#ports.outlet.tell({ kind: "cex-absent", detail });
    this.#over();
  }

  #ask(): void {
    const { inquiry, outlet, limits, isOpen, dropConnection } = this.#ports;
    this.#search ??= new OrderSearch(this.intent, this.connection, this.#known, {
      inquiry,
      outlet,
      pause: this.#pause,
      absenceGapMs: limits.absenceGapMs,
      isDone: () => this.#isOver || this.#track.isEnded,
      isOpen,
      dropConnection,
      rest: () => this.#rest(),
      onEnd: (end) => this.#recordedEnd(end),
      onAbsent: (detail) => this.#absent(detail),
    })
      .run()
      .catch(this.#fail);
  }

  async #settle(end: FilledEnd): Promise<void> {
    const { inquiry, outlet } = this.#ports;
    await this.#search;
    this.#backoff.reset();
    const fills = await settle(this.intent, end, {
      inquiry,
      outlet,
      isStopped: () => this.#isOver,
      rest: () => this.#rest(),
    });
    if (fills === null) return;
    outlet.tell({ kind: "cex-settled", orderId: end.orderId, fills });
    this.#over();
  }

  #rest(): Promise<void> {
    return this.#pause.rest(this.#ports.limits.retryMinMs + this.#backoff.nextMs());
  }

  #over(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#ports.onOver();
  }

  #finish(): void {
    this.#isOver = true;
    this.#cancelTimer?.();
    this.#pause.wake();
  }

  /** Only a defect of ours comes here: the order stays as it was told last, and is asked for at the next start. */
  readonly #fail = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    this.#ports.outlet.warn("Gemini order is followed no more", { message });
  };
}
