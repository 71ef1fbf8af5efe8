import type { MarketSink, VenueName } from "#model";

/**
 * The contract of every venue's public data. A feed owns its sockets and timers, speaks the venue's
 * protocol and nothing else: it keeps no book and takes no decision.
 */
export interface MarketFeed extends AsyncDisposable {
  readonly venue: VenueName;
  /** Connects and delivers until disposed; reconnects by itself. Resolves once the first connect was begun. */
  start(sink: MarketSink): Promise<void>;
  /** The book or pool built from this stream is void: get a fresh snapshot (symbol or pool address). */
  resync(stream: string, reason: string): void;
  /** Counts and measurements for the status and metrics, by name: reconnects, resyncs, refused frames, lag. */
  stats(): Readonly<Record<string, number>>;
}
