import { type Instrument, parseStep } from "#model";
import type { GeminiFrame } from "#venue/gemini";

/** An instrument with the steps named; SOL-USD with cents and millionths by default. */
export function anInstrument(symbol = "solusd", tick = "0.01", lot = "0.000001"): Instrument {
  return {
    symbol,
    base: symbol.slice(0, -3).toUpperCase(),
    quote: "USD",
    tickSize: parseStep(tick),
    lotSize: parseStep(lot),
    minLots: 1,
    open: true,
  };
}

export type TextLevel = readonly [price: string, size: string];

/** A depth frame in the venue's own layout. */
export function depthText(
  symbol: string,
  U: number | string,
  u: number | string,
  bids: readonly TextLevel[] = [],
  asks: readonly TextLevel[] = [],
): string {
  return `{"e":"depthUpdate","E":1790732602268549219,"s":"${symbol}","U":${U},"u":${u},"b":${JSON.stringify(bids)},"a":${JSON.stringify(asks)}}`;
}

/** A ticker frame in the venue's own layout. */
export function tickerText(symbol: string, u: number | string, bid: TextLevel, ask: TextLevel): string {
  return `{"u":${u},"E":1790732602275568874,"s":"${symbol}","b":"${bid[0]}","B":"${bid[1]}","a":"${ask[0]}","A":"${ask[1]}","c":"150.00","C":"0.1"}`;
}

/** A frame as plain values, copied out of the mapper's reused buffers. */
export function plain(frame: GeminiFrame): Record<string, unknown> {
  if (frame.kind !== "depth" && frame.kind !== "depth-reply") return { ...frame };
  const { update } = frame;
  return {
    kind: frame.kind,
    symbol: update.symbol,
    firstId: update.firstId,
    lastId: update.lastId,
    clipped: update.clipped,
    bids: Array.from({ length: update.bidCount }, (_, i) => [update.bidTicks[i], update.bidLots[i]]),
    asks: Array.from({ length: update.askCount }, (_, i) => [update.askTicks[i], update.askLots[i]]),
  };
}
