import type { DepthUpdate, TickerEvent } from "#model";
import { ByteCursor, encode } from "./byte-cursor.ts";
import { MAX_LEVELS } from "./level-reader.ts";
import { CLIPPED } from "./step-scale.ts";
import type { Listing, SymbolTable } from "./symbol-table.ts";

/** What the scanner made of a frame; UNUSUAL says nothing about validity, the JSON reader decides. */
export const UNUSUAL = 0;
export const DEPTH = 1;
export const TICKER = 2;

export type Scanned = typeof UNUSUAL | typeof DEPTH | typeof TICKER;

const DEPTH_HEAD = encode('{"e":"depthUpdate","E":');
const TICKER_HEAD = encode('{"u":');
const SYMBOL = encode(',"s":"');
const FIRST_ID = encode('","U":');
const LAST_ID = encode(',"u":');
const BIDS = encode(',"b":[');
const ASKS = encode(',"a":[');
const EVENT_TIME = encode(',"E":');
const BID_PRICE = encode('","b":"');
const BID_SIZE = encode('","B":"');
const ASK_PRICE = encode('","a":"');
const ASK_SIZE = encode('","A":"');
const LAST_PRICE = encode(',"c":"');
const LAST_SIZE = encode('","C":"');

const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BRACE_END = 0x7d;
const COMMA = 0x2c;
const QUOTE = 0x22;

/**
 * Reads depth and ticker frames of the one layout that the venue sends straight from their bytes into
 * reused buffers: no text, no objects. It accepts that layout and valid values only; anything else is
 * UNUSUAL and left to the JSON reader, so nothing is guessed here and nothing is refused here.
 */
export class FrameScanner {
  readonly #symbols: SymbolTable;
  readonly #cursor = new ByteCursor();
  readonly #depth: DepthUpdate;
  readonly #ticker: TickerEvent;

  constructor(symbols: SymbolTable, depth: DepthUpdate, ticker: TickerEvent) {
    this.#symbols = symbols;
    this.#depth = depth;
    this.#ticker = ticker;
  }

  scan(frame: Uint8Array): Scanned {
    const cursor = this.#cursor;
    cursor.open(frame);
    if (cursor.skip(DEPTH_HEAD)) return this.#scanDepth() ? DEPTH : UNUSUAL;
    cursor.open(frame);
    if (cursor.skip(TICKER_HEAD)) return this.#scanTicker() ? TICKER : UNUSUAL;
    return UNUSUAL;
  }

  #scanDepth(): boolean {
    const cursor = this.#cursor;
    const depth = this.#depth;
    if (!cursor.skipInteger() || !cursor.skip(SYMBOL)) return false;
    const listing = this.#listing();
    if (listing === undefined || !cursor.skip(FIRST_ID)) return false;
    depth.firstId = cursor.readId();
    if (depth.firstId < 0 || !cursor.skip(LAST_ID)) return false;
    depth.lastId = cursor.readId();
    if (depth.lastId < depth.firstId || !cursor.skip(BIDS)) return false;
    depth.symbol = listing.symbol;
    depth.clipped = 0;
    if (!this.#scanBids(listing) || !cursor.skip(ASKS) || !this.#scanAsks(listing)) return false;
    return cursor.skipByte(BRACE_END) && cursor.isAtEnd;
  }

  #scanBids(listing: Listing): boolean {
    const depth = this.#depth;
    let count = 0;
    if (this.#cursor.skipByte(BRACKET_END)) {
      depth.bidCount = 0;
      return true;
    }
    do {
      if (count === depth.bidTicks.length) {
        if (count >= MAX_LEVELS) return false;
        depth.bidTicks = grown(depth.bidTicks);
        depth.bidLots = grown(depth.bidLots);
      }
      const taken = this.#scanLevel(listing, depth.bidTicks, depth.bidLots, count);
      if (taken < 0) return false;
      count += taken;
    } while (this.#cursor.skipByte(COMMA));
    depth.bidCount = count;
    return count <= MAX_LEVELS && this.#cursor.skipByte(BRACKET_END);
  }

  #scanAsks(listing: Listing): boolean {
    const depth = this.#depth;
    let count = 0;
    if (this.#cursor.skipByte(BRACKET_END)) {
      depth.askCount = 0;
      return true;
    }
    do {
      if (count === depth.askTicks.length) {
        if (count >= MAX_LEVELS) return false;
        depth.askTicks = grown(depth.askTicks);
        depth.askLots = grown(depth.askLots);
      }
      const taken = this.#scanLevel(listing, depth.askTicks, depth.askLots, count);
      if (taken < 0) return false;
      count += taken;
    } while (this.#cursor.skipByte(COMMA));
    depth.askCount = count;
    return count <= MAX_LEVELS && this.#cursor.skipByte(BRACKET_END);
  }

  /** Reads `["price","size"]` into index `at`: 1 where it is a level, 0 where it is clipped, -1 unusual. */
  #scanLevel(listing: Listing, ticks: Float64Array, lots: Float64Array, at: number): number {
    const cursor = this.#cursor;
    if (!cursor.skipByte(BRACKET) || !cursor.skipByte(QUOTE)) return -1;
    const price = cursor.readPrice(listing.price);
    if (!cursor.skipByte(QUOTE) || !cursor.skipByte(COMMA) || !cursor.skipByte(QUOTE)) return -1;
    const size = cursor.readSize(listing.lot);
    if (!cursor.skipByte(QUOTE) || !cursor.skipByte(BRACKET_END)) return -1;
    if (price > 0 && size >= 0) {
      ticks[at] = price;
      lots[at] = size;
      return 1;
    }
    if ((price !== CLIPPED && price <= 0) || (size !== CLIPPED && size < 0)) return -1;
    this.#depth.clipped += 1;
    return 0;
  }

  #scanTicker(): boolean {
    const cursor = this.#cursor;
    const ticker = this.#ticker;
    ticker.updateId = cursor.readId();
    if (ticker.updateId < 0 || !cursor.skip(EVENT_TIME) || !cursor.skipInteger()) return false;
    if (!cursor.skip(SYMBOL)) return false;
    const listing = this.#listing();
    if (listing === undefined || !cursor.skip(BID_PRICE)) return false;
    ticker.symbol = listing.symbol;
    ticker.bidTicks = cursor.readPrice(listing.price);
    if (ticker.bidTicks <= 0 || !cursor.skip(BID_SIZE)) return false;
    ticker.bidLots = cursor.readSize(listing.lot);
    if (ticker.bidLots < 0 || !cursor.skip(ASK_PRICE)) return false;
    ticker.askTicks = cursor.readPrice(listing.price);
    if (ticker.askTicks <= 0 || !cursor.skip(ASK_SIZE)) return false;
    ticker.askLots = cursor.readSize(listing.lot);
    if (ticker.askLots < 0 || !cursor.skipByte(QUOTE)) return false;
    return this.#skipLastTrade() && cursor.skipByte(BRACE_END) && cursor.isAtEnd;
  }

  /** Passes `,"c":"price","C":"size"`, which is absent before the first trade. */
  #skipLastTrade(): boolean {
    const cursor = this.#cursor;
    if (!cursor.isAtByte(COMMA)) return true;
    if (!cursor.skip(LAST_PRICE) || !cursor.skipDecimal() || !cursor.skip(LAST_SIZE)) return false;
    return cursor.skipDecimal() && cursor.skipByte(QUOTE);
  }

  #listing(): Listing | undefined {
    const start = this.#cursor.at;
    const end = this.#cursor.skipWord();
    return this.#symbols.findBytes(this.#cursor.bytes, start, end);
  }
}

function grown(array: Float64Array): Float64Array {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
