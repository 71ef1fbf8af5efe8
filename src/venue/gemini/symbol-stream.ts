import type { Clock, DepthUpdate, Random, Timers } from "#model";
import { createBackoff } from "#transport";
import type { Reply } from "./messages.ts";
import * as requests from "./requests.ts";

/** What a stream needs of its feed. */
export interface StreamPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  send(text: string): boolean;
  /** The book is void, and the next delivered depth frame is its snapshot. */
  onVoid(symbol: string, reason: string): void;
  /** The venue refused the subscription; the others are not concerned. */
  onRefused(symbol: string, reason: string): void;
  /** Nothing helped on this connection: drop it. */
  onStuck(symbol: string, reason: string): void;
}

/** Where a symbol's subscription stands; frames are delivered in `live` only. */
type Phase = "down" | "subscribing" | "live" | "waiting" | "unsubscribing" | "refused";

const REPLY_TIMEOUT_MS = 5_000;
/**
 * The largest snapshot seen (145 KB) took 0.7 s after the reply. The wait grows with each failure, beyond
 * 5 s from the fourth on, so that a slow line gets its snapshot in the end and a lost one is soon replaced.
 */
const SNAPSHOT_TIMEOUT_MS = 2_000;
const MAX_SNAPSHOT_TIMEOUT_MS = 15_000;
/** A diff before the snapshot: it was lost, or it is only late. */
const LATE_SNAPSHOT_MS = 500;
const REFUSED_RETRY_MS = 60_000;
const BUSY_RETRY_MS = 5_000;
const MAX_FAILURES = 3;
const PROVEN_NS = 10e9;

/**
 * One symbol's depth stream: subscribes, lets through nothing before the snapshot, and gets a fresh one by
 * unsubscribe, reply, subscribe. The snapshot may come before the subscription's reply or long after it.
 */
export class SymbolStream {
  readonly symbol: string;
  readonly #ports: StreamPorts;
  readonly #resyncDelay;
  #phase: Phase = "down";
  #reason = "";
  #requestId = "";
  #sequence = 0;
  #failures = 0;
  #liveSinceNs = 0;
  /** Highest `u` seen on this connection: an older snapshot is a late copy from before. */
  #floorId = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(symbol: string, ports: StreamPorts) {
    this.symbol = symbol;
    this.#ports = ports;
    this.#resyncDelay = createBackoff({ minMs: 100, maxMs: 2_000 }, ports.random);
  }

  get isLive(): boolean {
    return this.#phase === "live";
  }

  /** The socket is open. */
  up(): void {
    this.#reason = "no snapshot yet";
    this.#floorId = 0;
    this.#subscribe();
  }

  /** The socket is gone, and with it everything under way. */
  down(): void {
    this.#enter("down");
  }

  /** True where this frame is to be delivered: a snapshot begins, diffs follow. */
  takes(update: DepthUpdate): boolean {
    if (this.#phase === "live") {
      if (update.lastId > this.#floorId) this.#floorId = update.lastId;
      return true;
    }
    if (this.#phase !== "subscribing") {
      this.#floorId = Math.max(this.#floorId, update.lastId);
      return false;
    }
    if (update.firstId === update.lastId && update.lastId >= this.#floorId) {
      this.#enter("live");
      this.#floorId = update.lastId;
      this.#liveSinceNs = this.#ports.clock.monotonicNs();
      return true;
    }
    this.#expect(LATE_SNAPSHOT_MS, () => this.#noSnapshot("no snapshot before the first diff"));
    return false;
  }

  /** Gets a fresh snapshot; does nothing while one is under way. `reason` comes back with onVoid. */
  resync(reason: string): void {
    if (this.#phase !== "live") return;
    this.#reason = reason;
    if (this.#ports.clock.monotonicNs() - this.#liveSinceNs > PROVEN_NS) {
      this.#failures = 0;
      this.#resyncDelay.reset();
    }
    this.#enter("waiting");
    this.#expect(this.#resyncDelay.nextMs(), () => this.#unsubscribe());
  }

  /** Takes the reply to one of this stream's requests; false where it is none of them. */
  takesReply({ id, status, error }: Reply): boolean {
    if (id !== this.#requestId) return false;
    if (this.#phase === "unsubscribing") {
      if (status === 200) this.#subscribe();
      else this.#ports.onStuck(this.symbol, `unsubscribe refused: ${error?.msg ?? status}`);
    } else if (status !== 200 && (this.#phase === "subscribing" || this.#phase === "live")) {
      this.#refused(status, `subscription refused: ${error?.msg ?? status}`);
    }
    return true;
  }

  #subscribe(): void {
    this.#ports.onVoid(this.symbol, this.#reason);
    this.#requestId = this.#nextId("sub");
    this.#enter("subscribing");
    const waitMs = SNAPSHOT_TIMEOUT_MS * 1.5 ** this.#failures;
    this.#expect(Math.min(waitMs, MAX_SNAPSHOT_TIMEOUT_MS), () => this.#noSnapshot("no snapshot"));
    this.#ports.send(requests.subscribe(this.#requestId, this.symbol));
  }

  #unsubscribe(): void {
    this.#requestId = this.#nextId("unsub");
    this.#enter("unsubscribing");
    this.#expect(REPLY_TIMEOUT_MS, () => this.#ports.onStuck(this.symbol, "no reply to unsubscribe"));
    this.#ports.send(requests.unsubscribeDepth(this.#requestId, this.symbol));
  }

  #noSnapshot(reason: string): void {
    this.#failures += 1;
    // A snapshot that is always older than the diffs before it is better than none.
    this.#floorId = 0;
    this.#reason = reason;
    this.#ports.onVoid(this.symbol, reason);
    if (this.#failures % MAX_FAILURES === 0) this.#ports.onStuck(this.symbol, reason);
    else this.#unsubscribe();
  }

  #refused(status: number, reason: string): void {
    this.#enter("refused");
    this.#reason = reason;
    this.#ports.onVoid(this.symbol, reason);
    this.#ports.onRefused(this.symbol, reason);
    // A bad request stays bad; anything else (too many requests, an internal error) may pass.
    this.#expect(status === 400 ? REFUSED_RETRY_MS : BUSY_RETRY_MS, () => this.#subscribe());
  }

  #enter(phase: Phase): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#phase = phase;
  }

  #expect(ms: number, task: () => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.timers.after(ms, task);
  }

  #nextId(kind: string): string {
    this.#sequence += 1;
    return `${kind}:${this.symbol}:${this.#sequence}`;
  }
}
