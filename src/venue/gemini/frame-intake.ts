import type { DepthEvent, LogFields, MarketSink } from "#model";
import type { FeedCounts } from "./feed-counts.ts";
import type { DepthReplyFrame, GeminiFrame, RefusedFrame, ReplyFrame } from "./frame.ts";
import type { SilenceWatch } from "./silence-watch.ts";
import type { SymbolStream } from "./symbol-stream.ts";
import type { VenueClock } from "./venue-clock.ts";

export interface IntakeParts {
  readonly streams: ReadonlyMap<string, SymbolStream>;
  readonly watch: SilenceWatch;
  readonly venueClock: VenueClock;
  readonly counts: FeedCounts;
  readonly emit: MarketSink;
  readonly resync: (symbol: string, reason: string) => void;
  readonly warn: (event: string, fields: LogFields) => void;
}

/** Gives each frame to whom it concerns; what the engine may see becomes an event, in the same turn. */
export class FrameIntake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  take(frame: GeminiFrame): void {
    const { counts, emit } = this.#parts;
    switch (frame.kind) {
      case "depth":
        this.#depth(frame);
        break;
      case "ticker":
        counts.frames_ticker += 1;
        emit(frame);
        break;
      case "trade":
        counts.frames_trade += 1;
        emit(frame);
        break;
      case "depth-reply":
        this.#depthReply(frame);
        break;
      case "reply":
        this.#reply(frame);
        break;
      case "unused":
        counts.levels_clipped += frame.clipped;
        this.#alive(frame.receivedNs);
        break;
      case "refused":
        this.#refused(frame);
    }
  }

  #depth(event: DepthEvent): void {
    const { streams, watch, counts, emit } = this.#parts;
    const { update, receivedNs } = event;
    counts.frames_depth += 1;
    counts.levels_clipped += update.clipped;
    if (streams.get(update.symbol)?.takes(update) === true) {
      watch.seen(update.symbol, update.lastId, receivedNs);
      emit(event);
    } else {
      counts.frames_ignored += 1;
      this.#alive(receivedNs);
    }
  }

  #depthReply({ id, update, receivedNs }: DepthReplyFrame): void {
    const { streams, watch, counts, emit } = this.#parts;
    counts.frames_control += 1;
    if (streams.get(update.symbol)?.takesBook(id, update) === true) {
      this.#alive(receivedNs);
      return;
    }
    watch.answered(update.symbol, update.lastId, receivedNs);
    if (streams.get(update.symbol)?.isLive === true) emit({ kind: "depth-check", receivedNs, update });
    else this.#alive(receivedNs);
  }

  #reply({ reply, receivedNs }: ReplyFrame): void {
    const { streams, watch, venueClock, counts, warn } = this.#parts;
    counts.frames_control += 1;
    this.#alive(receivedNs);
    if (venueClock.takesReply(reply, receivedNs)) return;
    for (const stream of streams.values()) if (stream.takesReply(reply)) return;
    if (watch.takesReply(reply, receivedNs)) return;
    if (reply.status !== 200) {
      warn("Gemini refused a request", { id: reply.id, reason: reply.error?.msg ?? reply.status });
    }
  }

  #refused({ symbol, reason, head, receivedNs }: RefusedFrame): void {
    const { counts, emit, resync, warn } = this.#parts;
    counts.frames_refused += 1;
    warn("Gemini frame refused", { symbol, reason, head });
    emit({ kind: "frame-refused", venue: "gemini", receivedNs, symbol, reason, head });
    if (symbol !== null) resync(symbol, `frame refused: ${reason}`);
  }

  #alive(receivedNs: number): void {
    this.#parts.emit({ kind: "liveness", venue: "gemini", receivedNs });
  }
}
