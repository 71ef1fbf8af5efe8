import type { Clock, DepthUpdate, Random, Timers } from "#model";
import { createBackoff } from "#transport";
import { anchorRequestId } from "./frame.ts";
import type { Reply } from "./messages.ts";
import * as requests from "./requests.ts";
import { type Anchoring, SnapshotAnchor } from "./snapshot-anchor.ts";

/** What a stream needs of its feed. */
export interface StreamPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  send(text: string): boolean;
  /** The book is void, and the next delivered depth frame is its snapshot. */
  onVoid(symbol: string, reason: string): void;
  /** A one-shot book is the snapshot; frames that follow are delivered. */
  onBook(update: DepthUpdate): void;
  /** The venue refused the subscription; the others are not concerned. */
  onRefused(symbol: string, reason: string): void;
  /** Nothing helped on this connection: drop it. */
  onStuck(symbol: string, reason: string): void;
}

/**
 * Where a symbol's subscription stands; frames are delivered in `live` only. `late`: diffs came before the
 * snapshot; `anchoring`: it did not come, and a one-shot book was asked for in its place.
 */
type Phase = "down" | "subscribing" | "late" | "anchoring" | "live" | "waiting" | "unsubscribing" | "refused";

const REPLY_TIMEOUT_MS = 5_000;
/**
 * The largest snapshot seen (145 KB) took 0.7 s after the reply. The wait grows with each failure, beyond
 * 5 s from the fourth on, so that a slow line gets its snapshot in the end and a lost one is soon replaced.
 */
const SNAPSHOT_TIMEOUT_MS = 2_000;
const MAX_SNAPSHOT_TIMEOUT_MS = 15_000;
/** A diff before the snapshot: it was lost, or it is only late. */
const LATE_SNAPSHOT_MS = 500;
/** For the one-shot book and the frame that connects with it; a fresh subscription may do better then. */
const ANCHOR_TIMEOUT_MS = 2_000;
const MAX_ANCHORS = 3;
const REFUSED_RETRY_MS = 60_000;
const BUSY_RETRY_MS = 5_000;
const MAX_FAILURES = 3;
const PROVEN_NS = 10e9;

/**
 * One symbol's depth stream: subscribes, lets through nothing before the snapshot, and gets a fresh one by
 * unsubscribe, reply, subscribe. The snapshot may come before the subscription's reply or long after it.
 * Where only frames come that might be diffs, the book begins with a one-shot one (see SnapshotAnchor).
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
  #anchor = new SnapshotAnchor();
  #anchorId = "";
  #anchors = 0;
  /** Ticker and trades are subscribed on this connection; they need no renewal. */
  #hasTicker = false;
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
    this.#hasTicker = false;
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
    if (!this.#awaitsSnapshot) {
      this.#floorId = Math.max(this.#floorId, update.lastId);
      return false;
    }
    if (update.firstId === update.lastId && update.lastId >= this.#floorId) {
      this.#begin(update.lastId);
      return true;
    }
    const anchoring = this.#anchor.frame(update);
    if (this.#phase === "subscribing") {
      // Once, and not at each diff: a busy book must not put its own recovery off for ever.
      this.#enter("late");
      this.#expect(LATE_SNAPSHOT_MS, () => this.#askBook());
    }
    this.#anchored(anchoring);
    return anchoring === "connects" && this.isLive;
  }

  /** Takes the reply to this stream's one-shot request; false where it is another's. */
  takesBook(id: Reply["id"], update: DepthUpdate): boolean {
    if (id !== this.#anchorId) return false;
    if (this.#phase === "anchoring") this.#anchored(this.#anchor.reply(update));
    return true;
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
    if (id === this.#anchorId && this.#phase === "anchoring") {
      this.#noSnapshot(`one-shot depth refused: ${error?.msg ?? status}`);
      return true;
    }
    if (id !== this.#requestId) return false;
    if (this.#phase === "unsubscribing") {
      if (status === 200) this.#subscribe();
      else this.#ports.onStuck(this.symbol, `unsubscribe refused: ${error?.msg ?? status}`);
    } else if (status === 200) this.#hasTicker = true;
    else if (this.#awaitsSnapshot || this.isLive) {
      this.#refused(status, `subscription refused: ${error?.msg ?? status}`);
    }
    return true;
  }

  get #awaitsSnapshot(): boolean {
    return this.#phase === "subscribing" || this.#phase === "late" || this.#phase === "anchoring";
  }

  #begin(lastId: number): void {
    this.#enter("live");
    this.#hasTicker = true;
    this.#floorId = lastId;
    this.#liveSinceNs = this.#ports.clock.monotonicNs();
  }

  #askBook(): void {
    this.#anchors += 1;
    this.#anchorId = anchorRequestId(this.symbol, this.#anchors);
    if (this.#phase !== "anchoring") {
      this.#enter("anchoring");
      this.#expect(ANCHOR_TIMEOUT_MS, () => this.#noSnapshot("no snapshot before the first diff"));
    }
    this.#ports.send(requests.wholeDepth(this.#anchorId, this.symbol));
  }

  #anchored(anchoring: Anchoring): void {
    const { book } = this.#anchor;
    if (anchoring === "missed") {
      if (this.#anchors % MAX_ANCHORS === 0) this.#noSnapshot("no one-shot book connects with the frames");
      else this.#askBook();
    } else if (anchoring !== "waiting" && book !== null) {
      this.#begin(book.lastId);
      this.#ports.onBook(book);
    }
  }

  #subscribe(): void {
    this.#ports.onVoid(this.symbol, this.#reason);
    this.#requestId = this.#nextId("sub");
    this.#anchor = new SnapshotAnchor();
    this.#enter("subscribing");
    const waitMs = SNAPSHOT_TIMEOUT_MS * 1.5 ** this.#failures;
    this.#expect(Math.min(waitMs, MAX_SNAPSHOT_TIMEOUT_MS), () => this.#noSnapshot("no snapshot"));
    const subscribe = this.#hasTicker ? requests.subscribeDepth : requests.subscribe;
    this.#ports.send(subscribe(this.#requestId, this.symbol));
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
    this.#hasTicker = false;
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
