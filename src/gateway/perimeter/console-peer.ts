import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { plainAddress } from "./address-list.ts";
import { isLoopback } from "./host-rule.ts";

/** How the console's server tells the API who asks: `<key> <address>`. */
export const PEER_HEADER = "x-tandem-peer";

export function peerHeader(key: string, address: string): string {
  return `${key} ${address}`;
}

/**
 * The caller's own address: the peer of the socket, or whom the console's server passes on. That is believed only
 * on a connection from this very machine and with the key that the two share. `X-Forwarded-For` is never read.
 */
export function addressOf(request: IncomingMessage, key: string | null): string {
  const remote = plainAddress(request.socket.remoteAddress ?? "");
  const said = request.headers[PEER_HEADER];
  if (key === null || typeof said !== "string") return remote;
  const here = isLoopback(remote) || remote === plainAddress(request.socket.localAddress ?? "");
  const [shown = "", address = ""] = said.split(" ", 2);
  return here && isIP(address) !== 0 && isKey(shown, key) ? address : remote;
}

function isKey(shown: string, key: string): boolean {
  const [left, right] = [Buffer.from(shown), Buffer.from(key)];
  return left.length === right.length && timingSafeEqual(left, right);
}
