import { createRandom, type HiddenMarket } from "../market/index.ts";
import { Maker } from "./agents/maker.ts";
import { Taker } from "./agents/taker.ts";
import { SymbolBook } from "./book/symbol-book.ts";
import { spotRules } from "./symbol-rules.ts";
import { createVenueClock, type VenueClock } from "./venue-clock.ts";

export interface ExchangeOptions {
  readonly market: HiddenMarket;
  /** Dollar pairs such as "solusd"; each base must be in the market. */
  readonly symbols: readonly string[];
  readonly seed: number;
  /** Time of the opening quotes (ms since 1970). */
  readonly epochMs: number;
  /** By how many percent a base's price is pushed away from the market just now; none where left out. */
  readonly shockPct?: (base: string) => number;
}

/** The venue without its wires: books, makers and takers, the same for the same seed and steps. */
export interface Exchange {
  readonly books: ReadonlyMap<string, SymbolBook>;
  /** Numbers and stamps what happens between two steps. */
  readonly clock: VenueClock;
  /** Lets `ms` of trading happen, stamped from `epochMs` on. */
  step(ms: number, epochMs: number): void;
}

/** Half the spread, and the end of the ladder, of a coin and of a pegged coin. */
const COIN = { nearest: 0.0003, farthest: 0.05 };
const PEGGED = { nearest: 0.00004, farthest: 0.01 };

interface Agents {
  readonly book: SymbolBook;
  readonly maker: Maker;
  readonly taker: Taker;
}

/** Orders that nobody means, as the real btcusd book holds them: far beyond any price or amount. */
function placeAbsurdOrders(book: SymbolBook): void {
  const owner = "dreamer";
  const place = (side: "bid" | "ask", priceTicks: number, lots: number): void => {
    book.engine.place({ owner, side, priceTicks, lots, timeInForce: "GTC" });
  };
  place("ask", 900_000_000_000_000, 1_000);
  place("ask", 1_234_567_891_234, 10_000);
  place("bid", 1, 347_000_000_000_000);
}

function createAgents(options: ExchangeOptions, book: SymbolBook): Agents {
  const random = createRandom(`${options.seed}:${book.rules.symbol}`);
  const reach = book.rules.base === "USDC" ? PEGGED : COIN;
  return { book, maker: new Maker({ book, random, ...reach }), taker: new Taker(book, random) };
}

/** Opens the exchange with full books. Throws RangeError for a symbol that is no dollar pair of the market. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { market } = options;
  const clock = createVenueClock(options.seed);
  const books = new Map<string, SymbolBook>();
  const agents: Agents[] = [];
  clock.turn(options.epochMs);
  const targetTicks = (book: SymbolBook): number => {
    const { base, priceDecimals } = book.rules;
    const shock = 1 + (options.shockPct?.(base) ?? 0) / 100;
    return market.target("gemini", base) * shock * 10 ** priceDecimals;
  };

  for (const name of options.symbols) {
    const rules = spotRules(name, (base) => market.fair(base));
    const book = new SymbolBook(rules, clock);
    books.set(rules.symbol, book);
    if (rules.symbol === "btcusd") placeAbsurdOrders(book);
    const own = createAgents(options, book);
    own.maker.step(targetTicks(book), 0);
    agents.push(own);
  }
  return {
    books,
    clock,
    step(ms, epochMs) {
      clock.turn(epochMs);
      for (const { book, maker, taker } of agents) {
        maker.step(targetTicks(book), ms);
        taker.step(targetTicks(book), ms);
      }
    },
  };
}
