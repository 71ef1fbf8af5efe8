import { depthRequestId } from "./frame.ts";

/** The venue's own limit: whole books are smaller, as far as they were seen (2,564 levels). */
const WHOLE_LIMIT = 5_000;

/** Levels a side of a one-shot depth request: enough for what a trade could walk, cheap to compare. */
const DEPTH_LIMIT = 100;

type Id = string;

function request(id: Id, method: string, params?: unknown): string {
  return JSON.stringify(params === undefined ? { id, method } : { id, method, params });
}

/**
 * Request frames, see https://docs.gemini.com/websocket/: `{"id":"sub:solusd:1","method":"subscribe",
 * "params":["solusd@depth@100ms","solusd@bookTicker","solusd@trade"]}`. One bad stream name refuses its
 * whole frame, so each symbol has a frame of its own.
 */
export function subscribe(id: Id, symbol: string): string {
  return request(id, "subscribe", [`${symbol}@depth@100ms`, `${symbol}@bookTicker`, `${symbol}@trade`]);
}

/** Only the book's stream again; who asks for a stream twice may be refused or told everything twice. */
export function subscribeDepth(id: Id, symbol: string): string {
  return request(id, "subscribe", [`${symbol}@depth@100ms`]);
}

/** Only the book's stream is stopped for a fresh snapshot; ticker and trades carry no state. */
export function unsubscribeDepth(id: Id, symbol: string): string {
  return request(id, "unsubscribe", [`${symbol}@depth@100ms`]);
}

/** A one-shot book; its id comes back with the reply and carries the symbol. */
export function depth(symbol: string, sequence: number): string {
  return request(depthRequestId(symbol, sequence), "depth", { symbol, limit: DEPTH_LIMIT });
}

/** The whole book at once, to begin from. */
export function wholeDepth(id: Id, symbol: string): string {
  return request(id, "depth", { symbol, limit: WHOLE_LIMIT });
}

export function time(id: Id): string {
  return request(id, "time");
}

export function connectionInfo(id: Id): string {
  return request(id, "conninfo");
}
