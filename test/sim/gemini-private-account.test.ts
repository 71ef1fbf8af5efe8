import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccountOrder, OrderChange, OrderIntent } from "../../sim/gemini/account/account-order.ts";
import { amountText, parseAmount } from "../../sim/gemini/account/amount.ts";
import { openingBalances } from "../../sim/gemini/account/balances.ts";
import { createFeeRates } from "../../sim/gemini/account/fee-rates.ts";
import { TradingAccount } from "../../sim/gemini/account/trading-account.ts";
import { createExchange } from "../../sim/gemini/exchange.ts";
import { RequestQueue } from "../../sim/gemini/private/request-queue.ts";
import { createHiddenMarket } from "../../sim/market/index.ts";
import { units } from "./private-client.ts";

const SOCKET = { keyName: "account-x", connection: 1 };

/** The exchange and its account without wires or timers. */
function anAccount(taker = "35") {
  const market = createHiddenMarket({ seed: 2, scenario: "calm", bases: ["SOL"] });
  const exchange = createExchange({ market, symbols: ["solusd"], seed: 2, epochMs: 1_000 });
  const changes: [AccountOrder, OrderChange][] = [];
  const account = new TradingAccount({
    ...{ books: exchange.books, clock: exchange.clock, seed: 2 },
    epochMs: () => 1_000,
    fees: createFeeRates({ maker: "20", taker }),
    opening: { USD: "10000", SOL: "50" },
    listener: { orderChanged: (order, change) => changes.push([order, change]), balancesChanged() {} },
  });
  const book = exchange.books.get("solusd");
  if (book === undefined) throw new Error("no book");
  const advance = (ms: number): void => {
    market.advance(ms);
    exchange.step(ms, 1_000);
  };
  return { account, book, changes, advance };
}

function anIntent(over: Partial<OrderIntent>): OrderIntent {
  const usual = { symbol: "solusd", side: "buy", price: "150.00", quantity: "1" } as const;
  return { ...usual, timeInForce: "GTC", clientOrderId: undefined, ...over };
}

describe("the account", () => {
  it("pays the maker's fee where its order rested, and gives back what the fee needed less", () => {
    const { account, book, changes } = anAccount("120");
    const best = book.engine.bids.best?.priceTicks ?? 0;
    const price = ((best + 1) / 100).toFixed(2);
    const order = account.place(anIntent({ price, quantity: "2" }), SOCKET);
    expect(order.state).toBe("open");
    const quote = 2n * units(price);
    expect(account.balances.available("USD")).toBe(units("10000") - (quote * 10_120n) / 10_000n);

    const taker = { owner: "taker", side: "ask", timeInForce: "IOC" } as const;
    book.engine.place({ ...taker, priceTicks: best + 1, lots: 500_000 });
    book.engine.place({ ...taker, priceTicks: best + 1, lots: 1_500_000 });
    expect(changes.map(([, { kind }]) => kind)).toEqual(["NEW", "OPEN", "PARTIALLY_FILLED", "FILLED"]);
    expect(order.fills.map(({ isMaker }) => isMaker)).toEqual([true, true]);
    expect(account.balances.total("USD")).toBe(units("10000") - (quote * 10_020n) / 10_000n);
    expect(account.balances.available("USD")).toBe(account.balances.total("USD"));
    expect(account.balances.total("SOL")).toBe(units("52"));
  });

  it("balances to the unit over any orders, and holds exactly what open orders need", () => {
    const anOrder = fc.record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      offset: fc.integer({ min: -300, max: 300 }),
      micros: fc.integer({ min: 1, max: 60_000_000 }),
      timeInForce: fc.constantFrom("GTC" as const, "IOC" as const, "FOK" as const, "MOC" as const),
      cancelOne: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anOrder, { maxLength: 40 }), (orders) => {
        const { account, book, advance } = anAccount("12.5");
        for (const { side, offset, micros, timeInForce, cancelOne } of orders) {
          const best = book.engine.asks.best?.priceTicks ?? 15_000;
          const price = ((best + offset) / 100).toFixed(2);
          const quantity = (micros / 1e6).toFixed(6);
          account.place(anIntent({ side, price, quantity, timeInForce }), SOCKET);
          if (cancelOne) for (const order of [...account.orders.live].slice(0, 1)) account.cancel(order);
          advance(100);
        }
        let usd = units("10000");
        let sol = units("50");
        for (const { intent, fills } of account.orders.all) {
          const sign = intent.side === "buy" ? 1n : -1n;
          for (const { priceTicks, lots, fee } of fills) {
            usd -= sign * BigInt(priceTicks) * BigInt(lots) * 10n ** 10n + fee;
            sol += sign * BigInt(lots) * 10n ** 12n;
          }
        }
        expect([account.balances.total("USD"), account.balances.total("SOL")]).toEqual([usd, sol]);
        const held = [...account.orders.live].reduce(
          (sum, order) => (order.intent.side === "sell" ? sum + order.held : sum),
          0n,
        );
        expect(account.balances.available("SOL")).toBe(sol - held);
        expect(account.balances.available("USD") >= 0n && account.balances.available("SOL") >= 0n).toBe(true);
        account.cancelWhere(() => true);
        expect([account.balances.available("USD"), account.balances.available("SOL")]).toEqual([usd, sol]);
      }),
      { numRuns: 40 },
    );
  });

  it("opens with round sums worth about 200,000 dollars of each base", () => {
    const usd: Record<string, number> = { SOL: 150, BTC: 85_000, ETH: 2_700, BONK: 0.00002, USDC: 1 };
    expect(openingBalances(Object.keys(usd), (base) => usd[base] ?? 0)).toEqual({
      ...{ USD: "200000", USDC: "50000", SOL: "1300", BTC: "2.4", ETH: "74", BONK: "10000000000" },
    });
  });
});

describe("the account's numbers", () => {
  it.each([
    ["0", "0"],
    ["0150.50", "150.5"],
    ["0.000000000000000001", "0.000000000000000001"],
    ["123456789012345678901234.5", "123456789012345678901234.5"],
  ])("reads %s and writes %s", (text, written) => {
    expect(amountText(parseAmount(text) ?? -1n)).toBe(written);
  });

  it.each(["", "-1", "+1", "1.", ".5", "1e3", "0x1", "1.0000000000000000001", " 1", "NaN"])(
    "does not read '%s'",
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );

  it("rounds fees half up at 1e-15 dollars", () => {
    const { fee } = createFeeRates({ maker: "0", taker: "1" });
    expect(amountText(fee(14_999_999n, false))).toBe("0.000000000000001");
    expect(amountText(fee(5_000_000n, false))).toBe("0.000000000000001");
    expect(amountText(fee(4_999_999n, false))).toBe("0");
    expect(fee(units("1000"), true)).toBe(0n);
    expect(() => createFeeRates({ maker: "0", taker: "x" })).toThrow(RangeError);
  });

  it("admits so many requests in any minute, queues five, refuses the rest", () => {
    const queue = new RequestQueue(10);
    const kinds = (nowMs: number, count: number): string[] =>
      Array.from({ length: count }, () => queue.admit(nowMs).kind);
    expect(kinds(0, 6)).toEqual(Array(6).fill("now"));
    expect(kinds(30_000, 10)).toEqual([...Array(4).fill("now"), ...Array(5).fill("queued"), "refused"]);
    expect(queue.admit(30_000)).toEqual({ kind: "refused", retryAfterSec: 30 });
    expect(queue.admit(60_000)).toEqual({ kind: "now" });
    expect(queue.admit(60_001)).toEqual({ kind: "queued", waitMs: 29_999 });
  });
});
