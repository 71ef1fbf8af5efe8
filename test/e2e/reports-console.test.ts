import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Report, report } from "#wire";
import { openPage, skipBrowserTests } from "../support/browser.ts";
import {
  type ConsoleDemo,
  SHOTS,
  SIZES,
  scrollsSideways,
  startConsoleDemo,
} from "../support/console-demo.ts";
import { until } from "../support/until.ts";

describe.skipIf(skipBrowserTests)("the reports in a real browser (needs Chromium)", () => {
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo(["--scenario", "churning"]);
    await until(async () => {
      const done = await (await fetch(`${demo.api}/trades?limit=1&status=completed`)).json();
      return (done as { total_count: number }).total_count > 0;
    }, 60_000);
    // Nothing closes any more, so that the screen and the API speak of the same.
    await fetch(`${demo.api}/controls/pause`, { method: "POST" });
    await until(async () => {
      const { risk } = (await (await fetch(`${demo.api}/status`)).json()) as {
        risk: { open_trades: number };
      };
      return risk.open_trades === 0;
    }, 30_000);
  }, 240_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
  });

  const read = async (days: number): Promise<Report> =>
    report.parse(await (await fetch(`${demo.api}/reports?days=${days}`)).json());

  async function at(path: string, [width, height]: readonly [number, number]) {
    const opened = await openPage(demo.browser, width, height);
    const elsewhere: string[] = [];
    opened.page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== "blob:" && host !== new URL(demo.url).host) elsewhere.push(request.url());
    });
    await opened.page.goto(`${demo.url}${path}`);
    await opened.page.getByTestId("report-total").waitFor();
    return { ...opened, elsewhere };
  }

  const exact = (page: Page, testId: string) =>
    page.getByTestId(testId).locator("[title]").first().getAttribute("title");

  it.each(SIZES)("shows the API's own digits at %i pixels, and asks nobody else", async (...size) => {
    const { page, complaints, elsewhere } = await at("/reports", size);
    const { total, daily, legs, hours } = await read(7);
    expect(await exact(page, "total-net")).toBe(total.net_pnl_usd);
    expect(await exact(page, "total-gross")).toBe(total.gross_pnl_usd);
    expect(await page.getByTestId("total-fees").locator("span").getAttribute("title")).toBe(total.fees_usd);
    expect(await page.getByTestId("report-row").count()).toBe(7);
    const today = page.getByTestId("report-row").first();
    expect(await today.getByTestId("row-trades").textContent()).toBe(String(daily[0]?.trades));
    expect(await exact(page, "row-net")).toBe(daily[0]?.net_pnl_usd);
    expect(await page.getByTestId("venue-row").count()).toBe(legs.length);
    expect(await page.getByTestId("hour").count()).toBe(24);
    const hour = page.getByTestId("hour").nth(new Date(hours[0]?.start ?? "").getUTCHours());
    expect(await hour.getAttribute("data-net")).toBe(hours[0]?.net_pnl_usd);
    await page.getByTestId("report-waterfall").waitFor();
    expect(await page.getByTestId("latency-trade").textContent()).toContain(`${total.trades} measured`);
    await page.screenshot({ path: join(SHOTS, `reports-${size[0]}.png`), fullPage: true });
    expect(await scrollsSideways(page)).toBe(false);
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
    await page.close();
  });

  it("takes its range and rows from the address, and puts them there", async () => {
    const { page, complaints } = await at("/reports?days=30&by=week", SIZES[0]);
    const month = await read(30);
    await expect.poll(() => page.getByTestId("report-row").count()).toBe(month.weekly.length);
    await page.getByTestId("report-by-day").click();
    await expect.poll(() => page.getByTestId("report-row").count()).toBe(30);
    await page.getByTestId("report-days-90d").click();
    await expect.poll(() => page.getByTestId("report-row").count()).toBe(90);
    expect(new URL(page.url()).search).toBe("?days=90");
    await page.getByTestId("report-days-7d").click();
    await expect.poll(() => page.getByTestId("report-row").count()).toBe(7);
    await page.getByTestId("marked-trade").first().click();
    await page.getByTestId("leg-timeline").waitFor();
    await page.goBack();
    await page.getByTestId("report-trades-link").first().click();
    await page.getByTestId("trades-screen").waitFor();
    expect(new URL(page.url()).searchParams.get("from")).toBe(month.to);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("gives the daily table as a file, and a page for the printer", async () => {
    const { page, complaints } = await at("/reports", SIZES[0]);
    const { daily } = await read(7);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("report-csv").click()]);
    expect(file.suggestedFilename()).toMatch(/^tandem-daily-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const rows = readFileSync(await file.path(), "utf8")
      .trim()
      .split("\r\n");
    expect(rows.length).toBe(8);
    expect(rows[1]?.split(",").slice(0, 2)).toEqual([daily[0]?.day, String(daily[0]?.trades)]);
    expect(rows[1]?.split(",")).toContain(daily[0]?.net_pnl_usd);
    await page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }");
    await page.getByTestId("report-print").click();
    expect(await page.locator("body").getAttribute("data-printed")).toBe("yes");
    await page.emulateMedia({ media: "print" });
    expect(await page.getByTestId("nav-reports").isVisible()).toBe(false);
    expect(await page.getByTestId("report-print").isVisible()).toBe(false);
    expect(await page.getByTestId("report-table").isVisible()).toBe(true);
    await page.screenshot({ path: join(SHOTS, "reports-print.png"), fullPage: true });
    expect(complaints).toEqual([]);
    await page.close();
  });
});
