import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, skipBrowserTests } from "../support/browser.ts";
import { type ConsoleDemo, SHOTS, startConsoleDemo } from "../support/console-demo.ts";
import { startTandem } from "../support/tandem-process.ts";

const PASSWORD = "a phrase of many words 73";

describe.skipIf(skipBrowserTests)("logging in to the console (needs Chromium)", () => {
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo();
  }, 160_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
  });

  async function addUser(name: string, role: string): Promise<void> {
    await using command = startTandem(
      ["user", "add", name, "--role", role],
      { DATA_DIR: join(demo.process.folder, "data") },
      `${PASSWORD}\n`,
    );
    expect(await command.exited(30_000), command.stderr()).toBe(0);
    expect(JSON.parse(command.stdout())).toMatchObject({ name, role, disabled: false });
  }

  async function logIn(page: Page, name: string, password: string): Promise<void> {
    await page.getByTestId("login-screen").waitFor({ timeout: 20_000 });
    await page.getByTestId("login-name").fill(name);
    await page.getByTestId("login-password").fill(password);
    await page.getByTestId("login-submit").click();
  }

  it("asks nobody until the first user is made, and then everybody, without a restart", async () => {
    const { page } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/risk`);
    await page.getByTestId("pause-button").waitFor({ timeout: 30_000 });
    expect(await page.getByTestId("user-menu").count()).toBe(0);
    await addUser("ada", "admin");
    await page.reload();
    await page.getByTestId("login-screen").waitFor();
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(SHOTS, `login-${width}.png`) });
    }
    await page.close();
  });

  it("says that it was wrong, lets in who is right, shows who that is, and out again", async () => {
    const { page } = await openPage(demo.browser, 1440, 900);
    await page.goto(`${demo.url}/risk`);
    await logIn(page, "ada", "not the password at all");
    await page.getByTestId("login-error").getByText("name or password is wrong").waitFor();
    // Being asked again who sits there takes nothing away that was typed.
    await page.getByTestId("login-name").fill("half a na");
    await page.waitForTimeout(2_100);
    const asked = page.waitForResponse("**/api/v1/auth/me");
    await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
    await asked;
    await page.waitForTimeout(500);
    expect(await page.getByTestId("login-name").inputValue()).toBe("half a na");
    await logIn(page, "ada", PASSWORD);
    await page.getByTestId("user-menu").getByText("ada").waitFor();
    await page.getByTestId("pause-button").waitFor();
    await page.getByTestId("stream-state").getByText(/live/i).waitFor({ timeout: 20_000 });
    await page.screenshot({ path: join(SHOTS, "risk-admin-1440.png") });
    // No script of the page can read what the session rests on.
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.getByTestId("logout").click();
    await page.getByTestId("login-screen").waitFor();
    await page.close();
  });

  it("shows a viewer everything and no control", async () => {
    await addUser("vera", "viewer");
    const { page, complaints } = await openPage(demo.browser, 390, 844);
    await page.goto(`${demo.url}/risk`);
    await logIn(page, "vera", PASSWORD);
    await page.getByTestId("risk-headline").waitFor();
    for (const control of ["pause-button", "resume-button", "observe-only-button", "limits-review"])
      expect(await page.getByTestId(control).count(), control).toBe(0);
    expect(await page.getByTestId("limit-daily_loss_limit_usd").isDisabled()).toBe(true);
    await page.screenshot({ path: join(SHOTS, "risk-viewer-390.png") });
    // Before the login a browser complains of the refused calls themselves, and of nothing else.
    expect(complaints.filter((line) => !line.includes("401"))).toEqual([]);
    await page.close();
  });
});
