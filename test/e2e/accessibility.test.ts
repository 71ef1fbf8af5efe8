import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DESTINATIONS } from "../../console/app/navigation.ts";
import { openPage, skipBrowserTests } from "../support/browser.ts";
import { type ConsoleDemo, SIZES, startConsoleDemo } from "../support/console-demo.ts";
import { until } from "../support/until.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every rule of axe-core that has a verdict, over every screen while the demo trades. */
describe.skipIf(skipBrowserTests)("the console's accessibility (needs Chromium)", () => {
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo(["--scenario", "churning"]);
    await until(async () => (await firstTrade()) !== undefined, 90_000);
  }, 240_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
  });

  async function firstTrade(): Promise<string | undefined> {
    const { trades } = (await (await fetch(`${demo.api}/trades?limit=1&status=completed`)).json()) as {
      trades: { id: string }[];
    };
    return trades[0]?.id;
  }

  for (const [width, height] of SIZES) {
    it.each(DESTINATIONS.map(({ to }) => to))(`%s has no violation at ${width} pixels`, async (path) => {
      const { page } = await openPage(demo.browser, width, height);
      await page.goto(`${demo.url}${path}`);
      await page.getByTestId(`${path.slice(1)}-screen`).waitFor();
      await page.waitForTimeout(700);
      expect(await violations(page)).toEqual([]);
      await page.close();
    });
  }

  it("has none in what opens over a screen: a trade, commands, shortcuts, a pause", async () => {
    const { page } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/trades?trade=${await firstTrade()}`);
    await page.getByTestId("trade-detail").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    for (const [key, opened] of [
      ["Control+k", "command-palette"],
      ["?", "shortcut-list"],
      ["p", "pause-dialog"],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByTestId(opened).waitFor();
      expect(await violations(page), opened).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByTestId(opened).waitFor({ state: "detached" });
    }
    await page.close();
  });

  it.each(SIZES)("has none in an opportunity that was taken, at %i pixels", async (width, height) => {
    const { page } = await openPage(demo.browser, width, height);
    const trade = (await (await fetch(`${demo.api}/trades/${await firstTrade()}`)).json()) as {
      opportunity_id: string;
    };
    await page.goto(`${demo.url}/opportunities/${trade.opportunity_id}`);
    await page.getByTestId("depth-plot").waitFor();
    await page.getByText("The same in figures").click();
    expect(await violations(page)).toEqual([]);
    await page.getByTestId("opportunity-trade").click();
    await page.getByTestId("trade-detail").waitFor();
    await page.close();
  });

  it("is seen to judge: a button without a name is a violation", async () => {
    const { page } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/overview`);
    await page.getByTestId("overview-screen").waitFor();
    await page.evaluate(() => document.querySelector("main")?.append(document.createElement("button")));
    expect((await violations(page)).map((violation) => violation.split(":")[0])).toContain("button-name");
    await page.close();
  });
});

/** Each as "rule: where", run outside the page's own policy, which lets no foreign script in. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    return (await axe.run()).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id}: ${target.join(" ")} (${failureSummary?.split("\n").at(-1)?.trim()})`,
    ),
  );
}
