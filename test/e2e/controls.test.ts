import { join } from "node:path";
import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post } from "../sim/private-client.ts";
import { openPage, skipBrowserTests } from "../support/browser.ts";
import { type ConsoleDemo, SHOTS, startConsoleDemo } from "../support/console-demo.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { until } from "../support/until.ts";

interface Listed {
  readonly id: string;
  readonly asset: string;
  readonly direction: string;
  readonly spread_pct: string;
}
interface Pause {
  readonly scope: string;
  readonly reason: string;
}

/** The controls that no other browser test uses, each with what it does to the API or asks of it. */
describe.skipIf(skipBrowserTests)("the console's controls in a real browser (needs Chromium)", () => {
  let venues: StandInsProcess;
  let demo: ConsoleDemo;

  beforeAll(async () => {
    venues = await startStandInsProcess();
    demo = await startConsoleDemo([], venues.env);
    await until(async () => (await risk()).gate_open, 60_000);
  }, 160_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  const read = async <T>(path: string) => (await (await fetch(`${demo.api}${path}`)).json()) as T;
  const risk = () => read<{ gate_open: boolean; observe_only: boolean; pauses: readonly Pause[] }>("/risk");
  const resume = () => fetch(`${demo.api}/controls/resume`, { method: "POST" });
  const toast = (page: Page, text: string) => page.getByTestId("toast").filter({ hasText: text }).waitFor();

  async function at(path: string, ready: string) {
    const opened = await openPage(demo.browser, 1440, 900);
    await opened.page.goto(`${demo.url}${path}`);
    await opened.page.getByTestId(ready).waitFor();
    return opened;
  }

  it("filters opportunities by asset, direction and spread, in the address and in what it asks", async () => {
    for (const asset of ["SOL-USD", "BTC-USD"])
      await fetch(`${demo.api}/test/inject-opportunity?asset=${asset}&spread_pct=4.0`, { method: "POST" });
    const { page, complaints } = await at("/opportunities", "opportunities-screen");
    const asked: URL[] = [];
    page.on("request", (request: Request) => asked.push(new URL(request.url())));
    await page.getByTestId("filter-asset").selectOption("BTC-USD");
    await page.getByTestId("filter-direction-cex_to_dex").click();
    await page.getByTestId("filter-min-spread").fill("3.5");
    await page.keyboard.press("Enter");
    const query = "asset=BTC-USD&direction=cex_to_dex&min_spread_pct=3.5";
    const { opportunities } = await read<{ opportunities: Listed[] }>(`/opportunities?limit=100&${query}`);
    expect(opportunities.length).toBeGreaterThan(0);
    const rows = page.getByTestId("opportunity-row").filter({ visible: true });
    await until(async () => (await rows.count()) === opportunities.length, 5_000);
    const shown = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-id")));
    expect(shown.toSorted()).toEqual(opportunities.map(({ id }) => id).toSorted());
    const last = asked.findLast(({ pathname }) => pathname.endsWith("/opportunities"));
    expect(last?.search).toContain("min_spread_pct=3.5");
    expect(page.url()).toContain("min=3.5");
    await page.getByTestId("filter-clear").click();
    await until(async () => (await rows.count()) > opportunities.length, 5_000);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("copies an identifier by a click", async () => {
    const { opportunities } = await read<{ opportunities: Listed[] }>("/opportunities?limit=1");
    const id = opportunities[0]?.id ?? "";
    const { page } = await at(`/opportunities/${id}`, "opportunity-detail");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByTestId("copy-id").click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);
    await page.close();
  });

  it("pauses one venue with a reason, says so once, and resumes", async () => {
    const { page, complaints } = await at("/risk", "risk-screen");
    await page.getByTestId("pause-button").click();
    await page.getByTestId("pause-reason").fill("maintenance");
    await page.getByTestId("pause-scope").selectOption("venue:solana");
    await page.getByTestId("pause-dialog-confirm").click();
    await toast(page, "Paused: venue:solana.");
    await page.screenshot({ path: join(SHOTS, "toast-1440.png") });
    expect((await risk()).pauses).toMatchObject([{ scope: "venue:solana", reason: "manual" }]);
    await page.getByTestId("toast-dismiss").click();
    await page.getByTestId("toast").waitFor({ state: "detached" });
    await page.getByTestId("resume-button").click();
    await page.getByTestId("resume-reason").fill("done");
    await page.getByTestId("resume-dialog-confirm").click();
    await toast(page, "Trading was resumed.");
    expect((await risk()).pauses).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("switches to observing and back only for who types it", async () => {
    const { page, complaints } = await at("/risk", "risk-screen");
    const confirm = page.getByTestId("observe-only-dialog-confirm");
    for (const [phrase, wanted] of [
      ["observe only", true],
      ["trade", false],
    ] as const) {
      await page.getByTestId("observe-only-button").click();
      expect(await confirm.isDisabled()).toBe(true);
      await page.getByTestId("observe-only-phrase").fill("yes");
      expect(await confirm.isDisabled()).toBe(true);
      await page.getByTestId("observe-only-phrase").fill(phrase);
      await confirm.click();
      await until(async () => (await risk()).observe_only === wanted, 5_000);
      await page.getByTestId("observe-only-dialog").waitFor({ state: "detached" });
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("books a difference that an order behind Tandem's back has made", async () => {
    await fetch(`${demo.api}/controls/pause`, { method: "POST" });
    await until(
      async () => (await read<{ open_trades: unknown[] }>("/execution")).open_trades.length === 0,
      60_000,
    );
    await buyBehindItsBack(venues);
    await until(async () => (await risk()).pauses.some(({ reason }) => reason === "ledger drift"), 60_000);
    const { page, complaints } = await at("/inventory", "inventory-screen");
    await page.getByTestId("accept-drift").click();
    await page.getByTestId("accept-drift-reason").fill("bought by hand");
    await page.getByTestId("accept-drift-dialog-confirm").click();
    await toast(page, "The difference is booked.");
    await page.getByTestId("drift-state").filter({ hasText: "agree" }).waitFor();
    const { entries } = await read<{ entries: { action: string }[] }>("/audit?limit=1");
    expect(entries).toMatchObject([{ action: "accept-drift", after: { reason: "bought by hand" } }]);
    expect((await resume()).status).toBe(200);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("folds its navigation, and remembers it for the session", async () => {
    const { page } = await at("/overview", "overview-screen");
    const wide = await page.locator("main").boundingBox();
    await page.getByTestId("sidebar-toggle").click();
    await until(async () => ((await page.locator("main").boundingBox())?.x ?? 0) < (wide?.x ?? 0), 2_000);
    await page.reload();
    await page.getByTestId("overview-screen").waitFor();
    expect((await page.locator("main").boundingBox())?.x).toBeLessThan(wide?.x ?? 0);
    await page.getByTestId("chart-span").getByRole("radio").last().click();
    await page.getByTestId("chart-asset").getByRole("radio").last().click();
    for (const choice of ["chart-span", "chart-asset"])
      expect(await page.getByTestId(choice).getByRole("radio").last().getAttribute("aria-checked")).toBe(
        "true",
      );
    await page.close();
  });
});

/** With the account's own key, as somebody does who trades by hand beside Tandem. */
async function buyBehindItsBack({ env, keys }: StandInsProcess): Promise<void> {
  const url = env.GEMINI_BASE_URL ?? "";
  const book = (await (await fetch(`${url}/v1/book/ethusd`)).json()) as { asks: { price: string }[] };
  const price = (Number(book.asks[0]?.price) * 1.02).toFixed(2);
  const order = { symbol: "ethusd", amount: "0.5", price, side: "buy", type: "exchange limit" };
  const placed = await post(url, keys.trader, "/v1/order/new", {
    ...order,
    options: ["immediate-or-cancel"],
  });
  expect(placed.status).toBe(200);
}
