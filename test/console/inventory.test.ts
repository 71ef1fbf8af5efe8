import { describe, expect, it } from "vitest";
import { csvOf } from "../../console/lib/csv.ts";
import {
  balancesCsv,
  byAsset,
  byVenue,
  historyCsv,
  historyOf,
  holdingOf,
} from "../../console/lib/holdings.ts";
import { parseInventorySearch } from "../../console/lib/inventory-search.ts";
import type { InventoryHistory, InventoryRow } from "../../console/lib/wire.ts";

function aRow(changes: Partial<InventoryRow> = {}): InventoryRow {
  return {
    ...{ venue: "gemini", asset: "SOL", total: "1.5", available: "1", reserved: "0.3", in_flight: "0.2" },
    ...{ value_usd: "225.1", drift_pct: "-0.5" },
    ...changes,
  };
}

const ROWS = [
  aRow(),
  aRow({ asset: "USDC", total: "10", value_usd: null, drift_pct: null }),
  aRow({ venue: "solana", total: "0.000000000000000001", value_usd: "0.000000001" }),
];

describe("what is held", () => {
  it("is added up by asset to the last digit, the venues under it", () => {
    const [sol, usdc] = byAsset(ROWS);
    expect(sol).toMatchObject({ name: "SOL", total: "1.500000000000000001", valueUsd: "225.100000001" });
    expect(sol?.rows.map(({ venue }) => venue)).toEqual(["gemini", "solana"]);
    expect(usdc).toMatchObject({ name: "USDC", total: "10", valueUsd: null, unpriced: ["USDC"] });
  });

  it("is valued by venue, and what has no price is named instead of counted as nothing", () => {
    expect(byVenue(ROWS)).toMatchObject([
      { name: "gemini", total: null, valueUsd: "225.1", unpriced: ["USDC"] },
      { name: "solana", valueUsd: "0.000000001", unpriced: [] },
    ]);
    expect(holdingOf("all", []).valueUsd).toBeNull();
  });

  it("is saved as it came, digit for digit", () => {
    expect(balancesCsv(ROWS).split("\r\n").slice(0, 3)).toEqual([
      "venue,asset,total,available,reserved,in_flight,value_usd,drift_pct",
      "gemini,SOL,1.5,1,0.3,0.2,225.1,-0.5",
      "gemini,USDC,10,1,0.3,0.2,,",
    ]);
    expect(csvOf(["a"], [['say "no", twice'], ["x\ny"]])).toBe('a\r\n"say ""no"", twice"\r\n"x\ny"\r\n');
  });
});

describe("the history of what was held", () => {
  const balances = ROWS.map(({ venue, asset, total, value_usd }) => ({ venue, asset, total, value_usd }));
  const [from, to] = ["2026-11-22T13:00:00.000Z", "2026-11-22T14:00:00.000Z"];
  const history: InventoryHistory = {
    ...{ range: "1h", from, to },
    points: [{ timestamp: from, value_usd: "225.100000001", balances }],
  };

  it("is the value of everything that had a price", () => {
    expect(historyOf(history, null)).toEqual([
      { timestamp: from, gemini: "225.1", solana: "0.000000001", total: "225.100000001" },
    ]);
  });

  it("is the amount of one asset, and unknown where none was ever held", () => {
    expect(historyOf(history, "USDC")).toEqual([
      { timestamp: from, gemini: "10", solana: null, total: "10" },
    ]);
    expect(historyOf(history, "BTC")[0]?.total).toBeNull();
  });

  it("is saved with one line for each balance of each moment", () => {
    const lines = historyCsv(history).trim().split("\r\n");
    expect(lines[0]).toBe("timestamp,venue,asset,total,value_usd");
    expect(lines.slice(1)).toEqual([
      `${from},gemini,SOL,1.5,225.1`,
      `${from},gemini,USDC,10,`,
      `${from},solana,SOL,0.000000000000000001,0.000000001`,
    ]);
  });
});

describe("the inventory's address", () => {
  it("keeps each choice and leaves out what is none", () => {
    const search = { range: "7d", of: "SOL", view: "table" };
    expect(parseInventorySearch(search)).toEqual(search);
    expect(parseInventorySearch({ range: "24h", of: "", view: "chart" })).toEqual({});
    expect(parseInventorySearch({ range: "2h", of: "<b>", view: 1 })).toEqual({});
  });
});
