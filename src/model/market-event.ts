import type { VenueName } from "./asset.ts";
import type { DepthUpdate } from "./depth-update.ts";
import type { PoolCurve } from "./pool-curve.ts";

/**
 * What feeds tell the engine, in the order in which it happened on the wire. `receivedNs` is the
 * monotonic time of the frame that caused the event. Events for one venue come from one feed.
 */
export type MarketEvent =
  | ConnectionEvent
  | LivenessEvent
  | DepthEvent
  | TickerEvent
  | TradeEvent
  | DepthCheckEvent
  | FrameRefusedEvent
  | BookVoidEvent
  | PoolEvent
  | PoolVoidEvent;

/** A venue's socket came up or went down. Down voids every book and pool built from it. */
export interface ConnectionEvent {
  readonly kind: "connection";
  readonly venue: VenueName;
  readonly up: boolean;
  readonly receivedNs: number;
  readonly reason: string;
}

/** The venue proved that it is alive: any frame, protocol ping or pong; a slot with its number. */
export interface LivenessEvent {
  readonly kind: "liveness";
  readonly venue: VenueName;
  readonly receivedNs: number;
  readonly slot?: number;
}

/** A depth frame; `update` is the mapper's reused buffer. */
export interface DepthEvent {
  kind: "depth";
  receivedNs: number;
  update: DepthUpdate;
}

/** Best bid and offer of the ticker stream; zero lots where a side is empty. Reused like DepthEvent. */
export interface TickerEvent {
  kind: "ticker";
  receivedNs: number;
  symbol: string;
  updateId: number;
  bidTicks: number;
  bidLots: number;
  askTicks: number;
  askLots: number;
}

export interface TradeEvent {
  readonly kind: "trade";
  readonly receivedNs: number;
  readonly symbol: string;
}

/** The answer to a one-shot depth request for a silent symbol; best levels first, as far as asked. */
export interface DepthCheckEvent {
  readonly kind: "depth-check";
  readonly receivedNs: number;
  readonly update: DepthUpdate;
}

/** A frame that could not be read. Voids the symbol's book where the frame still names it. */
export interface FrameRefusedEvent {
  readonly kind: "frame-refused";
  readonly venue: VenueName;
  readonly receivedNs: number;
  readonly symbol: string | null;
  readonly reason: string;
  /** First characters of the payload, for the log. */
  readonly head: string;
}

/** The feed gave up on a symbol's stream (resubscribing, or not listed): its book is void until a snapshot. */
export interface BookVoidEvent {
  readonly kind: "book-void";
  readonly receivedNs: number;
  readonly symbol: string;
  readonly reason: string;
}

/** A pool whole at one slot: pool account, tick arrays and oracle of the same bank. */
export interface PoolEvent {
  readonly kind: "pool";
  readonly receivedNs: number;
  readonly curve: PoolCurve;
}

export interface PoolVoidEvent {
  readonly kind: "pool-void";
  readonly receivedNs: number;
  readonly pool: string;
  readonly reason: string;
}

/** Where a feed delivers; called synchronously on receipt, must not throw. */
export type MarketSink = (event: MarketEvent) => void;
