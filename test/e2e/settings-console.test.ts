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

const PASSWORD = "a phrase of many words 73";
const OTHER = "another phrase of words 58";

interface Person {
  readonly name: string;
  readonly role: string;
  readonly disabled: boolean;
}

describe.skipIf(skipBrowserTests)("the settings in a real browser (needs Chromium)", () => {
  let demo: ConsoleDemo;

  beforeAll(async () => {
    demo = await startConsoleDemo();
  }, 160_000);

  afterAll(async () => {
    await demo?.[Symbol.asyncDispose]();
  });

  async function open([width, height]: readonly [number, number]) {
    const opened = await openPage(demo.browser, width, height);
    const elsewhere: string[] = [];
    opened.page.on("request", (request) => {
      if (new URL(request.url()).host !== new URL(demo.url).host) elsewhere.push(request.url());
    });
    await opened.page.goto(`${demo.url}/settings`);
    return { ...opened, elsewhere };
  }

  async function logIn(page: Page, name: string, password: string): Promise<void> {
    await page.getByTestId("login-name").fill(name);
    await page.getByTestId("login-password").fill(password);
    await page.getByTestId("login-submit").click();
  }

  async function tokenOf(name: string, password: string): Promise<string | null> {
    const body = JSON.stringify({ name, password });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${demo.api}/auth/login`, { method: "POST", headers, body });
    return answer.ok ? ((await answer.json()) as { access_token: string }).access_token : null;
  }

  async function people(token: string): Promise<readonly Person[]> {
    const answer = await fetch(`${demo.api}/users`, { headers: { authorization: `Bearer ${token}` } });
    return ((await answer.json()) as { users: Person[] }).users;
  }

  it("shows what is configured and keeps how it is looked at, before there are users", async () => {
    for (const size of SIZES) {
      const { page, complaints, elsewhere } = await open(size);
      await page.getByTestId("users-empty").getByText("tandem user add NAME --role admin").waitFor();
      expect(await page.getByTestId("settings-mode").textContent()).toBe("demo");
      expect(await page.getByTestId("settings-storage").textContent()).toContain("SQLite");
      expect(await page.getByTestId("secret-GEMINI_API_KEY").textContent()).toMatch(/Present|Missing/);
      expect(await page.getByTestId("settings-notifications").textContent()).toMatch(
        /Nobody is told.*NOTIFY_WEBHOOK_URL.*tandem notify test/,
      );
      const { assets } = (await (await fetch(`${demo.api}/settings`)).json()) as { assets: unknown[] };
      expect(await page.getByTestId("asset-row").count()).toBe(assets.length);
      expect(await page.getByTestId("add-user").count()).toBe(0);
      expect(await page.getByTestId("settings-account").count()).toBe(0);
      await page.screenshot({ path: join(SHOTS, `settings-${size[0]}.png`), fullPage: true });
      expect(await scrollsSideways(page)).toBe(false);
      await page.getByTestId("settings-density-comfortable").click();
      await page.getByTestId("settings-zone-local").click();
      await page.reload();
      const row = page.getByTestId("asset-row").first();
      await row.waitFor();
      expect(await row.evaluate((element) => element.getBoundingClientRect().height)).toBeGreaterThanOrEqual(
        44,
      );
      expect(await page.getByTestId("time-zone-local").getAttribute("data-state")).toBe("on");
      await page.getByTestId("settings-density-dense").click();
      expect(await row.evaluate((element) => element.getBoundingClientRect().height)).toBeLessThan(44);
      await page.getByTestId("settings-risk-link").click();
      await page.getByTestId("risk-screen").waitFor();
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
      await page.close();
    }
  });

  it("shows of each channel whether what it sends arrives", async () => {
    const idle = { configured: false, sent: 0, failed: 0, last_sent_at: null, last_error: null };
    const sent = { sent: 12, last_sent_at: "2026-11-26T12:00:00.000Z" };
    const channels = [
      { ...idle, channel: "webhook", configured: true, ...sent },
      { ...idle, channel: "slack", configured: true, failed: 3, last_error: "answered 404 (no_service)" },
      { ...idle, channel: "telegram" },
      { ...idle, channel: "email" },
    ];
    for (const size of SIZES) {
      const { page } = await open(size);
      await page.route("**/api/v1/settings", async (route) => {
        const real = await (await route.fetch()).json();
        await route.fulfill({ json: { ...real, notifications: { min_severity: "critical", channels } } });
      });
      await page.reload();
      const card = page.getByTestId("settings-notifications");
      await card.getByTestId("notify-slack").getByText("answered 404 (no_service)").waitFor();
      expect(await card.getByTestId("notify-webhook").textContent()).toMatch(/On.*12 sent, 0 failed.*last/);
      expect(await card.getByTestId("notify-slack").textContent()).toMatch(
        /Does not arrive.*3 failed.*nothing since/,
      );
      expect(await card.textContent()).toContain("Not configured: Telegram, E-mail.");
      expect(await page.getByTestId("notifications-empty").count()).toBe(0);
      expect(await scrollsSideways(page)).toBe(false);
      await card.screenshot({ path: join(SHOTS, `settings-notifications-${size[0]}.png`) });
      await page.close();
    }
  });

  it("lets an admin make, change and remove users and keys", async () => {
    const args = ["user", "add", "ada", "--role", "admin"];
    await using command = startTandem(args, { DATA_DIR: join(demo.process.folder, "data") }, `${PASSWORD}\n`);
    expect(await command.exited(30_000), command.stderr()).toBe(0);
    const token = (await tokenOf("ada", PASSWORD)) ?? "";
    const { page, complaints } = await open([1440, 900]);
    await logIn(page, "ada", PASSWORD);
    await page.getByTestId("add-user").click();
    await page.getByTestId("new-user-name").fill("vera");
    await page.getByTestId("new-user-role").selectOption("operator");
    await page.getByTestId("new-user-password").fill("short");
    await page.getByTestId("add-user-dialog-confirm").click();
    await page.getByTestId("add-user-dialog-error").getByText("at least 12 characters").waitFor();
    await page.getByTestId("new-user-password").fill(PASSWORD);
    await page.getByTestId("add-user-dialog-confirm").click();
    const vera = page.locator('[data-testid="user-row"][data-name="vera"]');
    await vera.waitFor();
    expect(await people(token)).toContainEqual(expect.objectContaining({ name: "vera", role: "operator" }));
    await vera.getByTestId("edit-user").click();
    await page.getByTestId("edit-user-role").selectOption("viewer");
    await page.getByTestId("edit-user-disabled").check();
    await page.getByTestId("edit-user-dialog-confirm").click();
    await vera.getByText("Disabled").waitFor();
    expect(await people(token)).toContainEqual(
      expect.objectContaining({ name: "vera", role: "viewer", disabled: true }),
    );
    expect(await tokenOf("vera", PASSWORD)).toBeNull();
    await vera.getByTestId("edit-user").click();
    await page.getByTestId("edit-user-disabled").uncheck();
    await page.getByTestId("edit-user-password").fill(OTHER);
    await page.getByTestId("edit-user-dialog-confirm").click();
    await vera.getByText("Active").waitFor();
    expect(await tokenOf("vera", OTHER)).not.toBeNull();
    await keys(page, token);
    await page.screenshot({ path: join(SHOTS, "settings-admin-1440.png"), fullPage: true });
    // The refused password is a refused call as well, and Chromium says so.
    expect(complaints.filter((line) => !/40[19]|422/.test(line))).toEqual([]);
    await page.close();
  });

  /** Made, shown once, good for its role, revoked, good for nothing. */
  async function keys(page: Page, token: string): Promise<void> {
    await page.getByTestId("add-api-key").click();
    await page.getByTestId("new-key-name").fill("prometheus");
    await page.getByTestId("new-key-role").selectOption("viewer");
    await page.getByTestId("new-key-days").fill("366");
    expect(await page.getByTestId("add-api-key-dialog-confirm").isDisabled()).toBe(true);
    await page.getByTestId("new-key-days").fill("30");
    await page.getByTestId("add-api-key-dialog-confirm").click();
    const secret = (await page.getByTestId("new-token").getAttribute("title")) ?? "";
    await page.screenshot({ path: join(SHOTS, "settings-token-1440.png") });
    const call = (bearer: string, path: string) =>
      fetch(`${demo.api}${path}`, { headers: { authorization: `Bearer ${bearer}` } });
    expect((await call(secret, "/settings")).status).toBe(200);
    expect((await call(secret, "/users")).status).toBe(403);
    await page.getByTestId("new-token-dialog-confirm").click();
    expect(await page.content()).not.toContain(secret);
    const row = page.locator('[data-testid="api-key-row"][data-name="prometheus"]');
    await row.getByTestId("revoke-api-key").click();
    await page.getByTestId("revoke-dialog-confirm").click();
    await page.getByTestId("api-keys-empty").waitFor();
    expect((await call(secret, "/settings")).status).toBe(401);
    const listed = (await (await call(token, "/api-keys")).json()) as { api_keys: unknown[] };
    expect(listed.api_keys).toEqual([]);
  }

  it("shows a viewer the settings and no control but those of its own account", async () => {
    const { page, complaints } = await open([390, 844]);
    await logIn(page, "vera", OTHER);
    await page.getByTestId("settings-venues").waitFor();
    for (const hidden of ["settings-users", "settings-api-keys", "add-user", "add-api-key"])
      expect(await page.getByTestId(hidden).count(), hidden).toBe(0);
    await page.getByTestId("change-password").click();
    await page.getByTestId("password-current").fill("not the password at all");
    await page.getByTestId("password-new").fill(PASSWORD);
    await page.getByTestId("password-dialog-confirm").click();
    await page.getByTestId("password-dialog-error").waitFor();
    await page.getByTestId("password-current").fill(OTHER);
    await page.getByTestId("password-dialog-confirm").click();
    await page.getByTestId("password-changed").waitFor();
    expect(await tokenOf("vera", OTHER)).toBeNull();
    expect(await tokenOf("vera", PASSWORD)).not.toBeNull();
    await page.screenshot({ path: join(SHOTS, "settings-viewer-390.png"), fullPage: true });
    await page.getByTestId("sign-out").click();
    await page.getByTestId("login-screen").waitFor();
    expect(complaints.filter((line) => !/401/.test(line))).toEqual([]);
    await page.close();
  });

  it("removes a user, whose session ends at once", async () => {
    const { page } = await open([1440, 900]);
    await logIn(page, "ada", PASSWORD);
    const session = (await tokenOf("vera", PASSWORD)) ?? "";
    const vera = page.locator('[data-testid="user-row"][data-name="vera"]');
    await vera.getByTestId("remove-user").click();
    await page.getByTestId("remove-user-dialog-confirm").click();
    await vera.waitFor({ state: "detached" });
    const answer = await fetch(`${demo.api}/settings`, { headers: { authorization: `Bearer ${session}` } });
    expect(answer.status).toBe(401);
    await page.close();
  });
});
