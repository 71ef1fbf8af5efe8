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

interface Listed {
  readonly id: string;
  readonly status: string;
}

/** What an operator does on the screens, with real trades and commands behind them. */
describe.skipIf(skipBrowserTests)("the trading screens in a real browser (needs Chromium)", () => {
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo(["--scenario", "churning"]);
    await until(async () => (await trades()).some(({ status }) => status === "completed"), 90_000);
  }, 240_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
  });

  async function trades(): Promise<readonly Listed[]> {
    return ((await (await fetch(`${demo.api}/trades?limit=100`)).json()) as { trades: Listed[] }).trades;
  }

  async function paused(): Promise<boolean> {
    return ((await (await fetch(`${demo.api}/status`)).json()) as { risk: { is_paused: boolean } }).risk
      .is_paused;
  }

  async function at(path: string, [width, height]: readonly [number, number], ready: string) {
    const opened = await openPage(demo.browser, width, height);
    await opened.page.goto(`${demo.url}${path}`);
    await opened.page.getByTestId(ready).waitFor();
    return opened;
  }

  const shoot = (page: Page, name: string, width: number) =>
    page.screenshot({ path: join(SHOTS, `${name}-${width}.png`) });

  it.each(SIZES)("lists trades and opens one with its legs at %i pixels", async (...size) => {
    const { page, complaints } = await at("/trades", size, "trades-screen");
    const rows = page.getByTestId("trade-row").or(page.getByTestId("trade-card"));
    await rows.filter({ visible: true }).first().waitFor();
    await page.waitForTimeout(1_500);
    await shoot(page, "trades", size[0]);
    expect(await scrollsSideways(page)).toBe(false);
    const completed = (await trades()).find(({ status }) => status === "completed");
    await page.goto(`${demo.url}/trades?trade=${completed?.id}`);
    await page.getByTestId("leg-timeline").waitFor();
    expect(await page.getByTestId("leg-track").count()).toBeGreaterThanOrEqual(2);
    expect(await page.getByTestId("leg-step").count()).toBeGreaterThanOrEqual(6);
    await page.waitForTimeout(500);
    await shoot(page, "trade-detail", size[0]);
    expect(await scrollsSideways(page)).toBe(false);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is commanded from the keyboard alone: palette, shortcuts, pause", async () => {
    const { page, complaints } = await at("/overview", SIZES[0], "overview-screen");
    await page.keyboard.press("Control+k");
    await page.getByTestId("command-input").fill("risk");
    await shoot(page, "palette", 1440);
    await page.keyboard.press("Enter");
    await page.getByTestId("risk-screen").waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.getByTestId("trades-screen").waitFor();
    await page.keyboard.press("?");
    await page.getByTestId("shortcut-list").waitFor();
    await shoot(page, "shortcuts", 1440);
    await page.keyboard.press("Escape");
    await page.getByTestId("shortcut-list").waitFor({ state: "detached" });
    const id = (await trades())[0]?.id ?? "";
    await page.keyboard.press("Control+k");
    await page.getByTestId("command-input").fill(id);
    await page.keyboard.press("Enter");
    await page.getByTestId("trade-detail").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("trade-detail").waitFor({ state: "detached" });
    await page.keyboard.press("p");
    await page.getByTestId("pause-reason").fill("by one key");
    await page.keyboard.press("Enter");
    await until(async () => await paused(), 5_000);
    await page.getByTestId("pause-banner").waitFor({ timeout: 1_000 });
    await fetch(`${demo.api}/controls/resume`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    await until(async () => !(await paused()), 5_000);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("exports what it lists as CSV", async () => {
    const { page } = await at("/trades", SIZES[0], "trades-screen");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByTestId("export-csv").click(),
    ]);
    const [header = "", ...rows] = readFileSync(await download.path(), "utf8")
      .trim()
      .split(/\r?\n/);
    expect(header).toMatch(/^id,trade_id,/);
    expect(rows.length).toBeGreaterThan(0);
    await page.close();
  });

  it.each(SIZES)(
    "pauses with a reason, says so on every screen, and resumes at %i pixels",
    async (...size) => {
      const { page, complaints } = await at("/risk", size, "risk-screen");
      await page.getByTestId("risk-headline").getByText("Running").waitFor();
      await page.waitForTimeout(1_000);
      await shoot(page, "risk", size[0]);
      await page.getByTestId("pause-button").click();
      await page.getByTestId("pause-reason").fill("the venue looks odd");
      await shoot(page, "pause-dialog", size[0]);
      await page.getByTestId("pause-dialog-confirm").click();
      await page.getByTestId("risk-headline").getByText("SYSTEM PAUSED").waitFor();
      await page.getByTestId("pause-banner").getByText("manual").waitFor();
      await page.getByTestId("pauses").getByText("the venue looks odd").waitFor();
      await page.getByTestId("audit-entry").filter({ hasText: "the venue looks odd" }).first().waitFor();
      const { risk } = (await (await fetch(`${demo.api}/status`)).json()) as { risk: { is_paused: boolean } };
      expect(risk.is_paused).toBe(true);
      await page.getByTestId("pause-dialog").waitFor({ state: "detached" });
      await shoot(page, "risk-paused", size[0]);
      expect(await scrollsSideways(page)).toBe(false);
      await page.goto(`${demo.url}/overview`);
      await page.getByTestId("pause-banner").getByText("SYSTEM PAUSED").waitFor();
      await shoot(page, "overview-paused", size[0]);
      await page.goto(`${demo.url}/risk`);
      await page.getByTestId("resume-button").click();
      await page.getByTestId("resume-dialog-confirm").click();
      await page.getByTestId("risk-headline").getByText("Running").waitFor();
      await page.getByTestId("pause-banner").waitFor({ state: "detached" });
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("changes a limit after showing what changes", async () => {
    const { page, complaints } = await at("/risk", SIZES[0], "risk-screen");
    await page.getByTestId("limit-max_position_size_usd").fill("750");
    await page.getByTestId("limits-review").click();
    await page.getByTestId("limits-dialog-confirm").click();
    await until(async () => {
      const { risk } = (await (await fetch(`${demo.api}/status`)).json()) as {
        risk: { max_position_size_usd: number };
      };
      return risk.max_position_size_usd === 750;
    }, 5_000);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
