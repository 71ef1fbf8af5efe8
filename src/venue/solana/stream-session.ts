import { createSlotClock, type SlotClock } from "./slot-clock.ts";
import { DEFAULT_LIMITS, type StreamLimits, streamTrouble } from "./stream-watch.ts";

/**
 * Where the feed stands with its socket. Pools are live only while "streaming".
 * - `down`: no socket.
 * - `syncing`: subscriptions are asked for; the first Clock notification after all were answered tells the
 *   slot from which on nothing is missed, and a read not before it completes the state.
 * - `suspended`: the socket is open but what it says is not the present.
 */
export type Phase =
  | { readonly kind: "down" }
  | { readonly kind: "syncing"; readonly sinceNs: number }
  | { readonly kind: "streaming" }
  | { readonly kind: "suspended"; readonly reason: string; readonly sinceNs: number };

/** What the feed has to do after looking at the watch. */
export type WatchAction =
  | { readonly kind: "none" }
  | { readonly kind: "suspend"; readonly reason: string }
  | { readonly kind: "cycle"; readonly reason: string };

export interface StreamSession {
  readonly phase: Phase;
  readonly slots: SlotClock;
  /** Highest confirmed slot that the open socket has told of. */
  readonly streamSlot: number;
  opened(nowNs: number): void;
  closed(): void;
  onSlot(slot: number, receivedNs: number): void;
  onClock(slot: number, receivedNs: number): void;
  /** False for a slot so far ahead of the head that it can only be damage; it would make all true ones old. */
  isPlausible(slot: number, nowNs: number): boolean;
  /** Returns true when the slot is a later one. */
  advance(slot: number): boolean;
  /** Another provider is at this (confirmed) slot. */
  onOtherView(slot: number): void;
  /** A read came, of this slot. */
  onRead(slot: number, receivedNs: number): void;
  /** All subscriptions are answered and the Clock has moved: the stream is complete from now on. */
  synced(): void;
  check(nowNs: number, oldestRequestNs: number | null, otherSockets: boolean): WatchAction;
  behindSlots(): number;
}

/** Guess until enough slots were seen to measure; only time-outs depend on it. */
const SLOT_GUESS_MS = 400;
/** No slot is shorter, now or planned; bounds how far a chain can have come while nobody looked. */
const FASTEST_SLOT_MS = 50;
const SLOTS_OF_DOUBT = 500;
/** After so long away a small error of the pace would look like seconds of lag. */
const FORGET_PACE_NS = 60e9;

export function createStreamSession(limits: StreamLimits = DEFAULT_LIMITS): StreamSession {
  return new Session(limits);
}

class Session implements StreamSession {
  phase: Phase = { kind: "down" };
  // Kept from socket to socket: a new node that is behind the old one's pace lags as well.
  readonly slots = createSlotClock(SLOT_GUESS_MS);
  streamSlot = 0;
  readonly #limits: StreamLimits;
  /** What other providers and the latest read last said; a read must not hide what the others know. */
  #otherSlot = 0;
  #readSlot = 0;
  #lastSlotNs = 0;
  /** Unlike the others it outlives the socket. */
  #headSeenNs = 0;
  #lastClockNs = 0;
  #lastReadNs = 0;

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  opened(nowNs: number): void {
    if (nowNs - this.#headSeenNs > FORGET_PACE_NS) this.slots.reset();
    this.phase = { kind: "syncing", sinceNs: nowNs };
    this.streamSlot = 0;
    this.#lastSlotNs = nowNs;
    this.#lastClockNs = nowNs;
    this.#lastReadNs = nowNs;
  }

  closed(): void {
    this.phase = { kind: "down" };
  }

  onSlot(slot: number, receivedNs: number): void {
    this.#lastSlotNs = receivedNs;
    this.#headSeenNs = receivedNs;
    this.slots.observe(slot, receivedNs);
  }

  onClock(slot: number, receivedNs: number): void {
    // A repeated or older one proves nothing about the stream's progress.
    if (slot >= this.streamSlot) this.#lastClockNs = receivedNs;
  }

  isPlausible(slot: number, nowNs: number): boolean {
    const head = this.slots.head();
    const unseenSlots = (nowNs - this.#headSeenNs) / 1e6 / FASTEST_SLOT_MS;
    return head === 0 || slot <= head + SLOTS_OF_DOUBT + unseenSlots;
  }

  advance(slot: number): boolean {
    if (slot <= this.streamSlot) return false;
    this.streamSlot = slot;
    return true;
  }

  onOtherView(slot: number): void {
    this.#otherSlot = slot;
  }

  onRead(slot: number, receivedNs: number): void {
    this.#lastReadNs = receivedNs;
    this.#readSlot = slot;
  }

  synced(): void {
    this.phase = { kind: "streaming" };
  }

  behindSlots(): number {
    const furthest = Math.max(this.#otherSlot, this.#readSlot);
    return this.streamSlot === 0 ? 0 : Math.max(0, furthest - this.streamSlot);
  }

  check(nowNs: number, oldestRequestNs: number | null, otherSockets: boolean): WatchAction {
    if (this.phase.kind === "down") return { kind: "none" };
    const trouble = this.#trouble(nowNs);
    if (this.#elapsed(oldestRequestNs, nowNs)) return this.#cycle("subscriptions unanswered", nowNs);
    if (this.phase.kind === "suspended") return this.#checkSuspended(trouble, nowNs, otherSockets);
    if (trouble === null) return { kind: "none" };
    this.phase = { kind: "suspended", reason: trouble, sinceNs: nowNs };
    return { kind: "suspend", reason: trouble };
  }

  #checkSuspended(trouble: string | null, nowNs: number, otherSockets: boolean): WatchAction {
    if (this.phase.kind !== "suspended") return { kind: "none" };
    if (trouble === null) {
      this.phase = { kind: "syncing", sinceNs: nowNs };
      return { kind: "none" };
    }
    // A new socket to the same node cures silence, not lag.
    const helps = otherSockets || trouble.startsWith("no ");
    return helps && this.#elapsed(this.phase.sinceNs, nowNs) ? this.#cycle(trouble, nowNs) : { kind: "none" };
  }

  #cycle(reason: string, nowNs: number): WatchAction {
    this.phase = { kind: "suspended", reason, sinceNs: nowNs };
    return { kind: "cycle", reason };
  }

  #elapsed(sinceNs: number | null, nowNs: number): boolean {
    return sinceNs !== null && (nowNs - sinceNs) / 1e6 > this.#limits.cycleAfterMs;
  }

  #trouble(nowNs: number): string | null {
    return streamTrouble(
      {
        nowNs,
        lastSlotNs: this.#lastSlotNs,
        lastClockNs: this.#lastClockNs,
        lastReadNs: this.#lastReadNs,
        slotMs: this.slots.slotMs(),
        lagMs: this.slots.lagMs(),
        behindSlots: this.behindSlots(),
      },
      this.#limits,
    );
  }
}
