import type { MarketSource } from "../stream/market-source.ts";
import { errorReply, jsonReply, type RestReply } from "./rest-reply.ts";

/**
 * What the stand-in itself knows, for tests: `GET /truth/book?symbol=` is the whole book now,
 * `GET /truth/top?symbol=&u=` the best prices right after an update id. No fault touches these.
 * Undefined for any other path.
 */
export function answerTruth(source: MarketSource, url: URL): RestReply | undefined {
  if (!url.pathname.startsWith("/truth/")) return undefined;
  const symbol = source.rules((url.searchParams.get("symbol") ?? "").toLowerCase())?.symbol;
  if (symbol === undefined) return errorReply(400, "InvalidSymbol", "symbol is not listed");
  if (url.pathname === "/truth/book") return jsonReply(source.depth(symbol, 0));
  if (url.pathname !== "/truth/top") return errorReply(404, "EndpointNotFound", "no such truth");
  const updateId = Number(url.searchParams.get("u"));
  const top = Number.isSafeInteger(updateId) ? source.topAt(symbol, updateId) : undefined;
  return top === undefined
    ? errorReply(404, "UnknownUpdateId", "not known at this update id")
    : jsonReply(top);
}
