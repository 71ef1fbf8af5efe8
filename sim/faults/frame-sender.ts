import type { Random } from "../market/index.ts";
import { damage } from "./damage.ts";
import type { FaultClock, FaultVenue } from "./fault-clock.ts";

/** What one connection sends, with the plan's faults applied to it. */
export interface FrameSender {
  /** Sends a reply or an acknowledgement: only `latency` and `freeze` touch it. */
  reply(frame: string): void;
  /** Sends an event of an account: `duplicate` and `reorder` among such events, `latency` and `freeze`. */
  private(frame: string): void;
  /** Sends a frame of market data: every fault touches it. `stream` is the symbol or account that it is about. */
  market(stream: string, frame: string): void;
  /** Forgets all that is held back; nothing is sent after it. */
  close(): void;
}

export interface FrameSenderOptions {
  readonly venue: FaultVenue;
  readonly faults: FaultClock;
  readonly random: Random;
  /** Puts one frame on the wire. */
  readonly transmit: (frame: string) => void;
}

interface Held {
  readonly frame: string;
  readonly dueMs: number;
}

/** While frozen or delayed frames wait here, in order; the poll is fine enough to time a delay. */
const POLL_MS = 5;
/** Frames that a reorder holds back are sent after this at the latest, when no next one comes. */
const REORDER_MS = 250;

/** The part that keeps order: frames leave when their delay is over and the connection is not frozen. */
function createQueue(options: FrameSenderOptions): { push(frame: string): void; close(): void } {
  const { venue, faults, transmit } = options;
  const held: Held[] = [];
  let timer: NodeJS.Timeout | undefined;

  const drain = (): void => {
    const nowMs = performance.now();
    const frozen = faults.active(venue, "freeze") !== undefined;
    while (!frozen && held[0] !== undefined && held[0].dueMs <= nowMs) {
      const next = held.shift();
      if (next !== undefined) transmit(next.frame);
    }
    if (held.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    push(frame) {
      const delayMs = faults.active(venue, "latency")?.delayMs ?? 0;
      const frozen = faults.active(venue, "freeze") !== undefined;
      if (held.length === 0 && delayMs === 0 && !frozen) {
        transmit(frame);
        return;
      }
      held.push({ frame, dueMs: performance.now() + delayMs });
      timer ??= setInterval(drain, POLL_MS);
    },
    close() {
      clearInterval(timer);
      timer = undefined;
      held.length = 0;
    },
  };
}

type Strikes = (kind: "gap" | "duplicate" | "reorder" | "malformed") => boolean;

/** One kind of frames on a connection: they are sent twice or overtaken among themselves only. */
function createLane(strikes: Strikes, push: (frame: string) => void) {
  let late: string | undefined;
  let lateTimer: NodeJS.Timeout | undefined;
  const releaseLate = (): void => {
    clearTimeout(lateTimer);
    const frame = late;
    late = undefined;
    if (frame !== undefined) push(frame);
  };
  return {
    send(frame: string): void {
      if (late === undefined && strikes("reorder")) {
        late = frame;
        lateTimer = setTimeout(releaseLate, REORDER_MS);
        return;
      }
      push(frame);
      releaseLate();
      if (strikes("duplicate")) push(frame);
    },
    close(): void {
      clearTimeout(lateTimer);
      late = undefined;
    },
  };
}

/** Makes the sender of one connection. `close` must be called when the connection is gone. */
export function createFrameSender(options: FrameSenderOptions): FrameSender {
  const { venue, faults, random } = options;
  const queue = createQueue(options);
  let closed = false;

  const strikes: Strikes = (kind) => {
    const fault = faults.active(venue, kind);
    return fault !== undefined && random() < fault.probability;
  };
  const markets = createLane(strikes, queue.push);
  const privates = createLane(strikes, queue.push);

  return {
    reply(frame) {
      if (!closed) queue.push(frame);
    },
    private(frame) {
      if (!closed) privates.send(frame);
    },
    market(stream, frame) {
      if (closed || faults.silent(venue, stream) || strikes("gap")) return;
      markets.send(strikes("malformed") ? damage(frame, random) : frame);
    },
    close() {
      closed = true;
      markets.close();
      privates.close();
      queue.close();
    },
  };
}
