import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerOf, truthOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { startMain } from "../support/tandem-process.ts";

/** Keys are changed in the file while the process trades, and the old ones are taken back at the venues. */
describe("a change of keys in a process that trades", () => {
  let venues: StandInsProcess;
  let operator: Operator;
  let folder = "";
  let envFile = "";
  /** What the file says now. */
  let said: Record<string, string> = {};

  const keyed = (urls: string | undefined, key: string): string =>
    (urls ?? "")
      .split(",")
      .map((url) => `${url.replace(/\/$/, "")}/?api-key=${key}`)
      .join(",");
  const solana = (key: string) => ({
    SOLANA_RPC_URL: keyed(venues.env.SOLANA_RPC_URL, key),
    SOLANA_WS_URL: keyed(venues.env.SOLANA_WS_URL, key),
  });
  const gemini = (name: keyof StandInsProcess["keys"]) => ({
    GEMINI_API_KEY: venues.keys[name].key,
    GEMINI_API_SECRET: venues.keys[name].secret,
  });

  function write(change: Record<string, string>): void {
    said = { ...said, ...change };
    const lines = Object.entries(said).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(envFile, lines.join(""), { mode: 0o600 });
  }

  async function reload() {
    await using command = startMain(["keys", "reload"], { DATA_DIR: operator.dataDir });
    const code = await command.exited(60_000);
    return { code, out: command.stdout(), err: command.stderr() };
  }

  /** So many trades more have begun and ended. */
  async function moreTrades(count: number): Promise<void> {
    const ids = new Set((await operator.trades()).map(({ id }) => id));
    await operator.until(
      async () => {
        const added = (await operator.trades()).filter(({ id }) => !ids.has(id));
        return added.filter(({ closed_at }) => closed_at !== null).length >= count;
      },
      120_000,
      `${count} more trades`,
    );
  }

  const openTrades = async () => (await operator.status()).risk.open_trades;

  beforeAll(async () => {
    venues = await startStandInsProcess({ slotMs: 100 });
    folder = mkdtempSync(join(tmpdir(), "tandem-rotation-"));
    envFile = join(folder, "some.env");
    write({ ...venues.env, ...gemini("trader"), ...solana("first"), MAX_POSITION_USD: "1000" });
    operator = await operate(["run", "--mode", "demo", "--env-file", envFile]);
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds the process by a file that its owner alone reads, and says so where nothing differs", async () => {
    const file = join(operator.dataDir, "tandem.pid");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8")).pid).toBe(operator.process.child.pid);
    expect(await reload()).toMatchObject({ code: 0, out: `no key differs in ${envFile}\n` });
  });

  it("is whole: a file with an error changes nothing, and one line says which", async () => {
    write({ ...gemini("successor"), MAX_POSITION_USD: "a lot" });
    const { code, out } = await reload();
    expect(code).toBe(1);
    expect(out).toMatch(/^nothing changed: MAX_POSITION_USD: expected a decimal number.*\n$/);
    write({ ...gemini("trader"), MAX_POSITION_USD: "1000" });
  });

  it("refuses what the venues refuse, in their words, and goes on with the keys in use", async () => {
    const before = (await operator.trades()).length;
    write({ ...gemini("stranger"), ...solana("revoked") });
    await venues.inject({ kind: "revoke-url-key", venue: "solana", key: "revoked", atMs: 0, forMs: 0 });
    const { code, out } = await reload();
    expect(code).toBe(1);
    expect(out).toMatch(/Gemini: key \w{8} refused, \w{8} stays in use: other-account/);
    expect(out).toMatch(/Solana: addresses \w{8} refused, \w{8} stay in use: rpc-http-401|ws-refused/);
    write({ ...gemini("auditor"), ...solana("first") });
    expect((await reload()).out).toMatch(/^Gemini: key \w{8} refused, .*MissingRole.*\n$/);
    write({ ...gemini("trader") });
    await moreTrades(1);
    expect((await operator.trades()).length).toBeGreaterThan(before);
  });

  it("puts the new keys to use while trades are open, and the old ones may go", async () => {
    await operator.until(async () => (await openTrades()) > 0, 60_000, "a trade that is open");
    write({ ...gemini("successor"), ...solana("second") });
    const startedMs = performance.now();
    const { code, out } = await reload();
    const tookMs = performance.now() - startedMs;
    expect(out).toMatch(/^Gemini: key \w{8} replaced \w{8}, connected after [\d.]+ s$/m);
    expect(out).toMatch(/^Solana: addresses \w{8} replaced \w{8}, connected after [\d.]+ s$/m);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(30_000);
    await venues.inject({ kind: "revoke-key", venue: "gemini", key: "trader", atMs: 0, forMs: 0 });
    await venues.inject({ kind: "revoke-url-key", venue: "solana", key: "first", atMs: 0, forMs: 0 });
    await moreTrades(3);
    process.stderr.write(`keys replaced under load:\n${out}whole command ${tookMs.toFixed(0)} ms\n`);
  }, 200_000);

  it("comes back with a new key where the old one was taken back first", async () => {
    await operator.until(async () => (await openTrades()) > 0, 60_000, "a trade that is open");
    await venues.inject({ kind: "revoke-key", venue: "gemini", key: "successor", atMs: 0, forMs: 0 });
    await operator.process.printed(/Gemini order entry refused .*InvalidApiKey/, 20_000);
    // Orders of this account rest nowhere, so a key that asks for a heartbeat does as well without one.
    write(gemini("heartbeat"));
    expect(await reload()).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Gemini: .*connected after/),
    });
    await moreTrades(2);
  }, 200_000);

  it("harms no trade: all come home, and ledger and venues are equal to the unit", async () => {
    expect((await operator.post("/controls/observe-only")).status).toBe(200);
    await operator.flat();
    const trades = await operator.trades();
    expect(trades.filter(({ status }) => status === "stranded")).toEqual([]);
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
  }, 120_000);

  it("is audited and counted, and no key is in any output", async () => {
    const entries = (await operator.audit()).filter(({ action }) => action === "keys");
    expect(entries.map(({ after }) => after)).toContainEqual(
      expect.objectContaining({ venue: "gemini", outcome: "replaced" }),
    );
    expect(entries.every(({ by }) => by === "local operator")).toBe(true);
    expect(await operator.metric('arb_key_rotations_total{venue="gemini",outcome="replaced"}')).toBe(2);
    expect(await operator.metric('arb_key_rotations_total{venue="gemini",outcome="refused"}')).toBe(2);
    const told = operator.log() + JSON.stringify(entries);
    for (const { key, secret } of Object.values(venues.keys)) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(key);
    }
    expect(told).not.toMatch(/api-key=/);
  });

  it("names what waits for a restart, and what the process environment pins", async () => {
    write({ DAILY_LOSS_LIMIT_USD: "400" });
    expect(await reload()).toMatchObject({
      code: 0,
      out: "DAILY_LOSS_LIMIT_USD: differs, needs a restart\n",
    });
    await operator.restart("SIGTERM", { GEMINI_API_KEY: said.GEMINI_API_KEY ?? "" });
    await operator.trading();
    write(gemini("trader"));
    const { code, out } = await reload();
    expect(code).toBe(1);
    expect(out).toContain("GEMINI_API_KEY: pinned by the process environment");
  }, 120_000);

  it("leaves no file of a process that has ended, and tells that nobody is there", async () => {
    const ended = once(operator.process.child, "close");
    operator.process.child.kill("SIGTERM");
    await ended;
    const { code, err } = await reload();
    expect(code).toBe(2);
    expect(err).toMatch(/^tandem: no process runs over .*\n$/);
  });
});
