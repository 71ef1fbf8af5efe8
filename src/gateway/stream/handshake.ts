import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { rawAnswer } from "../perimeter/raw-answer.ts";

export const STREAM_PATH = "/api/ws";

/**
 * Only the stream changes its protocol. Anywhere else, and for any other protocol, `Upgrade` is an offer that nobody has
 * to take: the request is answered as if it were not there.
 */
export function asksForStream({ method, url = "", headers }: IncomingMessage): boolean {
  return (
    method === "GET" && url.split("?", 1)[0] === STREAM_PATH && headers.upgrade?.toLowerCase() === "websocket"
  );
}

/** A handshake with a wrong key, version or protocol, in the form of every other refusal. */
export function refuseHandshake(error: Error, socket: Duplex): void {
  socket.end(rawAnswer(400, error.message), () => socket.destroy());
}
