import { createDepthUpdate, type DepthEvent, type TickerEvent } from "#model";
import { type GeminiFrame, symbolOfDepthId } from "./frame.ts";
import { fillLevels, isReadable, readPrice, readSize } from "./level-reader.ts";
import { parseLossless, plainInteger } from "./lossless-json.ts";
import * as messages from "./messages.ts";
import { CLIPPED, readSteps } from "./step-scale.ts";
import type { Listing, SymbolTable } from "./symbol-table.ts";

const HEAD_LENGTH = 120;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads any layout of a valid frame through JSON and schemas: other key orders, white space, extra
 * fields, replies. It decides what is refused; the byte scanner is only its fast way for market frames.
 */
export class JsonReader {
  readonly #symbols: SymbolTable;
  readonly #depth: DepthEvent;
  readonly #ticker: TickerEvent;
  readonly #replyUpdate = createDepthUpdate(128);

  constructor(symbols: SymbolTable, depth: DepthEvent, ticker: TickerEvent) {
    this.#symbols = symbols;
    this.#depth = depth;
    this.#ticker = ticker;
  }

  /** Never throws. */
  read(frame: Buffer, receivedNs: number): GeminiFrame {
    let text = "";
    try {
      text = frame.toString("utf8");
      const fields: unknown = parseLossless(text, plainInteger);
      const isObject = typeof fields === "object" && fields !== null && !Array.isArray(fields);
      const read = isObject ? this.#route(fields as Fields, receivedNs) : "not an object";
      if (typeof read !== "string") return read;
      const name = isObject ? (fields as Fields).s : undefined;
      return this.#refused(text, typeof name === "string" ? name : undefined, read, receivedNs);
    } catch {
      // Broken syntax may still name its symbol; voiding a book for nothing is only a resubscription.
      const name = /"s"\s*:\s*"([^"\\]{1,64})"/.exec(text)?.[1];
      return this.#refused(text, name, "not JSON", receivedNs);
    }
  }

  /** By what only this kind of frame has: just depth and some trades carry `e`. A string is a refusal. */
  #route(fields: Fields, receivedNs: number): GeminiFrame | string {
    if ("id" in fields) return this.#reply(fields, receivedNs);
    if (fields.e === "depthUpdate") return this.#depthUpdate(fields, receivedNs);
    if ("t" in fields && "m" in fields) return this.#trade(fields, receivedNs);
    if (typeof fields.e === "string" && fields.e !== "trade")
      return { kind: "unused", receivedNs, clipped: 0 };
    if ("B" in fields || ("u" in fields && "s" in fields && !("U" in fields))) {
      return this.#bookTicker(fields, receivedNs);
    }
    return "unknown kind of frame";
  }

  #depthUpdate(fields: Fields, receivedNs: number): GeminiFrame | string {
    const parsed = messages.depthUpdate.safeParse(fields);
    if (!parsed.success) return `bad depthUpdate: ${where(parsed.error.issues)}`;
    const { s, U, u, b, a } = parsed.data;
    const listing = this.#symbols.find(s);
    if (listing === undefined) return "unknown symbol";
    if (U > u) return "update ids run backwards";
    const { update } = this.#depth;
    const refusal = fillLevels(update, listing, b, a);
    if (refusal !== null) return refusal;
    update.firstId = U;
    update.lastId = u;
    this.#depth.receivedNs = receivedNs;
    return this.#depth;
  }

  #bookTicker(fields: Fields, receivedNs: number): GeminiFrame | string {
    const parsed = messages.bookTicker.safeParse(fields);
    if (!parsed.success) return `bad bookTicker: ${where(parsed.error.issues)}`;
    const { s, u, b, B, a, A } = parsed.data;
    const listing = this.#symbols.find(s);
    if (listing === undefined) return "unknown symbol";
    const ticker = this.#ticker;
    ticker.bidTicks = sidePrice(b, B, listing);
    ticker.bidLots = sideSize(B, listing);
    ticker.askTicks = sidePrice(a, A, listing);
    ticker.askLots = sideSize(A, listing);
    const { bidTicks, bidLots, askTicks, askLots } = ticker;
    const values = [bidTicks, bidLots, askTicks, askLots];
    if (!values.every(isReadable)) return "bad price or size in bookTicker";
    if (values.includes(CLIPPED)) return { kind: "unused", receivedNs, clipped: 1 };
    ticker.symbol = listing.symbol;
    ticker.updateId = u;
    ticker.receivedNs = receivedNs;
    return ticker;
  }

  #trade(fields: Fields, receivedNs: number): GeminiFrame | string {
    const parsed = messages.trade.safeParse(fields);
    if (!parsed.success) return `bad trade: ${where(parsed.error.issues)}`;
    const listing = this.#symbols.find(parsed.data.s);
    if (listing === undefined) return "unknown symbol";
    return { kind: "trade", receivedNs, symbol: listing.symbol };
  }

  #reply(fields: Fields, receivedNs: number): GeminiFrame | string {
    const parsed = messages.reply.safeParse(fields);
    if (!parsed.success) return `bad reply: ${where(parsed.error.issues)}`;
    const reply = parsed.data;
    const symbol = symbolOfDepthId(reply.id);
    if (symbol === undefined || reply.status !== 200) return { kind: "reply", receivedNs, reply };
    const result = messages.depthResult.safeParse(reply.result);
    const listing = this.#symbols.find(symbol);
    if (!result.success || listing === undefined) return "bad reply to a depth request";
    const update = this.#replyUpdate;
    const refusal = fillLevels(update, listing, result.data.bids, result.data.asks);
    if (refusal !== null) return refusal;
    update.firstId = result.data.lastUpdateId;
    update.lastId = result.data.lastUpdateId;
    return { kind: "depth-reply", receivedNs, id: reply.id, update };
  }

  #refused(text: string, name: string | undefined, reason: string, receivedNs: number): GeminiFrame {
    const symbol = name === undefined ? null : (this.#symbols.find(name)?.symbol ?? null);
    return { kind: "refused", receivedNs, symbol, reason, head: text.slice(0, HEAD_LENGTH) };
  }
}

/** A side without orders is left out or shown as zeros; a side with a size needs a price. */
function sidePrice(price: string | undefined, size: string | undefined, listing: Listing): number {
  if (price === undefined || size === undefined) return 0;
  const isEmpty = readSize(size, listing) === 0 && readSteps(price, listing.price, "exact") === 0;
  return isEmpty ? 0 : readPrice(price, listing);
}

function sideSize(size: string | undefined, listing: Listing): number {
  return size === undefined ? 0 : readSize(size, listing);
}

function where(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  const [first] = issues;
  return first === undefined ? "" : `${first.path.join(".")} ${first.message}`.trim();
}
