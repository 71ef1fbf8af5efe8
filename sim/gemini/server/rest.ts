import { stepText, trimmed } from "../decimal-text.ts";
import type { LevelText, MarketSource } from "../stream/market-source.ts";
import type { SymbolRules } from "../symbol-rules.ts";
import { errorReply, JSON_TYPE, jsonReply, type RestReply } from "./rest-reply.ts";

/** Field order and number style of `/v1/symbols/details/btcusd`: steps are bare numbers such as 0.00000001. */
function detailsBody(rules: SymbolRules): string {
  const { symbol, base, quote, minOrderSize, productType } = rules;
  const contract = productType === "spot" ? "vanilla" : "linear";
  return (
    `{"symbol":"${symbol.toUpperCase()}","quote_currency":"${quote}",` +
    `"tick_size":${stepText(rules.lotDecimals)},"quote_increment":${stepText(rules.priceDecimals)},` +
    `"min_order_size":"${minOrderSize}","status":"open","wrap_enabled":false,` +
    `"product_type":"${productType}","contract_type":"${contract}",` +
    `"contract_price_currency":"${quote}","base_currency":"${base}"}`
  );
}

/** Reads `limit_bids` and `limit_asks`: 50 where absent, 0 for the full side, undefined where it is no count. */
function bookLimit(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? "50";
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function restLevels(levels: readonly LevelText[], timestamp: string): object[] {
  return levels.map(([price, size]) => ({ price: trimmed(price), amount: trimmed(size), timestamp }));
}

function book(source: MarketSource, symbol: string, query: URLSearchParams, epochMs: number): RestReply {
  const bidLimit = bookLimit(query, "limit_bids");
  const askLimit = bookLimit(query, "limit_asks");
  if (bidLimit === undefined || askLimit === undefined) {
    return errorReply(400, "InvalidLimit", "limit_bids and limit_asks must be counts of levels");
  }
  const timestamp = String(Math.floor(epochMs / 1_000));
  return jsonReply({
    bids: restLevels(source.depth(symbol, bidLimit).bids, timestamp),
    asks: restLevels(source.depth(symbol, askLimit).asks, timestamp),
  });
}

function publicTicker(source: MarketSource, rules: SymbolRules, epochMs: number): RestReply {
  const { bids, asks } = source.depth(rules.symbol, 1);
  const last = source.lastTrade(rules.symbol) ?? bids[0]?.[0] ?? "0";
  return jsonReply({
    bid: trimmed(bids[0]?.[0] ?? "0"),
    ask: trimmed(asks[0]?.[0] ?? "0"),
    volume: { [rules.base]: "0", [rules.quote]: "0", timestamp: Math.floor(epochMs) },
    last: trimmed(last),
  });
}

/** Answers one GET. Unknown symbols are 400 `InvalidSymbol`, unknown paths 404 `EndpointNotFound`. */
export function answerRest(source: MarketSource, url: URL, epochMs: number): RestReply {
  if (url.pathname === "/v1/symbols") return jsonReply(source.symbols.map(({ symbol }) => symbol));
  const [, route, name] = /^\/v1\/(symbols\/details|book|pubticker)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (route === undefined || name === undefined) {
    return errorReply(404, "EndpointNotFound", `API entry point ${url.pathname} not found`);
  }
  const rules = source.rules(name.toLowerCase());
  if (rules === undefined) {
    return errorReply(400, "InvalidSymbol", `Supplied value '${name}' is not a valid symbol`);
  }
  if (route === "book") return book(source, rules.symbol, url.searchParams, epochMs);
  if (route === "pubticker") return publicTicker(source, rules, epochMs);
  return { status: 200, headers: JSON_TYPE, body: detailsBody(rules) };
}
