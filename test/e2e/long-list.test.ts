import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqlite } from "#storage";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";
import { openPage, skipBrowserTests } from "../support/browser.ts";
import { type ConsoleDemo, startConsoleDemo } from "../support/console-demo.ts";

const ROWS = 10_000;
const BEGAN_MS = Date.UTC(2026, 0, 1);

/** A table of ten thousand trades while the demo goes on: what is far from the screen is not drawn. */
describe.skipIf(skipBrowserTests)("a list of ten thousand trades (needs Chromium)", () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-long-"));
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo([], { DATA_DIR: dir, RATE_LIMIT_PER_MIN: "0" });
    await fillWithPast();
  }, 200_000);

  /** Beside the process that runs: a history without its own journal is refused at a start. */
  async function fillWithPast(): Promise<void> {
    const stores = await openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime(0).clock });
    for (let from = 0; from < ROWS; from += 1_000)
      await stores.trades.saveTrades(Array.from({ length: 1_000 }, (_, n) => past(from + n)));
    await stores.close();
  }

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
  });

  it("is scrolled from end to end with a few dozen rows drawn and no long stop", async () => {
    const { page, complaints } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/trades`);
    await page.getByTestId("trade-row").first().waitFor();
    await loadAll(page);
    const { longestFrameMs, mostRows } = await scrollThrough(page);
    expect(mostRows).toBeLessThan(120);
    // A shared machine hiccups; what is meant is that nothing is drawn ten thousand times.
    expect(longestFrameMs).toBeLessThan(1_000);
    await page.locator(`[data-id="${past(0).id}"]`).waitFor();
    const rowIndex = await page.locator(`[data-id="${past(0).id}"]`).getAttribute("aria-rowindex");
    expect(Number(rowIndex)).toBeGreaterThan(ROWS);
    expect(complaints).toEqual([]);
    process.stdout.write(`${JSON.stringify({ rows: ROWS, longestFrameMs, mostRows })}\n`);
    await page.close();
  }, 120_000);
});

function past(n: number) {
  const openedAtMs = BEGAN_MS + n * 1_000;
  const times = { openedAtMs, updatedAtMs: openedAtMs + 900, closedAtMs: openedAtMs + 900 };
  return aTrade({ id: `T-${String(n).padStart(6, "0")}`, legs: [], ...times });
}

/** Clicks until there is nothing older. */
async function loadAll(page: Page): Promise<void> {
  const older = page.getByTestId("load-more");
  await older.waitFor();
  await page.evaluate(async () => {
    const button = () => document.querySelector<HTMLButtonElement>('[data-testid="load-more"]');
    for (let left = button(); left !== null; left = button()) {
      if (!left.disabled) left.click();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
}

/** Three seconds of scrolling down; the longest time between two frames, and how many rows were ever drawn at once. */
async function scrollThrough(page: Page) {
  return await page.evaluate(async () => {
    const end = document.documentElement.scrollHeight;
    let [longestFrameMs, mostRows] = [0, 0];
    const began = performance.now();
    for (let last = began; ; ) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      longestFrameMs = Math.max(longestFrameMs, now - last);
      mostRows = Math.max(mostRows, document.querySelectorAll('[data-testid="trade-row"]').length);
      last = now;
      const share = Math.min(1, (now - began) / 3_000);
      window.scrollTo(0, share * end);
      if (share === 1) break;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    window.scrollTo(0, document.documentElement.scrollHeight);
    return { longestFrameMs: Math.round(longestFrameMs), mostRows };
  });
}
