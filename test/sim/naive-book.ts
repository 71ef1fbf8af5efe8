/** A book kept the slow and obvious way, from frames as JSON.parse reads them. */
export interface NaiveBook {
  readonly bids: Map<string, string>;
  readonly asks: Map<string, string>;
  lastId: number;
  /** Frames whose ids left a hole. */
  gaps: number;
  stale: number;
  applied: number;
}

interface Depth {
  readonly s: string;
  readonly U: number;
  readonly u: number;
  readonly b: [string, string][];
  readonly a: [string, string][];
}

export function naiveBook(): NaiveBook {
  return { bids: new Map(), asks: new Map(), lastId: 0, gaps: 0, stale: 0, applied: 0 };
}

function change(side: Map<string, string>, levels: [string, string][]): void {
  for (const [price, size] of levels) {
    if (/^[0.]+$/.test(size)) side.delete(price);
    else side.set(price, size);
  }
}

/** The first frame is the snapshot; afterwards the venue's rule for `U` and `u`. */
export function applyDepth(book: NaiveBook, frame: string): void {
  const depth = JSON.parse(frame) as Depth;
  if (book.lastId > 0 && depth.u <= book.lastId) {
    book.stale += 1;
    return;
  }
  if (book.lastId > 0 && depth.U > book.lastId) book.gaps += 1;
  change(book.bids, depth.b);
  change(book.asks, depth.a);
  book.lastId = depth.u;
  book.applied += 1;
}

/** Levels best first, as the venue's `depth` gives them. */
export function sortedLevels(book: NaiveBook): { bids: [string, string][]; asks: [string, string][] } {
  const bids = [...book.bids].sort(([a], [b]) => Number(b) - Number(a));
  const asks = [...book.asks].sort(([a], [b]) => Number(a) - Number(b));
  return { bids, asks };
}

export function isDepth(frame: string): boolean {
  return frame.startsWith('{"e":"depthUpdate"');
}

export function isTicker(frame: string): boolean {
  return frame.startsWith('{"u":');
}
