import type { Subscriber } from "../stream/market-source.ts";
import type { Stream } from "../stream/stream-name.ts";
import { type Playback, play } from "./playback.ts";
import { RecordedBook } from "./recorded-book.ts";
import type { RecordedFrame } from "./recording.ts";

const STREAM_KIND = { depth: "diff", ticker: "ticker", trade: "trade" } as const;

/** Where one subscriber is in the recording of one symbol. */
interface Seat {
  readonly book: RecordedBook;
  /** Kinds of streams that the subscriber wants of this symbol now. */
  readonly wants: Set<Stream["kind"]>;
  snapshotOwed: boolean;
}

/**
 * Plays the recording to one subscriber. Each subscription plays the symbols that it names from the
 * recording's start, on one time line; naming a symbol again starts that symbol anew.
 */
export class Player {
  readonly #frames: readonly RecordedFrame[];
  readonly #speed: number;
  readonly #subscriber: Subscriber;
  readonly #seats = new Map<string, Seat>();
  readonly #playbacks = new Set<Playback>();

  constructor(frames: readonly RecordedFrame[], speed: number, subscriber: Subscriber) {
    this.#frames = frames;
    this.#speed = speed;
    this.#subscriber = subscriber;
  }

  book(symbol: string): RecordedBook | undefined {
    return this.#seats.get(symbol)?.book;
  }

  join(streams: readonly Stream[]): void {
    const seats = new Map<string, Seat>();
    for (const stream of streams) {
      if (stream.kind === "contractStatus") continue;
      const wanted = this.#seats.get(stream.symbol)?.wants ?? [];
      const seat = seats.get(stream.symbol) ?? {
        book: new RecordedBook(),
        wants: new Set(wanted),
        snapshotOwed: true,
      };
      seat.wants.add(stream.kind);
      seats.set(stream.symbol, seat);
    }
    for (const [symbol, seat] of seats) this.#seats.set(symbol, seat);
    const own = this.#frames.filter(({ symbol }) => seats.has(symbol));
    this.#playbacks.add(play(own, this.#speed, (frame) => this.#deliver(frame, seats.get(frame.symbol))));
  }

  leave(streams: readonly Stream[]): void {
    for (const stream of streams) {
      if (stream.kind === "contractStatus") continue;
      this.#seats.get(stream.symbol)?.wants.delete(stream.kind);
    }
  }

  stop(): void {
    for (const playback of this.#playbacks) playback.stop();
    this.#playbacks.clear();
    this.#seats.clear();
  }

  /** A seat that was given up for a newer one gets nothing more. */
  #deliver(frame: RecordedFrame, seat: Seat | undefined): void {
    if (seat === undefined || this.#seats.get(frame.symbol) !== seat) return;
    seat.book.take(frame);
    const isSnapshot = frame.kind === "depth" && seat.snapshotOwed;
    if (isSnapshot) seat.snapshotOwed = false;
    if (isSnapshot && this.#subscriber.snapshotLevels === 0) return;
    if (seat.wants.has(STREAM_KIND[frame.kind])) this.#subscriber.market(frame.symbol, frame.text);
  }
}
