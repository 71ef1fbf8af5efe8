import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { doctorCommand } from "../../src/system/commands/doctor.ts";
import { type ExamineOptions, examine } from "../../src/system/doctor/index.ts";
import { hasMongo, mongoPlace } from "../support/mongo.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { freePort, startMain } from "../support/tandem-process.ts";

const CLOCK_OFF = fileURLToPath(import.meta.resolve("../support/clock-off.ts"));

/** One look at the stand-ins in the demo's configuration; each test breaks one thing of it. */
describe("tandem doctor", () => {
  let venues: StandInsProcess;
  let folder = "";
  let ports: Record<string, string> = {};

  beforeAll(async () => {
    venues = await startStandInsProcess();
    ports = { PORT: String(await freePort()), CONSOLE_PORT: String(await freePort()) };
  }, 60_000);
  afterAll(async () => await venues?.[Symbol.asyncDispose]());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tandem-doctor-"));
    return () => rmSync(folder, { recursive: true });
  });

  async function run(args: readonly string[], env: Record<string, string> = {}) {
    await using tandem = startMain(["doctor", ...args], {
      ...venues.env,
      ...ports,
      ...{ DATA_DIR: folder },
      ...env,
    });
    const code = await tandem.exited(20_000);
    return { code, stdout: tandem.stdout(), stderr: tandem.stderr() };
  }

  /** The same within this process, which is quicker. */
  async function look(env: Record<string, string>, options: Partial<ExamineOptions> = {}) {
    const checks = await examine({
      ...{ mode: "demo", envFile: undefined, dataDir: folder, onWaiting() {} },
      processEnv: { ...venues.env, ...ports, ...env },
      ...options,
    });
    const bad = checks.filter(({ state }) => state === "failed" || state === "warning");
    for (const { advice } of bad) expect(advice).toMatch(/\w/);
    return { checks, bad, lines: bad.map(({ check, state, seen }) => `${check} ${state}: ${seen}`) };
  }

  it("finds nothing wrong with a good configuration, and says so in a table", async () => {
    const { code, stdout, stderr } = await run([]);
    expect(stdout).toMatch(/\n\nready: \d+ ok, 0 warnings, 0 failed, 2 skipped\n$/);
    for (const line of [
      /^✓ host 127\.0\.0\.1:\d+ +not TLS: loopback$/m,
      /^✓ Gemini stream +.*4 books whole$/m,
      /^✓ Gemini key +key [0-9a-f]{8} may trade$/m,
      /^✓ pool SOL-USD +.*tick spacing \d+/m,
      /^✓ Solana balances +\d+ USDC, /m,
      /^– MongoDB +MONGO_URL is not set/m,
    ])
      expect(stdout).toMatch(line);
    expect(stdout).not.toContain(venues.keys.trader.secret);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const { gemini, solana } = await venues.truth();
    expect(gemini.orders).toEqual([]);
    expect(solana.transactions).toEqual([]);
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      "a key that nobody knows",
      () => ({ GEMINI_API_KEY: "account-x" }),
      /^Gemini key failed: .*InvalidApiKey/,
    ],
    [
      "another key's secret",
      () => ({ GEMINI_API_SECRET: "wrong" }),
      /^Gemini key failed: .*InvalidSignature/,
    ],
    ["a key that may only read", () => keyOf("auditor"), /^Gemini key failed: .*MissingRole/],
    [
      "a key whose nonces must rise",
      () => keyOf("incremental"),
      /^Gemini key's socket failed: .*(401|InvalidNonce)/,
    ],
    [
      "another asset's pool",
      () => ({ ORCA_SOL_USDC_POOL: venues.env.ORCA_BTC_USDC_POOL ?? "" }),
      /^pool SOL-USD failed: .*expected the mints/,
    ],
    ["no wallet", () => ({ SOLANA_KEYPAIR: "/nowhere/w" }), /^Solana wallet failed: .*cannot be read/],
  ])("names %s, and nothing else", async (_what, env, words) => {
    const { lines, checks } = await look(env());
    expect(lines).toEqual([expect.stringMatching(words)]);
    for (const { secret } of [venues.keys.trader, venues.keys.auditor])
      expect(JSON.stringify(checks)).not.toContain(secret);
  });

  const keyOf = (name: keyof StandInsProcess["keys"]) => {
    const { key, secret } = venues.keys[name];
    return { GEMINI_API_KEY: key, GEMINI_API_SECRET: secret };
  };

  it("names a clock that is a minute ahead, as JSON and with exit code 1", async () => {
    const off = { CLOCK_OFF_MS: "60000", NODE_OPTIONS: `--import ${CLOCK_OFF}` };
    const { code, stdout } = await run(["--json"], off);
    const { ok, checks } = JSON.parse(stdout);
    expect([code, ok]).toEqual([1, false]);
    expect(checks).toContainEqual({
      ...{ check: "clock against Gemini", state: "failed" },
      ...{ seen: expect.stringMatching(/^\d\d\.\d\d s ahead/), advice: expect.stringContaining("clock") },
    });
    expect(checks).toContainEqual(
      expect.objectContaining({ check: "Gemini key", seen: expect.stringContaining("InvalidNonce") }),
    );
  });

  it("names every way that leads nowhere at once, without the passwords in them", async () => {
    const port = await freePort();
    const { lines } = await look({
      ...{ GEMINI_BASE_URL: `http://127.0.0.1:${port}`, GEMINI_WS_URL: `ws://127.0.0.1:${port}` },
      ...{ SOLANA_RPC_URL: `http://127.0.0.1:${port}/?k=pass-word`, SOLANA_WS_URL: `ws://127.0.0.1:${port}` },
      MONGO_URL: `mongodb://u:pass-word@127.0.0.1:${port}/`,
    });
    for (const check of ["Gemini REST", "Gemini stream", "Solana RPC", "Solana stream", "MongoDB", "pools"])
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${check} failed: .*ECONNREFUSED`)));
    expect(lines.join()).not.toContain("pass-word");
  });

  it.skipIf(!hasMongo)("finds a MongoDB that takes writes, and leaves nothing in it", async () => {
    await using place = await mongoPlace();
    const { checks } = await look({ MONGO_URL: place.url });
    const found = checks.find(({ check }) => check === "MongoDB");
    expect(found?.seen).toContain("takes writes");
    expect(await place.database.collection("last_check").countDocuments()).toBe(0);
  });

  it("only warns of a balance below one trade, and of a status page that tells of trouble", async () => {
    await using page = await serve('{"status":{"indicator":"major","description":"Partial outage"}}');
    const { lines } = await look({ MAX_POSITION_USD: "900000", GEMINI_STATUS_URL: page.url });
    expect(lines).toEqual([
      "Gemini status page warning: major: Partial outage",
      expect.stringMatching(/^Gemini balances warning: \d+ USD, /),
      expect.stringMatching(/^Solana balances warning: \d+ USDC, /),
    ]);
  });

  it("names every fault of this machine at once: ports, modes, databases and each wrong key", async () => {
    await using taken = await serve("hello");
    const envFile = join(folder, "open.env");
    writeFileSync(envFile, "GEMINI_API_SECRET=not-for-all\nDAILY_LOS_LIMIT_USD=5\n");
    chmodSync(envFile, 0o644);
    const dataDir = join(folder, "data");
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, "trading.db"), "no database, but long enough for the head of one".repeat(9));
    chmodSync(join(dataDir, "trading.db"), 0o644);
    const wrong = { PORT: taken.port, MAX_POSITION_USD: "much", LOG_LEVEL: "loud", CONSOLE_PORT: "1e9" };
    const { lines } = await look(wrong, { envFile, dataDir });
    for (const words of [
      /^configuration failed: DAILY_LOS_LIMIT_USD.*DAILY_LOSS_LIMIT_USD/,
      /^configuration failed: MAX_POSITION_USD/,
      /^configuration failed: LOG_LEVEL/,
      /^configuration failed: CONSOLE_PORT/,
      /^environment file failed: .*chmod 600/,
      /^data folder failed: others can read trading\.db/,
      /^database trading\.db failed: file is not a database/,
      new RegExp(`^port ${taken.port} failed: another program listens there`),
    ])
      expect(lines).toContainEqual(expect.stringMatching(words));
    expect(lines.join()).not.toContain("not-for-all");
  });

  it("looks at a live start: what it needs is named, and nothing is asked for a misspelt address", async () => {
    const { lines, checks } = await look({ SOLANA_KEYPAIR: "", GEMINI_BASE_URL: "gemini" }, { mode: "live" });
    expect(lines).toEqual([
      expect.stringMatching(/^configuration failed: GEMINI_BASE_URL/),
      expect.stringMatching(/^users failed: .*SOLANA_KEYPAIR, a user who is admin/),
    ]);
    expect(checks.find(({ check }) => check === "Gemini REST")?.state).toBe("skipped");
  });

  it("refuses a question that is wrong itself", async () => {
    await expect(doctorCommand.run({ mode: "sideways" }, [])).rejects.toThrow(/^--mode: expected demo/);
    await expect(look({}, { envFile: "none.env" })).rejects.toThrow(/^--env-file none\.env: no such file/);
  });
});

/** A web server of somebody else that answers everything with one text. */
async function serve(text: string) {
  const server: Server = createServer((_request, response) => response.end(text));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = String((server.address() as AddressInfo).port);
  return {
    ...{ port, url: `http://127.0.0.1:${port}/` },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
