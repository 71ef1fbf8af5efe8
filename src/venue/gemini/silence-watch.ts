import type { Clock, Timers } from "#model";
import { createPace, type Pace } from "#transport";
import { symbolOfDepthId } from "./frame.ts";
import type { Reply } from "./messages.ts";
import * as requests from "./requests.ts";

/** What the watch needs of its feed. */
export interface WatchPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The symbols whose books are live now. */
  live(): Iterable<string>;
  send(text: string): boolean;
  /** The venue left a check unanswered: what the book shows is unproven. */
  onUnanswered(symbol: string): void;
}

interface Watched {
  lastSeenNs: number;
  lastId: number;
  /** When the open request was sent; null while there is none. */
  askedNs: number | null;
  /** How long to wait in silence before the next request. */
  patienceNs: number;
}

const SILENT_NS = 3e9;
/** The venue's answer was ahead of us: look again soon, since only lasting disagreement counts. */
const RECHECK_NS = 0.5e9;
const REFUSED_NS = 30e9;
const UNANSWERED_NS = 2e9;
const TICK_MS = 250;
/** The venue's limit is a weight of 7,000 in 10 s for everything; this stays far below it. */
const PACE = { burst: 10, everyMs: 250 };

/**
 * A quiet book and a dead stream look the same. Whoever is silent for 3 s is asked for by a one-shot
 * depth request, whose answer the book compares; a heartbeat would only prove the socket.
 */
export class SilenceWatch {
  readonly #ports: WatchPorts;
  readonly #pace: Pace;
  readonly #watched = new Map<string, Watched>();
  #stop: (() => void) | undefined;
  #sequence = 0;

  constructor(ports: WatchPorts) {
    this.#ports = ports;
    this.#pace = createPace(PACE, ports.clock);
  }

  /** The number of requests so far. */
  get requests(): number {
    return this.#sequence;
  }

  start(): void {
    this.#stop ??= this.#ports.timers.every(TICK_MS, () => this.#tick());
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#watched.clear();
  }

  /** A depth frame was delivered. */
  seen(symbol: string, lastId: number, receivedNs: number): void {
    const watched = this.#watched.get(symbol);
    if (watched === undefined) {
      this.#watched.set(symbol, { lastSeenNs: receivedNs, lastId, askedNs: null, patienceNs: SILENT_NS });
      return;
    }
    // Frames that are older than the book keep nothing fresh, however many there are.
    if (lastId <= watched.lastId) return;
    watched.lastSeenNs = receivedNs;
    watched.lastId = lastId;
    watched.patienceNs = SILENT_NS;
  }

  /** The answer of a one-shot request came. */
  answered(symbol: string, lastId: number, receivedNs: number): void {
    const watched = this.#watched.get(symbol);
    if (watched === undefined) return;
    watched.askedNs = null;
    watched.lastSeenNs = receivedNs;
    watched.patienceNs = lastId > watched.lastId && watched.patienceNs === SILENT_NS ? RECHECK_NS : SILENT_NS;
  }

  /** Takes a reply that refuses a one-shot request; false where it is another's. */
  takesReply({ id }: Reply, receivedNs: number): boolean {
    const symbol = symbolOfDepthId(id);
    if (symbol === undefined) return false;
    const watched = this.#watched.get(symbol);
    if (watched !== undefined) {
      watched.askedNs = null;
      watched.lastSeenNs = receivedNs;
      watched.patienceNs = REFUSED_NS;
    }
    return true;
  }

  #tick(): void {
    const nowNs = this.#ports.clock.monotonicNs();
    for (const symbol of this.#ports.live()) {
      const watched = this.#watched.get(symbol);
      if (watched !== undefined) this.#check(symbol, watched, nowNs);
    }
  }

  #check(symbol: string, watched: Watched, nowNs: number): void {
    if (watched.askedNs !== null) {
      if (nowNs - watched.askedNs < UNANSWERED_NS) return;
      this.#watched.delete(symbol);
      this.#ports.onUnanswered(symbol);
    } else if (nowNs - watched.lastSeenNs >= watched.patienceNs && this.#pace.tryTake()) {
      this.#sequence += 1;
      watched.askedNs = nowNs;
      this.#ports.send(requests.depth(symbol, this.#sequence));
    }
  }
}
