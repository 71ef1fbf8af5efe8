import { listedSteps, type SymbolRules } from "../symbol-rules.ts";
import type { RecordedFrame } from "./recording.ts";

function digitsAfterPoint(text: string): number {
  return text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
}

/** The most digits that any of these texts shows. */
function mostDigits(texts: Iterable<string>): number {
  let most = 0;
  for (const text of texts) most = Math.max(most, digitsAfterPoint(text));
  return most;
}

/** "btcusd" and "btcgusdperp" to their currencies. */
function currencies(symbol: string): Pick<SymbolRules, "base" | "quote" | "productType"> {
  const [, base = symbol, quote = "usd", perp] = /^([a-z0-9]+?)(gusd|usd)(perp)?$/.exec(symbol) ?? [];
  return {
    base: base.toUpperCase(),
    quote: quote.toUpperCase(),
    productType: perp === undefined ? "spot" : "swap",
  };
}

/**
 * Rules of a recorded symbol: the real steps where they are known, else the digits of its frames. The
 * venue pads more digits than a step has, so the latter are finer than the real ones, never coarser.
 */
function rulesOf(symbol: string, frames: readonly RecordedFrame[]): SymbolRules {
  const levels = frames.flatMap(({ bids, asks }) => [...bids, ...asks]);
  const shownPriceDecimals = mostDigits(levels.map(([price]) => price));
  const shownLotDecimals = mostDigits(levels.map(([, size]) => size));
  const steps = listedSteps(symbol) ?? {
    priceDecimals: shownPriceDecimals,
    lotDecimals: shownLotDecimals,
    minOrderSize: shownLotDecimals === 0 ? "1" : `0.${"0".repeat(shownLotDecimals - 1)}1`,
  };
  return { symbol, ...currencies(symbol), ...steps, shownPriceDecimals, shownLotDecimals };
}

/** Rules of every symbol of a recording. */
export function recordedRules(frames: readonly RecordedFrame[]): Map<string, SymbolRules> {
  const bySymbol = Map.groupBy(frames, ({ symbol }) => symbol);
  return new Map(Array.from(bySymbol, ([symbol, own]) => [symbol, rulesOf(symbol, own)]));
}
