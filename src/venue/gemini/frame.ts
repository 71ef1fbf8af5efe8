import type { DepthEvent, DepthUpdate, TickerEvent, TradeEvent } from "#model";
import type { Reply } from "./messages.ts";

/** What one frame of the socket says. Depth and ticker are the mapper's reused objects. */
export type GeminiFrame =
  | DepthEvent
  | TickerEvent
  | TradeEvent
  | DepthReplyFrame
  | ReplyFrame
  | UnusedFrame
  | RefusedFrame;

/** The levels of a one-shot `depth` request. */
export interface DepthReplyFrame {
  readonly kind: "depth-reply";
  readonly receivedNs: number;
  readonly id: Reply["id"];
  readonly update: DepthUpdate;
}

/** Any other answer to a request. */
export interface ReplyFrame {
  readonly kind: "reply";
  readonly receivedNs: number;
  readonly reply: Reply;
}

/** A valid frame that nothing is built from: another event, or a ticker whose values cannot be held. */
export interface UnusedFrame {
  readonly kind: "unused";
  readonly receivedNs: number;
  readonly clipped: number;
}

/** Not exactly a valid frame. `symbol` where the frame still names it; `head` is its first characters. */
export interface RefusedFrame {
  readonly kind: "refused";
  readonly receivedNs: number;
  readonly symbol: string | null;
  readonly reason: string;
  readonly head: string;
}

/**
 * The id of a one-shot depth request. It carries the symbol, because the reply need not.
 * "depth:solusd:7"
 */
export function depthRequestId(symbol: string, sequence: number): string {
  return `depth:${symbol}:${sequence}`;
}

/** The same for a one-shot request whose reply begins a book: "anchor:solusd:7" */
export function anchorRequestId(symbol: string, sequence: number): string {
  return `anchor:${symbol}:${sequence}`;
}

/** The symbol of such an id; undefined for any other. */
export function symbolOfDepthId(id: Reply["id"]): string | undefined {
  return typeof id === "string" ? /^(?:depth|anchor):([^:]+):\d+$/.exec(id)?.[1] : undefined;
}
