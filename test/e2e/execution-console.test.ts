import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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
import { startTandem } from "../support/tandem-process.ts";
import { until } from "../support/until.ts";

/**
 * At first the exchange seems to pay so much that everything is closed there, and refuses every order; then it takes
 * them and tells late of them.
 */
const REFUSING_MS = 20_000;
const FAULTS = [
  ...["SOL", "ETH", "BTC"].map((base) => ({
    ...{ kind: "shock", venue: "gemini", base, pct: 2.5, atMs: 0, forMs: REFUSING_MS },
  })),
  {
    ...{ kind: "reject", venue: "gemini", reason: "InvalidQuantity" },
    ...{ probability: 1, atMs: 0, forMs: REFUSING_MS },
  },
  {
    ...{ kind: "late-fill", venue: "gemini", delayMs: 4_000 },
    ...{ probability: 1, atMs: REFUSING_MS, forMs: 600_000 },
  },
];
/** No loss is allowed for closing a residual, so that one which cannot be hedged waits for its operator. */
const ENV = {
  RESIDUAL_MAX_LOSS_PCT: "0",
  MAX_ORDER_ERRORS: "1000",
  MAX_CONSECUTIVE_LOSSES: "1000",
  DAILY_LOSS_LIMIT_USD: "100000",
};
const PASSWORD = "a phrase of many words 73";

interface Open {
  readonly id: string;
  readonly phase: string;
  readonly residual: string;
}

/** Trades that strand, and what an operator does about them on the screen. */
describe.skipIf(skipBrowserTests)("the execution screen in a real browser (needs Chromium)", () => {
  const folder = mkdtempSync(join(tmpdir(), "tandem-faults-"));
  let demo: ConsoleDemo;

  beforeAll(async () => {
    const faults = join(folder, "faults.json");
    writeFileSync(faults, JSON.stringify({ faults: FAULTS }));
    demo = await startConsoleDemo(["--scenario", "churning", "--faults", faults], ENV);
    await until(async () => (await stranded()).length >= 3, 60_000);
  }, 160_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const read = async (path: string) => (await (await fetch(`${demo.api}${path}`)).json()) as never;
  const open = async () => ((await read("/execution")) as { open_trades: Open[] }).open_trades;
  const stranded = async () => (await open()).filter(({ phase }) => phase === "stranded");
  const tradeOf = async (id: string) =>
    (await read(`/trades/${id}`)) as { status: string; closed_at: string | null; residual: string };

  async function at(path: string, [width, height]: readonly [number, number]) {
    const opened = await openPage(demo.browser, width, height);
    const hosts = new Set<string>();
    opened.page.on("request", (request) => hosts.add(new URL(request.url()).host));
    await opened.page.goto(`${demo.url}${path}`);
    await opened.page.getByTestId("execution-screen").waitFor();
    return { ...opened, hosts };
  }

  const strandedCard = (page: Page, id: string) =>
    page.getByTestId("stranded-trade").and(page.locator(`[data-id="${id}"]`));

  async function decide(page: Page, id: string, action: "accept" | "retry", reason: string) {
    await strandedCard(page, id).getByTestId(`resolve-${action}`).click();
    expect(await page.getByTestId("resolve-dialog-confirm").isDisabled()).toBe(true);
    await page.getByTestId("resolve-reason").fill(reason);
    await page.getByTestId("resolve-dialog-confirm").click();
    await page.getByTestId("resolve-dialog").waitFor({ state: "detached" });
  }

  async function addUser(name: string, role: string): Promise<void> {
    await using command = startTandem(
      ["user", "add", name, "--role", role],
      { DATA_DIR: join(demo.process.folder, "data") },
      `${PASSWORD}\n`,
    );
    expect(await command.exited(30_000), command.stderr()).toBe(0);
  }

  it.each(SIZES)("shows what strands, on both lanes and on the board, at %i pixels", async (...size) => {
    const { page, complaints, hosts } = await at("/execution", size);
    const trades = await stranded();
    for (const { id, residual } of trades) {
      await strandedCard(page, id).waitFor();
      const row = page.getByTestId("residual").and(page.locator(`[data-id="${id}"]`));
      expect(await row.getAttribute("data-kind")).toBe("stranded");
      const shown = (await row.getByTestId("residual-amount").textContent()) ?? "";
      expect(shown.replace("\u2212", "-").replace(/[+,]/g, "").split(" ")[0]).toBe(residual);
    }
    expect(await page.getByTestId("figure-stranded").textContent()).toBe(String(trades.length));
    const card = page.getByTestId("open-trade").and(page.locator(`[data-id="${trades[0]?.id}"]`));
    expect(await card.getByTestId("dex-lane").getByTestId("lane-attempt").count()).toBeGreaterThan(0);
    await card.getByTestId("cex-lane").locator('[data-state="rejected"]').last().waitFor();
    const earlier = card.getByTestId("earlier-attempts");
    await earlier.locator("summary").click();
    await earlier.getByTestId("lane-attempt").first().waitFor();
    const clock = card.getByTestId("exposure-clock");
    const before = await clock.textContent();
    await until(async () => (await clock.textContent()) !== before, 5_000);
    await page.screenshot({ path: join(SHOTS, `execution-stranded-${size[0]}.png`), fullPage: true });
    expect(await scrollsSideways(page)).toBe(false);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(demo.url).host]);
    await page.close();
  });

  it("is reached by the navigation, wide and narrow", async () => {
    for (const [size, link] of [
      [SIZES[0], "nav-execution"],
      [SIZES[1], "tab-execution"],
    ] as const) {
      const { page } = await openPage(demo.browser, size[0], size[1]);
      await page.goto(`${demo.url}/risk`);
      await page.getByTestId(link).click();
      await page.getByTestId("execution-screen").waitFor();
      await page.close();
    }
  });

  it("accepts what is left with a reason, and the board keeps it by name", async () => {
    const { page, complaints } = await at("/execution", SIZES[0]);
    const id = (await stranded())[0]?.id ?? "";
    await strandedCard(page, id).getByTestId("resolve-accept").click();
    await page.getByTestId("resolve-dialog-cancel").click();
    expect((await stranded()).map((one) => one.id)).toContain(id);
    await decide(page, id, "accept", "sold by hand");
    await until(async () => (await tradeOf(id)).closed_at !== null, 10_000);
    expect(await tradeOf(id)).toMatchObject({ status: "stranded" });
    const row = page.getByTestId("residual").and(page.locator(`[data-id="${id}"][data-kind="accepted"]`));
    await row.getByText("sold by hand").waitFor();
    await strandedCard(page, id).waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("tries again, and shows the closing order live until it has ended", async () => {
    await until(
      async () => ((await read("/status")) as { uptime_sec: number }).uptime_sec * 1000 > REFUSING_MS,
      40_000,
    );
    const { page, complaints } = await at("/execution", SIZES[0]);
    const id = (await stranded())[0]?.id ?? "";
    await decide(page, id, "retry", "the venue takes orders again");
    const card = page.getByTestId("open-trade").and(page.locator(`[data-id="${id}"]`));
    const underWay = ["planned", "intent_durable", "sent", "acked", "unknown"];
    await card
      .locator(underWay.map((state) => `[data-state="${state}"]`).join(", "))
      .last()
      .waitFor();
    await page.screenshot({ path: join(SHOTS, "execution-live-1440.png") });
    await until(async () => (await tradeOf(id)).closed_at !== null, 20_000);
    expect(Number((await tradeOf(id)).residual)).toBe(0);
    await page
      .getByTestId("finished-trade")
      .and(page.locator(`[data-id="${id}"]`))
      .waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("leads from each trade to its evidence", async () => {
    const { page } = await at("/execution", SIZES[0]);
    for (const link of ["open-trade-detail", "residual-trade", "finished-trade"]) {
      await page.getByTestId(link).first().click();
      await page.getByTestId("trade-detail").waitFor();
      await page.goto(`${demo.url}/execution`);
      await page.getByTestId("execution-screen").waitFor();
    }
    await page.getByTestId("finished-all").click();
    await page.getByTestId("trades-screen").waitFor();
    await page.close();
  });

  it("shows a viewer what is stranded and no choice", async () => {
    await addUser("ada", "admin");
    await addUser("vera", "viewer");
    const { page } = await openPage(demo.browser, SIZES[1][0], SIZES[1][1]);
    await page.goto(`${demo.url}/execution`);
    await page.getByTestId("login-name").fill("vera");
    await page.getByTestId("login-password").fill(PASSWORD);
    await page.getByTestId("login-submit").click();
    await page.getByTestId("stranded-trade").first().waitFor();
    for (const control of ["resolve-retry", "resolve-accept"])
      expect(await page.getByTestId(control).count(), control).toBe(0);
    await page.close();
  });
});
