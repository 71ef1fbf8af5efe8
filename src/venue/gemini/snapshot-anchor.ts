import { copyDepthUpdate, type DepthUpdate } from "#model";

/**
 * Where a one-shot book stands among the stream's frames:
 * `waiting` for either of them; `whole`: the latest frame ends exactly where the book was taken;
 * `connects`: the book was taken within the latest frame, which is to be applied to it; `missed`: a frame
 * beyond the book was let go already.
 */
export type Anchoring = "waiting" | "whole" | "connects" | "missed";

/**
 * The promise of the socket's specification is only that `U..u` is the range of the first frame, so a
 * snapshot that looks like a diff cannot be told from one. Here no frame has to be taken for a snapshot:
 * the reply to a one-shot `depth` request is one by its kind. It is believed once its id lies within the
 * range of a frame, which proves that both count by the same ids and that nothing is missing between them.
 * A quiet symbol has no such frame; there the first frame is believed where its levels are the reply's.
 */
export class SnapshotAnchor {
  #book: DepthUpdate | null = null;
  #lastId = 0;
  #frames = 0;
  /** The first frame, for as long as there is no other. */
  #only: DepthUpdate | null = null;

  /** What to begin from; null before the reply. */
  get book(): DepthUpdate | null {
    return this.#book;
  }

  /** A depth frame of the present subscription; all but the last one before the end are let go. */
  frame(update: DepthUpdate): Anchoring {
    const { firstId, lastId } = update;
    this.#frames += 1;
    this.#only = this.#frames === 1 ? copyDepthUpdate(update) : null;
    this.#lastId = Math.max(this.#lastId, lastId);
    if (this.#book === null || lastId < this.#book.lastId) return "waiting";
    if (lastId === this.#book.lastId) return "whole";
    if (firstId <= this.#book.lastId) return "connects";
    this.#book = null;
    return "missed";
  }

  /** The reply to the request; copied, as the mapper reuses its buffer. */
  reply(update: DepthUpdate): Anchoring {
    if (update.lastId < this.#lastId) return "missed";
    if (this.#only !== null && sameLevels(this.#only, update)) {
      this.#book = { ...this.#only, firstId: this.#only.lastId };
      return "whole";
    }
    this.#book = copyDepthUpdate(update);
    return update.lastId === this.#lastId ? "whole" : "waiting";
  }
}

/** Both come best first, so equal books are equal in their order as well. No levels prove nothing. */
function sameLevels(one: DepthUpdate, other: DepthUpdate): boolean {
  return (
    one.bidCount + one.askCount > 0 &&
    samePlaces(one.bidTicks, other.bidTicks, one.bidCount, other.bidCount) &&
    samePlaces(one.bidLots, other.bidLots, one.bidCount, other.bidCount) &&
    samePlaces(one.askTicks, other.askTicks, one.askCount, other.askCount) &&
    samePlaces(one.askLots, other.askLots, one.askCount, other.askCount)
  );
}

function samePlaces(one: Float64Array, other: Float64Array, count: number, otherCount: number): boolean {
  if (count !== otherCount) return false;
  for (let i = 0; i < count; i += 1) if (one[i] !== other[i]) return false;
  return true;
}
