import { type DepthUpdate, formatSteps, type Instrument, parseStep, type TickerEvent } from "#model";
import { parseCaptureLine } from "./capture-line.ts";
import type { GeminiFrame } from "./frame.ts";
import { createMapper } from "./mapper.ts";

/** What inspection needs of a book; the order book of layer `book`, made for a capture, is one. */
export interface CaptureBook {
  readonly state: "awaiting_snapshot" | "live" | "stale";
  readonly lastId: number;
  readonly bestBidTicks: number;
  readonly bestAskTicks: number;
  readonly tickerChecks: number;
  readonly tickerAgreements: number;
  apply(
    update: DepthUpdate,
    receivedNs: number,
  ): "snapshot" | "applied" | "stale" | "gap" | "crossed" | "disagree" | "ignored";
  checkTicker(ticker: TickerEvent): "agree" | "disagree" | "incomparable";
  voidBook(reason: string): void;
}

/** What a capture holds and what the mapper and the books made of it; counts of frames but for `clipped`. */
export interface InspectReport {
  readonly frames: { depth: number; ticker: number; trade: number; control: number };
  /** Depth frames that changed a book, snapshots among them. */
  applied: number;
  /** Applied diffs whose `U` equals the `u` before. */
  contiguous: number;
  stale: number;
  gaps: number;
  crossed: number;
  /** Malformed in syntax or value; the book that they name is void from there. */
  refused: number;
  /** Depth frames of a book that is void already. */
  ignored: number;
  /** Levels and values too large to be held exactly. */
  clipped: number;
  /** Tickers at the book's own `u`, and how many of them showed its best prices and sizes. */
  readonly ticker: { compared: number; agreed: number };
  readonly books: Record<string, { state: CaptureBook["state"]; bid: string | null; ask: string | null }>;
}

/**
 * Runs a capture (`<ns>\t<frame>` a line) through the real mapper and books. There is no venue to ask,
 * so symbols are learned as they come, with the finest step of 1e-8, and a void book stays void.
 */
export async function inspectCapture(
  lines: AsyncIterable<string> | Iterable<string>,
  createBook: (instrument: Instrument) => CaptureBook,
): Promise<InspectReport> {
  const inspection = new Inspection(createBook);
  for await (const line of lines) if (line !== "") inspection.take(line);
  return inspection.report();
}

class Inspection {
  readonly #books = new Map<string, CaptureBook>();
  readonly #createBook: (instrument: Instrument) => CaptureBook;
  readonly #mapper = createMapper({ instruments: [], learn });
  readonly #report: InspectReport = {
    frames: { depth: 0, ticker: 0, trade: 0, control: 0 },
    applied: 0,
    contiguous: 0,
    stale: 0,
    gaps: 0,
    crossed: 0,
    refused: 0,
    ignored: 0,
    clipped: 0,
    ticker: { compared: 0, agreed: 0 },
    books: {},
  };

  constructor(createBook: (instrument: Instrument) => CaptureBook) {
    this.#createBook = createBook;
  }

  take(line: string): void {
    const captured = parseCaptureLine(line);
    if (captured === null) this.#report.refused += 1;
    else this.#count(this.#mapper.map(Buffer.from(captured.frame), captured.receivedNs));
  }

  report(): InspectReport {
    for (const [symbol, book] of [...this.#books].sort(([one], [other]) => (one < other ? -1 : 1))) {
      this.#report.books[symbol] = {
        state: book.state,
        bid: priceText(symbol, book.bestBidTicks),
        ask: priceText(symbol, book.bestAskTicks),
      };
      this.#report.ticker.compared += book.tickerChecks;
      this.#report.ticker.agreed += book.tickerAgreements;
    }
    return this.#report;
  }

  #count(frame: GeminiFrame): void {
    const { frames } = this.#report;
    switch (frame.kind) {
      case "depth":
        frames.depth += 1;
        this.#apply(frame.update, frame.receivedNs);
        return;
      case "ticker":
        frames.ticker += 1;
        this.#books.get(frame.symbol)?.checkTicker(frame);
        return;
      case "trade":
        frames.trade += 1;
        return;
      case "refused":
        this.#report.refused += 1;
        if (frame.symbol !== null) this.#book(frame.symbol).voidBook(frame.reason);
        return;
      case "unused":
        if (frame.clipped > 0) frames.ticker += 1;
        else frames.control += 1;
        this.#report.clipped += frame.clipped;
        return;
      default:
        frames.control += 1;
    }
  }

  #apply(update: DepthUpdate, receivedNs: number): void {
    const report = this.#report;
    report.clipped += update.clipped;
    const book = this.#book(update.symbol);
    const isContiguous = update.firstId === book.lastId;
    const verdict = book.apply(update, receivedNs);
    if (verdict === "applied" && isContiguous) report.contiguous += 1;
    if (verdict === "applied" || verdict === "snapshot") report.applied += 1;
    else if (verdict === "gap") report.gaps += 1;
    else if (verdict !== "disagree") report[verdict] += 1;
  }

  #book(symbol: string): CaptureBook {
    const known = this.#books.get(symbol);
    if (known !== undefined) return known;
    const book = this.#createBook(learn(symbol));
    this.#books.set(symbol, book);
    return book;
  }
}

const FINEST = parseStep("0.00000001");

function learn(symbol: string): Instrument {
  return { symbol, base: symbol, quote: "", tickSize: FINEST, lotSize: FINEST, minLots: 1, open: true };
}

function priceText(symbol: string, ticks: number): string | null {
  return ticks === 0 ? null : formatSteps(ticks, learn(symbol).tickSize);
}
