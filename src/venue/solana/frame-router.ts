import type { MarketEvent } from "#model";
import { toAccount } from "./account-bytes.ts";
import type { ChainTime } from "./chain-time.ts";
import { CLOCK_SYSVAR } from "./clock-sysvar.ts";
import type { FeedCounters } from "./feed-counters.ts";
import { type Frame, readFrame } from "./messages.ts";
import type { PoolBoard } from "./pool-board.ts";
import type { StreamSession } from "./stream-session.ts";
import { SLOT_KEY, type Subscriptions } from "./subscriptions.ts";
import type { ThrottledLog } from "./throttled-log.ts";

export interface RouterParts {
  readonly session: StreamSession;
  readonly subscriptions: Subscriptions;
  readonly board: PoolBoard;
  readonly time: ChainTime;
  readonly counters: FeedCounters;
  readonly warnings: ThrottledLog;
  readonly emit: (event: MarketEvent) => void;
}

const HEAD_CHARACTERS = 96;

/** Takes each frame of the socket to where it belongs. Never throws on what a server may send. */
export class FrameRouter {
  readonly #parts: RouterParts;

  constructor(parts: RouterParts) {
    this.#parts = parts;
  }

  onFrame(text: string, receivedNs: number): void {
    const frame = readFrame(text);
    switch (frame.kind) {
      case "account":
      case "slot":
        this.#onNotification(frame, text, receivedNs);
        return;
      case "reply":
        this.#parts.subscriptions.accepted(frame.id, frame.result);
        return;
      case "error":
        this.#onError(frame.id, frame.message);
        return;
      case "refused":
        this.#refuse(frame.reason, text, receivedNs);
        return;
    }
  }

  #onNotification(
    frame: Extract<Frame, { kind: "account" | "slot" }>,
    text: string,
    receivedNs: number,
  ): void {
    if (!this.#parts.session.isPlausible(frame.slot, receivedNs)) {
      this.#refuse(`slot ${frame.slot} is far ahead of the chain`, text, receivedNs);
    } else if (frame.kind === "slot") this.#onSlot(frame, receivedNs);
    else this.#onAccount(frame, text, receivedNs);
  }

  #onSlot({ subscription, slot }: Extract<Frame, { kind: "slot" }>, receivedNs: number): void {
    const { session, subscriptions, counters, emit } = this.#parts;
    if (subscriptions.keyOf(subscription) !== SLOT_KEY) {
      counters.subscriptionsUnknown += 1;
      return;
    }
    session.onSlot(slot, receivedNs);
    emit({ kind: "liveness", venue: "solana", receivedNs, slot });
  }

  #onAccount(frame: Extract<Frame, { kind: "account" }>, text: string, receivedNs: number): void {
    const { session, subscriptions, board, counters } = this.#parts;
    const key = subscriptions.keyOf(frame.subscription);
    if (key === undefined) {
      counters.subscriptionsUnknown += 1;
      return;
    }
    const account = toAccount(frame.account);
    if (key === CLOCK_SYSVAR) {
      const reason = this.#parts.time.take(frame.slot, account);
      if (reason !== null) {
        this.#refuse(reason, text, receivedNs);
        return;
      }
      session.onClock(frame.slot, receivedNs);
    }
    if (session.advance(frame.slot)) board.onProgress(frame.slot, receivedNs);
    if (key === CLOCK_SYSVAR) board.onClock(frame.slot);
    else board.onAccount(key, frame.slot, account, receivedNs);
  }

  #onError(id: number | null, reason: string): void {
    const { subscriptions, counters, warnings } = this.#parts;
    const key = id === null ? undefined : subscriptions.rejected(id);
    counters.subscriptionsRefused += 1;
    warnings.warning("Solana refused a request", { key: key ?? "unknown", reason });
  }

  /** A frame that cannot be read may have told a change of any pool: all are read again. */
  #refuse(reason: string, text: string, receivedNs: number): void {
    const { board, counters, emit, warnings } = this.#parts;
    const head = text.slice(0, HEAD_CHARACTERS);
    counters.framesRefused += 1;
    warnings.warning("Solana frame refused", { reason, head });
    emit({ kind: "frame-refused", venue: "solana", receivedNs, symbol: null, reason, head });
    board.askAll();
  }
}
