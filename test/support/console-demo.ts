import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { ROOT } from "./paths.ts";
import { freePort, startTandem, type TandemProcess } from "./tandem-process.ts";

/** Where screenshots are kept, to be looked at. */
export const SHOTS = join(ROOT, "test-results");

/** A desk and a phone. */
export const SIZES = [
  [1440, 900],
  [390, 844],
] as const;

/** A demo as `start` begins it, with its console, and a browser to look at it. */
export interface ConsoleDemo extends AsyncDisposable {
  readonly process: TandemProcess;
  readonly browser: Browser;
  /** Of the console. */
  readonly url: string;
  /** Of the API's first version, past the console. */
  readonly api: string;
}

/** Resolves when the console is served; `args` go to `start`. */
export async function startConsoleDemo(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ConsoleDemo> {
  mkdirSync(SHOTS, { recursive: true });
  const [port, consolePort] = [await freePort(), await freePort()];
  const started = startTandem(["start", ...args], {
    ...env,
    PORT: String(port),
    CONSOLE_PORT: String(consolePort),
  });
  const url = `http://127.0.0.1:${consolePort}`;
  await started.printed(url, 90_000);
  const browser = await openBrowser();
  return {
    ...{ process: started, browser, url, api: `http://127.0.0.1:${port}/api/v1` },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await started[Symbol.asyncDispose]();
    },
  };
}

/** Whether the page itself moves sideways, which it never should. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
}
