import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const CANDIDATES = [
  process.env.CHROMIUM_PATH ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** A Chromium of this machine, or null: browser tests then skip, and say so by name. */
export const CHROMIUM = CANDIDATES.find((path) => path !== "" && existsSync(path)) ?? null;

/** Where CI demands a browser, its absence is a failure and not a skip. */
export const skipBrowserTests = CHROMIUM === null && process.env.REQUIRE_BROWSER === undefined;

export async function openBrowser(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error("no Chromium found; install Debian's chromium or set CHROMIUM_PATH");
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page of the given size that remembers everything its console complained about. */
export async function openPage(browser: Browser, width: number, height: number) {
  const page: Page = await browser.newPage({ viewport: { width, height } });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  return { page, complaints };
}
