import { describe, expect, it } from "vitest";
import { depthShape } from "../../console/lib/chart/depth-shape.ts";
import { lastCoinText, noDepthText, priceAt } from "../../console/lib/depth-text.ts";
import { anOpportunity } from "./an-opportunity.ts";

const book = [
  { size: "4", price: "100" },
  { size: "6", price: "101" },
  { size: "500", price: "102" },
];
const pool = [
  { size: "5", price: "104" },
  { size: "10", price: "103" },
];

describe("the depth of both sides as lines", () => {
  it("puts the chosen size in the middle, the book in steps and the pool as a curve", () => {
    const shape = depthShape({ book, pool }, "5");
    // 100 to 104 with room of 0.48 above and below: a dollar is 20.16 of the plane.
    expect(shape.book).toBe("0,90.32 40,90.32 40,70.16 60,70.16 60,50 100,50");
    expect(shape.pool).toBe("0,9.68 25,9.68 75,29.84 100,29.84");
  });

  it("shades what lies between both, and only up to the chosen size", () => {
    const { between } = depthShape({ book, pool }, "5");
    expect(between).toBe("0,90.32 40,90.32 40,70.16 50,70.16 50,19.76 25,9.68 0,9.68");
  });

  it("draws round prices, told apart by their decimals, within the plane", () => {
    const { ticks } = depthShape({ book, pool }, "5");
    expect(ticks.map(({ text }) => text)).toEqual(["100", "102", "104"]);
    const fine = depthShape(
      { book: [{ size: "1", price: "0.00002001" }], pool: [{ size: "1", price: "0.00002013" }] },
      "1",
    );
    expect(fine.ticks.map(({ text }) => text)).toEqual(["0.00002000", "0.00002005", "0.00002010"]);
    expect(fine.ticks.every(({ y }) => y >= 0 && y <= 100)).toBe(true);
  });

  it("draws what there is where a side ends early or is empty", () => {
    const shape = depthShape({ book: [{ size: "2", price: "100" }], pool: [] }, "5");
    expect(shape.book).toBe("0,50 20,50");
    expect([shape.pool, shape.between]).toEqual(["", ""]);
  });
});

describe("the depth of both sides in words", () => {
  it("says what the last coin costs and fetches, the buying venue first", () => {
    const detail = { ...anOpportunity({ size: "5" }), depth: { book, pool } };
    expect(priceAt(book, "5")).toBe("101");
    expect(priceAt(pool, "11")).toBeNull();
    expect(lastCoinText(detail)).toBe(
      "At the chosen size the last coin costs $101.00 on Gemini and fetches $104.0000 on Orca.",
    );
    expect(lastCoinText({ ...detail, direction: "dex_to_cex" })).toBe(
      "At the chosen size the last coin costs $104.0000 on Orca and fetches $101.00 on Gemini.",
    );
    expect(lastCoinText({ ...detail, size: "11" })).toContain("ends before");
  });

  it("says why there is none", () => {
    expect(noDepthText({ is_injected: true })).toMatch(/^No depth was kept for this one: an operator/);
    expect(noDepthText({ is_injected: false })).toMatch(
      /^No depth was kept for this one: it was stored before/,
    );
  });
});
