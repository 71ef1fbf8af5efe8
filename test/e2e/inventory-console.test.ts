import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, skipBrowserTests } from "../support/browser.ts";
import {
  type ConsoleDemo,
  SHOTS,
  SIZES,
  scrollsSideways,
  startConsoleDemo,
} from "../support/console-demo.ts";
import { until } from "../support/until.ts";

interface Row {
  readonly venue: string;
  readonly asset: string;
  readonly total: string;
  readonly available: string;
}

interface Point {
  readonly balances: readonly { readonly venue: string; readonly asset: string; readonly total: string }[];
}

/** What is held, as the API tells it, on the screen and in the files that it saves. */
describe.skipIf(skipBrowserTests)("the inventory screen in a real browser (needs Chromium)", () => {
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo(["--scenario", "churning"]);
    await until(async () => (await history()).points.length > 0, 30_000);
    await until(async () => (await trades()).some(({ closed_at }) => closed_at !== null), 30_000);
    // Nothing moves from here on, so that the screen and the API speak of the same moment.
    await fetch(`${demo.api}/controls/pause`, { method: "POST" });
    await until(
      async () => ((await read("/execution")) as { open_trades: unknown[] }).open_trades.length === 0,
      20_000,
    );
  }, 160_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
  });

  const read = async (path: string) => (await (await fetch(`${demo.api}${path}`)).json()) as never;
  const trades = async () =>
    ((await read("/trades?limit=50")) as { trades: { id: string; closed_at: string | null }[] }).trades;
  const balances = async () => ((await read("/inventory")) as { balances: Row[] }).balances;
  const history = async (range = "24h") =>
    (await read(`/inventory/history?range=${range}`)) as { points: Point[] };

  async function at(path: string, [width, height]: readonly [number, number]) {
    const opened = await openPage(demo.browser, width, height);
    const hosts = new Set<string>();
    opened.page.on("request", (request) => hosts.add(new URL(request.url()).host));
    await opened.page.goto(`${demo.url}${path}`);
    await opened.page.getByTestId("balances-table").waitFor();
    return { ...opened, hosts };
  }

  async function saved(page: Page, button: string): Promise<string[]> {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(button).click()]);
    expect(download.suggestedFilename()).toMatch(/^tandem-inventory-.*\.csv$/);
    return readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n");
  }

  it.each(SIZES)("shows every balance as the API tells it at %i pixels", async (...size) => {
    const { page, complaints, hosts } = await at("/inventory", size);
    const rows = await balances();
    expect(rows.length).toBeGreaterThanOrEqual(8);
    for (const { venue, asset, total, available } of rows) {
      const id = `balance-${venue}-${asset.toLowerCase()}`;
      expect(await page.getByTestId(`${id}-total`).getAttribute("title"), id).toBe(total);
      expect(await page.getByTestId(`${id}-available`).getAttribute("title"), id).toBe(available);
    }
    await page.getByTestId("drift-state").getByText("Ledger and venues agree").waitFor();
    expect(await page.getByTestId("accept-drift").count()).toBe(0);
    await page.getByTestId("no-target-split").waitFor();
    await page.getByTestId("history-chart").locator("canvas").waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(SHOTS, `inventory-${size[0]}.png`), fullPage: true });
    expect(await scrollsSideways(page)).toBe(false);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(demo.url).host]);
    await page.close();
  });

  it("is reached by the navigation, wide and narrow", async () => {
    for (const [[width, height], link] of [
      [SIZES[0], "nav-inventory"],
      [SIZES[1], "tab-inventory"],
    ] as const) {
      const { page } = await openPage(demo.browser, width, height);
      await page.goto(`${demo.url}/risk`);
      await page.getByTestId(link).click();
      await page.getByTestId("inventory-screen").waitFor();
      await page.close();
    }
  });

  it("changes range, asset and view, keeps them in the address, and asks the API for the range", async () => {
    const { page, complaints } = await at("/inventory", SIZES[0]);
    for (const range of ["1h", "7d", "30d"]) {
      const asked = page.waitForResponse((answer) =>
        answer.url().endsWith(`/inventory/history?range=${range}`),
      );
      await page.getByTestId(`history-range-${range}`).click();
      expect((await asked).status()).toBe(200);
      await page.waitForURL(`**/inventory?range=${range}`);
    }
    await page.getByTestId("history-view-table").click();
    await page.getByTestId("history-of").selectOption("SOL");
    await page.waitForURL(/range=30d.*of=SOL.*view=table|range=30d.*view=table.*of=SOL/);
    await page.reload();
    const row = page.getByTestId("history-row").last();
    await row.waitFor();
    const [oldest] = (await history("30d")).points;
    const held = oldest?.balances.find(({ venue, asset }) => venue === "gemini" && asset === "SOL");
    expect(await row.locator("td").nth(1).getAttribute("title")).toBe(held?.total);
    await page.getByTestId("history-view-chart").click();
    await page.getByTestId("history-chart").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("offers to take the venues' word where they differ, and shows why the API refuses it where they do not", async () => {
    const { page, complaints } = await openPage(demo.browser, SIZES[0][0], SIZES[0][1]);
    // The stand-ins never differ by themselves: only what the screen is told of the switch is changed here.
    await page.route("**/api/v1/risk", async (route) => {
      const answer = await route.fetch();
      const risk = (await answer.json()) as { switches: { reason: string }[] };
      const said = { state: "tripped", current: "gemini SOL: ledger 1, venue 2" };
      const switches = risk.switches.map((one) =>
        one.reason === "ledger drift" ? { ...one, ...said } : one,
      );
      await route.fulfill({ response: answer, json: { ...risk, switches } });
    });
    await page.goto(`${demo.url}/inventory`);
    await page.getByTestId("drift-state").getByText("Ledger and venues differ").waitFor();
    await page.getByTestId("drift-current").getByText("gemini SOL: ledger 1, venue 2").waitFor();
    await page.getByTestId("accept-drift").click();
    expect(await page.getByTestId("accept-drift-dialog-confirm").isDisabled()).toBe(true);
    await page.getByTestId("accept-drift-reason").fill("a deposit");
    const [answer] = await Promise.all([
      page.waitForResponse("**/api/v1/inventory/accept-drift"),
      page.getByTestId("accept-drift-dialog-confirm").click(),
    ]);
    expect(answer.status()).toBe(409);
    expect(answer.request().postDataJSON()).toEqual({ reason: "a deposit" });
    const { detail } = (await answer.json()) as { detail: string };
    await page.getByTestId("accept-drift-dialog-error").getByText(detail).waitFor();
    await page.getByTestId("accept-drift-dialog-cancel").click();
    await page.getByTestId("accept-drift-dialog").waitFor({ state: "detached" });
    expect(complaints.filter((line) => !line.includes("409"))).toEqual([]);
    await page.close();
  });

  it("says on the execution screen that nothing is open, why, and what was last", async () => {
    const { page, complaints } = await openPage(demo.browser, SIZES[1][0], SIZES[1][1]);
    await page.goto(`${demo.url}/execution`);
    const empty = page.getByTestId("execution-empty");
    await empty.getByText("Trading is paused").waitFor();
    await page.screenshot({ path: join(SHOTS, "execution-empty-390.png") });
    const [last] = await trades();
    await empty.getByTestId("last-finished").click();
    await page.waitForURL(`**/trades?trade=${last?.id}`);
    await page.getByTestId("trade-detail").waitFor();
    await page.goto(`${demo.url}/execution`);
    await empty.getByRole("link", { name: "Risk & Limits" }).click();
    await page.getByTestId("risk-screen").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("saves the balances and the history as CSV, digit for digit", async () => {
    const { page, complaints } = await at("/inventory", SIZES[0]);
    const [header, ...lines] = await saved(page, "balances-csv");
    expect(header).toBe("venue,asset,total,available,reserved,in_flight,value_usd,drift_pct");
    expect(lines.map((line) => line.split(",").slice(0, 3))).toEqual(
      (await balances()).map(({ venue, asset, total }) => [venue, asset, total]),
    );
    const [, ...moments] = await saved(page, "history-csv");
    const [oldest] = (await history()).points;
    expect(moments[0]?.split(",").slice(1, 4)).toEqual([
      oldest?.balances[0]?.venue,
      oldest?.balances[0]?.asset,
      oldest?.balances[0]?.total,
    ]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
