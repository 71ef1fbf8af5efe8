import { renameSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, skipBrowserTests } from "../support/browser.ts";
import { type ConsoleDemo, SHOTS, scrollsSideways, startConsoleDemo } from "../support/console-demo.ts";
import { until } from "../support/until.ts";

describe.skipIf(skipBrowserTests)("the console in a real browser (needs Chromium)", () => {
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo();
    await demo.process.printed("spread detected", 60_000);
  }, 160_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
  });

  /** One that the market had. */
  async function seenId(): Promise<string | undefined> {
    const { opportunities } = (await (await fetch(`${demo.api}/opportunities?limit=100`)).json()) as {
      opportunities: { id: string; is_injected: boolean }[];
    };
    return opportunities.find((row) => !row.is_injected)?.id;
  }

  it.each([
    [1440, 900],
    [390, 844],
  ])("shows live prices and opportunities at %i pixels without one complaint", async (width, height) => {
    const { page, complaints } = await openPage(demo.browser, width, height);
    await page.goto(`${demo.url}/overview`);
    await page.getByTestId("overview-screen").waitFor();
    await page.getByTestId("pill-gemini").getByText("Connected", { exact: true }).waitFor();
    await page.getByTestId("pill-solana").getByText("Connected", { exact: true }).waitFor();
    await page.getByText("DEMO", { exact: true }).first().waitFor();
    await page.waitForTimeout(4_000);
    await page.screenshot({ path: join(SHOTS, `overview-${width}.png`) });
    expect(await scrollsSideways(page)).toBe(false);

    await page.goto(`${demo.url}/opportunities`);
    await page.getByTestId("opportunities-screen").waitFor();
    await page
      .getByTestId("opportunity-row")
      .or(page.getByTestId("opportunity-card"))
      .filter({ visible: true })
      .first()
      .waitFor();
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: join(SHOTS, `opportunities-${width}.png`) });
    expect(await scrollsSideways(page)).toBe(false);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    [1440, 900],
    [390, 844],
  ])("shows an opportunity's decision and the depth of both sides at %i pixels", async (width, height) => {
    // What was found is stored a moment after it was told.
    const id = await until(seenId, 10_000);
    const { page, complaints } = await openPage(demo.browser, width, height);
    await page.goto(`${demo.url}/opportunities/${id}`);
    await page.getByTestId("depth-plot").waitFor();
    const words = await page.getByTestId("opportunity-decision").innerText();
    expect(words).toMatch(/^(Taken|Refused|Not traded)\s+\S+/);
    const card = page.getByTestId("opportunity-depth");
    expect(await card.innerText()).toContain("At the chosen size the last coin costs $");
    await page.screenshot({ path: join(SHOTS, `opportunity-${width}.png`) });
    await page.getByText("The same in figures").click();
    const chosen = page.getByTestId("depth-figures").getByText("chosen", { exact: true });
    expect(await chosen.count()).toBe(2);
    await page.getByTestId("depth-figures").scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(SHOTS, `opportunity-depth-${width}.png`) });
    expect(await scrollsSideways(page)).toBe(false);
    const drawer = page.getByTestId("opportunity-detail");
    expect(await drawer.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(false);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("loads less than 250 kB before its first screen, from nowhere else, without an inline script", async () => {
    const { page, complaints } = await openPage(demo.browser, 1440, 900);
    const loaded: Promise<{ from: string; bytes: number }>[] = [];
    page.on("response", (response) => {
      const from = response.url();
      if (/\.(js|css)$/.test(from))
        loaded.push(response.body().then((body) => ({ from, bytes: gzipSync(body).length })));
    });
    const hosts = new Set<string>();
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    const began = performance.now();
    const answer = await page.goto(`${demo.url}/overview`);
    await page.getByTestId("price-row-sol-usd").waitFor();
    const readyMs = Math.round(performance.now() - began);
    const bytes = (await Promise.all(loaded)).reduce((sum, one) => sum + one.bytes, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(250_000);
    expect([...hosts]).toEqual([new URL(demo.url).host]);
    const policy = answer?.headers()["content-security-policy"];
    expect(policy).toMatch(/default-src 'self'(;|$)/);
    expect(policy).not.toMatch(/(script|default)-src[^;]*unsafe/);
    expect(complaints).toEqual([]);
    process.stdout.write(`${JSON.stringify({ firstLoadGzipBytes: bytes, readyMs })}\n`);
    await page.close();
  });

  it("shows an injected opportunity on the open page without a reload", async () => {
    const { page, complaints } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/opportunities`);
    await page.getByTestId("opportunities-screen").waitFor();
    const answer = await fetch(`${demo.api}/test/inject-opportunity?asset=ETH-USD&spread_pct=4.44`, {
      method: "POST",
    });
    const { opportunity } = (await answer.json()) as { opportunity: { id: string; spread_pct: string } };
    expect(opportunity.spread_pct).toBe("4.44");
    await page
      .locator(`[data-testid="opportunity-row"][data-id="${opportunity.id}"]`)
      .waitFor({ timeout: 5_000 });
    const at = new Date();
    const cell = page.getByTestId(`heat-${(at.getUTCDay() + 6) % 7}-${at.getUTCHours()}`);
    await page.reload();
    expect(Number(await cell.innerText())).toBeGreaterThan(0);
    await cell.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(SHOTS, "heat-map-1440.png") });
    // A day before the first one holds nothing, and the address alone says so.
    await page.getByTestId("filter-to").fill("2026-01-01");
    await page.getByTestId("opportunities-empty").waitFor();
    await page.goto(`${demo.url}/opportunities?from=2026-01-01&min=4.44`);
    await page.locator(`[data-testid="opportunity-row"][data-id="${opportunity.id}"]`).waitFor();
    await page.goto(`${demo.url}/overview`);
    // Wherever it is listed it must not pass for a real one.
    const latest = page.getByTestId("latest-opportunity").filter({ hasText: "4.44" });
    await latest.first().getByText("injected").waitFor({ timeout: 5_000 });
    // Nothing stood behind its prices, and its detail does not make anything up.
    await page.goto(`${demo.url}/opportunities/${opportunity.id}`);
    await page.getByTestId("opportunity-depth-empty").getByText("an operator injected it").waitFor();
    await page.screenshot({ path: join(SHOTS, "opportunity-injected-1440.png") });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says across the page that the database is gone, and when it is back", async () => {
    const { page } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/overview`);
    await page.getByTestId("overview-screen").waitFor();
    const file = join(demo.process.folder, "data", "arbitrage.db");
    renameSync(file, `${file}.away`);
    await page.getByTestId("storage-banner").waitFor({ timeout: 15_000 });
    expect((await fetch(`${demo.api}/status`)).status).toBe(503);
    // An empty list that could not be read must not pass for one without opportunities.
    await page.reload();
    await page.getByTestId("storage-banner").waitFor({ timeout: 15_000 });
    expect(await page.getByText("No opportunities detected").count()).toBe(0);
    renameSync(`${file}.away`, file);
    await page.getByTestId("storage-banner").waitFor({ state: "detached", timeout: 15_000 });
    await page.close();
  });

  it("leaves out of an address what is no filter, and shows the rest", async () => {
    const { page, complaints } = await openPage(demo.browser, 1024, 900);
    for (const nonsense of ["min=1e5", "direction=up", "from=2026-02-30"]) {
      await page.goto(`${demo.url}/opportunities?asset=SOL-USD&${nonsense}`);
      await page.getByTestId("filter-asset").waitFor();
      expect(await page.getByTestId("filter-asset").inputValue()).toBe("SOL-USD");
      await page.getByText("shown").first().waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1024);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says that the API fails, instead of showing nothing, and loses nothing when it answers again", async () => {
    const { page } = await openPage(demo.browser, 1440, 900);
    await page.route("**/api/v1/**", (route) => route.fulfill({ status: 500, json: { detail: "broken" } }));
    await page.goto(`${demo.url}/reports`);
    await page.getByTestId("report-unknown-error").getByText("broken").waitFor({ timeout: 15_000 });
    await page.unroute("**/api/v1/**");
    await page.getByTestId("report-total").waitFor({ timeout: 40_000 });
    await page.close();
  });

  it("says what it does not know when the API is gone, and comes back by itself", async () => {
    const { page } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/overview`);
    await page.getByTestId("overview-screen").waitFor();
    await page.getByTestId("stream-state").getByText("live", { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page
      .getByText(/stale since/i)
      .first()
      .waitFor({ timeout: 20_000 });
    await page.getByTestId("pill-gemini").getByText("Unknown").waitFor({ timeout: 20_000 });
    await page.context().setOffline(false);
    await page.getByTestId("pill-gemini").getByText("Connected").waitFor({ timeout: 40_000 });
    await page
      .getByText(/stale since/i)
      .first()
      .waitFor({ state: "detached", timeout: 40_000 });
    await page.close();
  });
});
