import type { SymbolBook, Trade } from "../book/symbol-book.ts";
import type { Top } from "../book/top-history.ts";
import { stepsText } from "../decimal-text.ts";
import type { SymbolRules } from "../symbol-rules.ts";
import type { DepthView, LevelText, TopText } from "./market-source.ts";

/** The frames of the socket, letter by letter: order of fields, padded digits, nanoseconds as bare numbers. */

export function priceText(rules: SymbolRules, ticks: number): string {
  return stepsText(ticks, rules.priceDecimals, rules.shownPriceDecimals);
}

function sizeText(rules: SymbolRules, lots: number): string {
  return stepsText(lots, rules.lotDecimals, rules.shownLotDecimals);
}

/** `[["83405.00000","3.0000000000"],["83410.00000","0.0000000000"]]` from (ticks, lots) pairs. */
export function levelsText(rules: SymbolRules, levels: Iterable<readonly [number, number]>): string {
  const parts: string[] = [];
  for (const [ticks, lots] of levels) parts.push(`["${priceText(rules, ticks)}","${sizeText(rules, lots)}"]`);
  return `[${parts.join(",")}]`;
}

export interface DepthFrame {
  readonly stampNs: string;
  readonly symbol: string;
  readonly firstId: number;
  readonly lastId: number;
  /** Already as JSON text. */
  readonly bids: string;
  readonly asks: string;
}

/** `{"e":"depthUpdate","E":1790732602268549219,"s":"btcusd","U":1764559652998238,"u":1764559652998335,"b":[],"a":[...]}` */
export function depthFrame(depth: DepthFrame): string {
  const { stampNs, symbol, firstId, lastId, bids, asks } = depth;
  return `{"e":"depthUpdate","E":${stampNs},"s":"${symbol}","U":${firstId},"u":${lastId},"b":${bids},"a":${asks}}`;
}

/** The best levels of one side as (ticks, lots), best first; `limit` 0 for all. */
function* bestLevels(book: SymbolBook, side: "bid" | "ask", limit: number): Generator<[number, number]> {
  const levels = book.engine.side(side);
  const count = limit === 0 ? levels.size : Math.min(limit, levels.size);
  for (let rank = 0; rank < count; rank += 1) {
    const level = levels.at(rank);
    if (level !== undefined) yield [level.priceTicks, level.lots];
  }
}

/** The whole book as the first depth frame after a subscription: `U` equals `u`. */
export function snapshotFrame(book: SymbolBook, limit: number): string {
  const { rules, lastUpdateId, lastStampNs } = book;
  return depthFrame({
    stampNs: lastStampNs,
    symbol: rules.symbol,
    firstId: lastUpdateId,
    lastId: lastUpdateId,
    bids: levelsText(rules, bestLevels(book, "bid", limit)),
    asks: levelsText(rules, bestLevels(book, "ask", limit)),
  });
}

/** `{"lastUpdateId":1764553979098119,"symbol":"btcusd","bids":[["77845.79000","0.0457361300"]],"asks":[]}` */
export function partialFrame(book: SymbolBook, levels: number): string {
  const bids = levelsText(book.rules, bestLevels(book, "bid", levels));
  const asks = levelsText(book.rules, bestLevels(book, "ask", levels));
  return `{"lastUpdateId":${book.lastUpdateId},"symbol":"${book.rules.symbol}","bids":${bids},"asks":${asks}}`;
}

/**
 * `{"u":1764559652998348,"E":1790732602275568874,"s":"btcusd","b":"83361.25000","B":"0.0043000000",
 * "a":"83361.26000","A":"0.0122571700","c":"83355.92000","C":"0.0000599800"}`; the last trade is left
 * out before the first one, the prices where a side is empty.
 */
export function tickerFrame(book: SymbolBook): string {
  const { rules, lastTrade, topStampNs } = book;
  const top = book.tops.last;
  const head = `{"u":${top?.updateId ?? book.lastUpdateId},"E":${topStampNs},"s":"${rules.symbol}"`;
  if (top === undefined || top.bidLots === 0 || top.askLots === 0) return `${head}}`;
  const bid = `"b":"${priceText(rules, top.bidTicks)}","B":"${sizeText(rules, top.bidLots)}"`;
  const ask = `"a":"${priceText(rules, top.askTicks)}","A":"${sizeText(rules, top.askLots)}"`;
  if (lastTrade === undefined) return `${head},${bid},${ask}}`;
  const { priceTicks, lots } = lastTrade;
  return `${head},${bid},${ask},"c":"${priceText(rules, priceTicks)}","C":"${sizeText(rules, lots)}"}`;
}

/** `{"E":1790732616897030070,"s":"btcusd","t":2840141030659933,"p":"83371.08000","q":"0.0000593800","m":false}` */
export function tradeFrame(rules: SymbolRules, trade: Trade): string {
  const price = priceText(rules, trade.priceTicks);
  const size = sizeText(rules, trade.lots);
  return `{"E":${trade.stampNs},"s":"${rules.symbol}","t":${trade.tradeId},"p":"${price}","q":"${size}","m":${trade.buyerWasMaker}}`;
}

function sideView(book: SymbolBook, side: "bid" | "ask", limit: number): LevelText[] {
  return Array.from(
    bestLevels(book, side, limit),
    ([ticks, lots]): LevelText => [priceText(book.rules, ticks), sizeText(book.rules, lots)],
  );
}

export function depthView(book: SymbolBook, limit: number): DepthView {
  return {
    lastUpdateId: book.lastUpdateId,
    bids: sideView(book, "bid", limit),
    asks: sideView(book, "ask", limit),
  };
}

export function topText(rules: SymbolRules, top: Top): TopText {
  const price = (ticks: number, lots: number): string | null => (lots === 0 ? null : priceText(rules, ticks));
  const size = (lots: number): string | null => (lots === 0 ? null : sizeText(rules, lots));
  return {
    updateId: top.updateId,
    bid: price(top.bidTicks, top.bidLots),
    bidSize: size(top.bidLots),
    ask: price(top.askTicks, top.askLots),
    askSize: size(top.askLots),
  };
}
