import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { OrderBook } from "#book";
import { inspectCapture } from "#venue/gemini";
import { depthText, type TextLevel, tickerText } from "./builders.ts";

const CAPTURE = new URL(
  "../../../../shared/data/gemini/gemini_v3_btcusd_perps_2026-09-30.tsv",
  import.meta.url,
);

const BIDS: readonly TextLevel[] = [
  ["100.5", "2.0"],
  ["100", "1"],
];
const ASKS: readonly TextLevel[] = [["101.25000", "3.0000000000"]];
const SNAPSHOT = depthText("solusd", 10, 10, BIDS, ASKS);

function inspect(...frames: readonly string[]) {
  return inspectLines(frames.map((frame, i) => `${1_000 + i}\t${frame}`));
}

function inspectLines(lines: readonly string[]) {
  return inspectCapture(lines, (instrument) => new OrderBook(instrument, { source: "capture" }));
}

describe("inspecting a capture", () => {
  it("counts frames by kind and shows each book as it ends", async () => {
    const report = await inspect(
      SNAPSHOT,
      '{"id":1,"status":200}',
      depthText("SOLUSD", 5, 10, [["100.5", "0"]]),
      depthText("solusd", 10, 12, [["100.5", "0.00000001"]]),
      depthText("solusd", 11, 14, [], [["9000000000000", "1"]]),
      tickerText("solusd", 14, ["100.5", "0.00000001"], ["101.25", "3"]),
      '{"E":1,"s":"solusd","t":2,"p":"1.00","q":"2.0","m":true}',
    );
    expect(report).toEqual({
      frames: { depth: 4, ticker: 1, trade: 1, control: 1 },
      applied: 3,
      contiguous: 1,
      stale: 1,
      gaps: 0,
      crossed: 0,
      refused: 0,
      ignored: 0,
      clipped: 1,
      ticker: { compared: 1, agreed: 1 },
      books: { solusd: { state: "live", bid: "100.5", ask: "101.25" } },
    });
  });

  it("leaves a book void after a gap and ignores its later frames", async () => {
    const report = await inspect(
      SNAPSHOT,
      depthText("solusd", 11, 12),
      depthText("solusd", 12, 13),
      SNAPSHOT,
    );
    expect(report).toMatchObject({ applied: 1, gaps: 1, ignored: 2 });
    expect(report.books).toEqual({ solusd: { state: "stale", bid: null, ask: null } });
  });

  it("voids the book of a refused frame, and no other", async () => {
    const report = await inspect(
      SNAPSHOT,
      depthText("btcusd", 20, 20, BIDS, ASKS),
      depthText("solusd", 10, 12, [["1", "-1"]]),
      depthText("solusd", 12, 13),
      depthText("btcusd", 20, 21),
    );
    expect(report).toMatchObject({ refused: 1, ignored: 1, applied: 3 });
    expect(report.books).toMatchObject({ solusd: { state: "stale" }, btcusd: { state: "live" } });
  });

  it("never takes a diff for the snapshot that was refused", async () => {
    const report = await inspect(SNAPSHOT.slice(0, -1), depthText("solusd", 10, 12, BIDS, ASKS));
    expect(report).toMatchObject({ refused: 1, ignored: 1, applied: 0 });
    expect(report.books).toEqual({ solusd: { state: "stale", bid: null, ask: null } });
  });

  it("voids nothing for a frame that names no symbol: the next diff shows what was lost", async () => {
    const kept = await inspect(SNAPSHOT, "hello", depthText("solusd", 10, 12));
    expect(kept).toMatchObject({ refused: 1, applied: 2, books: { solusd: { state: "live" } } });
    const lost = await inspect(SNAPSHOT, "hello", depthText("solusd", 12, 13));
    expect(lost).toMatchObject({ refused: 1, gaps: 1, books: { solusd: { state: "stale" } } });
  });

  it("counts a crossed book", async () => {
    const report = await inspect(SNAPSHOT, depthText("solusd", 10, 12, [["101.25", "1"]]));
    expect(report).toMatchObject({ crossed: 1, applied: 1, books: { solusd: { state: "stale" } } });
  });

  it.each([
    ["no tab", SNAPSHOT],
    ["no time", `\t${SNAPSHOT}`],
    ["a time that is no number", `1e9\t${SNAPSHOT}`],
    ["a negative time", `-5\t${SNAPSHOT}`],
  ])("refuses a line with %s", async (_name, line) => {
    expect(await inspectLines([line, ""])).toMatchObject({ refused: 1, applied: 0, books: {} });
  });

  it.skipIf(!existsSync(CAPTURE))(
    "finds the known truths of the recorded session (needs ../shared/data)",
    async () => {
      const lines = createInterface({ input: createReadStream(CAPTURE) });
      const report = await inspectCapture(
        lines,
        (instrument) => new OrderBook(instrument, { source: "capture" }),
      );
      expect(report).toMatchObject({
        frames: { depth: 92, ticker: 105, trade: 3, control: 3 },
        applied: 91,
        contiguous: 88,
        stale: 1,
        gaps: 0,
        crossed: 0,
        refused: 0,
        ignored: 0,
        clipped: 2,
        ticker: { compared: 13, agreed: 13 },
      });
      expect(report.books.btcusd).toEqual({ state: "live", bid: "83364.89", ask: "83364.9" });
    },
  );
});
