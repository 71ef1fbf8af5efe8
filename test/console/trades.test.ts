import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFiltered, parseTradeSearch, toFilter } from "../../console/features/trades/search.ts";
import { attributionWaterfall } from "../../console/lib/attribution.ts";
import { roundDecimal, sumDecimals } from "../../console/lib/decimal-text.ts";
import { tradeExportHref } from "../../console/lib/trade-api.ts";
import { isNewerTrade, liveCount, mergeTrades } from "../../console/lib/trade-list.ts";
import { filledPct, limitText, residualText, sinceStart } from "../../console/lib/trade-text.ts";
import { aLeg, aTrade } from "./a-trade.ts";

const at = (second: number) => `2026-11-22T14:00:${second.toString().padStart(2, "0")}.000Z`;
const all = { filter: {}, hasMore: false };

describe("the list of trades", () => {
  it("follows a trade from executing to its end", () => {
    const open = aTrade({ status: "executing", updated_at: at(1), closed_at: null });
    const done = aTrade({ updated_at: at(2), closed_at: at(2) });
    expect(mergeTrades([open], [done], all)).toEqual([done]);
    expect(mergeTrades([done], [open], all)).toEqual([done]);
  });

  it("takes a stranded trade that is tried again, though it goes back to executing", () => {
    const stranded = aTrade({ status: "stranded", updated_at: at(1), closed_at: null });
    expect(isNewerTrade(aTrade({ status: "executing", updated_at: at(5), closed_at: null }), stranded)).toBe(
      true,
    );
  });

  it("never opens a closed trade again by a state of the same instant", () => {
    const done = aTrade({ updated_at: at(2), closed_at: at(2) });
    expect(isNewerTrade(aTrade({ updated_at: at(2), closed_at: null }), done)).toBe(false);
  });

  it("drops a trade from the list of executing ones when it ends", () => {
    const open = aTrade({ status: "executing", updated_at: at(1), closed_at: null });
    const done = aTrade({ updated_at: at(2), closed_at: at(2) });
    const merged = mergeTrades([open], [done], { filter: { status: "executing" }, hasMore: false });
    expect(merged).toEqual([]);
    expect(liveCount(1, [open], merged)).toBe(0);
  });

  it.each([
    ["another asset", { asset: "BTC-USD" }],
    ["another status", { status: "failed" as const }],
    ["one opened before", { from: at(1) }],
    ["one opened at the end, which is outside", { to: at(0) }],
  ])("leaves out a streamed trade where the filter asks for %s", (_, filter) => {
    expect(mergeTrades([], [aTrade({ timestamp: at(0) })], { filter, hasMore: false })).toEqual([]);
  });

  it("counts what the stream added to what the server counted", () => {
    const fetched = [aTrade({ id: "a", timestamp: at(1) })];
    const merged = mergeTrades(fetched, [aTrade({ id: "b", timestamp: at(2) })], {
      filter: {},
      hasMore: true,
    });
    expect(merged.map((row) => row.id)).toEqual(["b", "a"]);
    expect(liveCount(250, fetched, merged)).toBe(251);
  });
});

describe("filters of trades in the address", () => {
  it("means the last day whole, and days of UTC", () => {
    const search = parseTradeSearch({ status: "unwound", from: "2026-11-20", to: "2026-11-22" });
    expect(toFilter(search)).toEqual({
      asset: undefined,
      status: "unwound",
      from: "2026-11-20T00:00:00.000Z",
      to: "2026-11-23T00:00:00.000Z",
    });
  });

  it("leaves out what is no filter, instead of failing the page", () => {
    const raw = { asset: "", status: "lost", from: "2026-02-30", to: "today", trade: "" };
    expect(parseTradeSearch(raw)).toEqual({});
  });

  it("does not count an open trade as a filter", () => {
    expect(isFiltered(parseTradeSearch({ trade: "t1" }))).toBe(false);
    expect(isFiltered(parseTradeSearch({ trade: "t1", asset: "SOL-USD" }))).toBe(true);
  });

  it("exports what is shown", () => {
    const href = tradeExportHref(toFilter({ asset: "SOL-USD", from: "2026-11-20", trade: "t1" }));
    expect(href).toBe("/api/v1/trades/export?format=csv&asset=SOL-USD&from=2026-11-20T00%3A00%3A00.000Z");
  });
});

describe("the waterfall from predicted to realised", () => {
  const causes = (usd: readonly string[]) => {
    const [fee_usd = "0", depth_usd = "0", latency_usd = "0", network_usd = "0", adverse_usd = "0"] = usd;
    return { fee_usd, depth_usd, latency_usd, network_usd, adverse_usd, reserve_usd: usd[5] ?? "0" };
  };

  it("is not drawn while nothing is attributed", () => {
    expect(attributionWaterfall(aTrade({ attribution: null }))).toBeNull();
  });

  it("adds up to the last digit shown, with both ends as they are shown elsewhere", () => {
    const nano = fc.integer({ min: -9_000_000_000, max: 9_000_000_000 }).map((units) => {
      const digits = Math.abs(units).toString().padStart(10, "0");
      return `${units < 0 ? "-" : ""}${digits.slice(0, -9)}.${digits.slice(-9)}`;
    });
    fc.assert(
      fc.property(nano, fc.array(nano, { minLength: 6, maxLength: 6 }), (predicted, usd) => {
        const pnl_usd = sumDecimals([predicted, ...usd]);
        const steps = attributionWaterfall(
          aTrade({ predicted_pnl_usd: predicted, pnl_usd, attribution: causes(usd) }),
        );
        const [first, last] = [steps?.at(0)?.amountUsd, steps?.at(-1)?.amountUsd];
        expect(first).toBe(roundDecimal(predicted, 4, "floor"));
        expect(last).toBe(roundDecimal(pnl_usd, 4, "floor"));
        const between = steps?.slice(0, -1).map((step) => step.amountUsd) ?? [];
        expect(sumDecimals(between)).toBe(sumDecimals([last ?? "", "0.0000"]));
        expect(steps).toHaveLength(8);
      }),
    );
  });

  it("shows what the causes leave unexplained instead of hiding it", () => {
    const steps = attributionWaterfall(
      aTrade({ predicted_pnl_usd: "5", pnl_usd: "3", attribution: causes(["-1.5"]) }),
    );
    expect(steps?.find((step) => step.key === "rest")?.amountUsd).toBe("-0.5000");
  });
});

describe("a trade in words", () => {
  it.each([
    ["0.000", "Nothing is left"],
    ["0.500", "0.5 SOL too much"],
    ["-0.500", "0.5 SOL too little"],
  ])("says of a residual of %s: %s", (residual, words) => {
    expect(residualText(aTrade({ residual }))).toBe(words);
  });

  it.each([
    [{ venue: "gemini" }, { name: "limit", value: "150.50" }],
    [
      { venue: "solana", side: "sell" as const, limit: "908.10", quote_asset: "USDC" },
      { name: "at least", value: "908.1 USDC" },
    ],
    [
      { venue: "solana", side: "buy" as const, limit: "908.10", quote_asset: "USDC" },
      { name: "at most", value: "908.1 USDC" },
    ],
  ])("names the bound of a leg for what it is", (changes, bound) => {
    expect(limitText(aLeg(changes))).toEqual(bound);
  });

  it("never draws more than was wanted, nor anything of nothing", () => {
    expect(filledPct({ wanted: "4", filled: "1" })).toBe(25);
    expect(filledPct({ wanted: "4", filled: "4.1" })).toBe(100);
    expect(filledPct({ wanted: "0", filled: "0" })).toBe(0);
  });

  it("tells how long after the decision a step came", () => {
    expect(sinceStart("2026-11-22T14:00:01.204Z", "2026-11-22T14:00:00.000Z")).toBe("+1,204 ms");
    expect(sinceStart("2026-11-22T14:00:13.120Z", "2026-11-22T14:00:00.000Z")).toBe("+13.1 s");
  });
});
