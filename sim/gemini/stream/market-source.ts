import type { SymbolRules } from "../symbol-rules.ts";
import type { Stream } from "./stream-name.ts";

/** One connection, as a source of market frames sees it. */
export interface Subscriber {
  /** The `snapshot` parameter of its address: negative whole books, 0 none, N the best N levels. */
  readonly snapshotLevels: number;
  /** Sends a frame about this symbol. */
  market(symbol: string, frame: string): void;
  /** True while nothing about this symbol leaves; a snapshot that is due waits for the end of it. */
  isSilent(symbol: string): boolean;
}

export type LevelText = readonly [price: string, size: string];

/** A book as of one update id, best levels first, in the socket's digits. */
export interface DepthView {
  readonly lastUpdateId: number;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
}

/** Best prices and sizes after one update id, in the socket's digits; null where a side is empty. */
export interface TopText {
  readonly updateId: number;
  readonly bid: string | null;
  readonly bidSize: string | null;
  readonly ask: string | null;
  readonly askSize: string | null;
}

/** Where the frames come from: the stand-in's own exchange, or a recording. Symbols are in lower case. */
export interface MarketSource {
  readonly symbols: readonly SymbolRules[];
  rules(symbol: string): SymbolRules | undefined;
  /** Starts streams for a subscriber; their first frames leave at once or with the next turn. */
  join(subscriber: Subscriber, streams: readonly Stream[], firstFrames: "now" | "soon"): void;
  leave(subscriber: Subscriber, streams: readonly Stream[]): void;
  /** The connection is gone: ends all its streams. */
  forget(subscriber: Subscriber): void;
  /**
   * The best `limit` levels a side (0 for all). A recording is at another place for each subscriber;
   * without one it answers for the latest playback.
   */
  depth(symbol: string, limit: number, subscriber?: Subscriber): DepthView;
  /** What was best right after this update id; undefined where it is not known. */
  topAt(symbol: string, updateId: number): TopText | undefined;
  /** Price text of the last trade, undefined before the first. */
  lastTrade(symbol: string): string | undefined;
  stop(): void;
}
