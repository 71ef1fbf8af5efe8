import type { DepthView, LevelText, TopText } from "../stream/market-source.ts";
import type { LevelChange, RecordedFrame } from "./recording.ts";

type Side = Map<string, string>;

/** Absolute levels: a size of zero deletes. */
function apply(side: Side, changes: readonly LevelChange[]): void {
  for (const [price, size] of changes) {
    if (Number(size) === 0) side.delete(price);
    else side.set(price, size);
  }
}

function sorted(side: Side, best: "highest" | "lowest", limit: number): LevelText[] {
  const sign = best === "lowest" ? 1 : -1;
  const levels = [...side].sort(([a], [b]) => sign * (Number(a) - Number(b)));
  return limit === 0 ? levels : levels.slice(0, limit);
}

/** What a recording's depth frames say of one symbol so far, in the recording's own digits. */
export class RecordedBook {
  readonly #bids: Side = new Map();
  readonly #asks: Side = new Map();
  #lastUpdateId = 0;
  #lastTrade: string | undefined;

  get lastTrade(): string | undefined {
    return this.#lastTrade;
  }

  /** Takes one frame of this symbol. The first depth frame is the snapshot; older ones change nothing. */
  take(frame: RecordedFrame): void {
    this.#lastTrade = frame.quote?.lastTrade ?? this.#lastTrade;
    if (frame.kind !== "depth" || frame.updateId <= this.#lastUpdateId) return;
    apply(this.#bids, frame.bids);
    apply(this.#asks, frame.asks);
    this.#lastUpdateId = frame.updateId;
  }

  view(limit: number): DepthView {
    return {
      lastUpdateId: this.#lastUpdateId,
      bids: sorted(this.#bids, "highest", limit),
      asks: sorted(this.#asks, "lowest", limit),
    };
  }

  top(): TopText {
    const { lastUpdateId, bids, asks } = this.view(1);
    return {
      updateId: lastUpdateId,
      bid: bids[0]?.[0] ?? null,
      bidSize: bids[0]?.[1] ?? null,
      ask: asks[0]?.[0] ?? null,
      askSize: asks[0]?.[1] ?? null,
    };
  }
}

/** Every top that a recording proves, by `symbol@id`: after each depth frame, and of each ticker. */
export function recordedTops(frames: readonly RecordedFrame[]): Map<string, TopText> {
  const books = new Map<string, RecordedBook>();
  const tops = new Map<string, TopText>();
  for (const frame of frames) {
    const book = books.get(frame.symbol) ?? new RecordedBook();
    books.set(frame.symbol, book);
    book.take(frame);
    if (frame.kind === "depth") tops.set(`${frame.symbol}@${frame.updateId}`, book.top());
    if (frame.quote === undefined) continue;
    const { bid, bidSize, ask, askSize } = frame.quote;
    tops.set(`${frame.symbol}@${frame.updateId}`, { updateId: frame.updateId, bid, bidSize, ask, askSize });
  }
  return tops;
}
