import type { Random } from "../market/index.ts";
import { damage } from "./damage.ts";
import type { FaultClock, FaultVenue } from "./fault-clock.ts";

/** What one connection sends, with the plan's faults applied to it. */
export interface FrameSender {
  /** Sends a reply or an acknowledgement: only `latency` and `freeze` touch it. */
  reply(frame: string): void;
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

/** Makes the sender of one connection. `close` must be called when the connection is gone. */
export function createFrameSender(options: FrameSenderOptions): FrameSender {
  const { venue, faults, random } = options;
  const queue = createQueue(options);
  let late: string | undefined;
  let lateTimer: NodeJS.Timeout | undefined;
  let closed = false;

  const strikes = (kind: "gap" | "duplicate" | "reorder" | "malformed"): boolean => {
    const fault = faults.active(venue, kind);
    return fault !== undefined && random() < fault.probability;
  };
  const releaseLate = (): void => {
    clearTimeout(lateTimer);
    const frame = late;
    late = undefined;
    if (frame !== undefined) queue.push(frame);
  };
  const market = (stream: string, frame: string): void => {
    if (closed || faults.silent(venue, stream) || strikes("gap")) return;
    const sent = strikes("malformed") ? damage(frame, random) : frame;
    if (late === undefined && strikes("reorder")) {
      late = sent;
      lateTimer = setTimeout(releaseLate, REORDER_MS);
      return;
    }
    queue.push(sent);
    releaseLate();
    if (strikes("duplicate")) queue.push(sent);
  };

  return {
    reply(frame) {
      if (!closed) queue.push(frame);
    },
    market,
    close() {
      closed = true;
      clearTimeout(lateTimer);
      late = undefined;
      queue.close();
    },
  };
}
