import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Opportunity } from "#wire";
import { ledgerOf, truthOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type Folk, folkOf } from "../support/people.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { startMain } from "../support/tandem-process.ts";

const PHRASE = { confirm: "trade real money" };
const MINUTE_MS = 60_000;

/** Live mode as a whole; only that its venues are stand-ins on this machine, which take what it believes is real. */
describe("live mode", () => {
  let venues: StandInsProcess;
  let operator: Operator;
  let folk: Folk;
  let dataDir = "";
  let env: Record<string, string> = {};

  /** Commands as this person, and looks on as the admin. */
  async function asked(token: string, path: string, body?: unknown) {
    const before = operator.token;
    operator.token = token;
    const answer = await operator.post(path, body);
    operator.token = before;
    return answer;
  }
  const goLive = (token: string, body: unknown = PHRASE) => asked(token, "/controls/live-trading", body);

  async function refusedStart(change: Record<string, string>): Promise<string> {
    await using process = startMain(["run", "--mode", "live"], { ...env, ...change });
    expect(await process.exited(40_000)).toBe(2);
    expect(process.stderr().trim().split("\n")).toHaveLength(1);
    return process.stderr();
  }

  beforeAll(async () => {
    // Twice the venue's lowest fee would eat what these stand-ins dislocate.
    venues = await startStandInsProcess({ slotMs: 100, account: { fees: { taker: "5" } } });
    dataDir = join(mkdtempSync(join(tmpdir(), "tandem-live-")), "data");
    mkdirSync(dataDir, { mode: 0o700 });
    env = { ...venues.env, DATA_DIR: dataDir, PROFIT_THRESHOLD_PCT: "0.1" };
  }, 60_000);

  afterAll(async () => {
    await folk?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
    rmSync(join(dataDir, ".."), { recursive: true, force: true });
  });

  it("does not start without keys and an admin, and names all that is missing", async () => {
    const line = await refusedStart({ GEMINI_API_KEY: "", GEMINI_API_SECRET: "", SOLANA_KEYPAIR: "" });
    expect(line).toMatch(
      /--mode live: needs GEMINI_API_KEY, GEMINI_API_SECRET, SOLANA_KEYPAIR, a user who is admin/,
    );
    expect(await refusedStart({})).toMatch(/^tandem: --mode live: needs a user who is admin/);
  });

  it("starts shut, whatever OBSERVE_ONLY says, passes its checks, and only watches", async () => {
    folk = await folkOf(dataDir);
    for (const role of ["admin", "operator", "viewer"] as const) await folk.make(role);
    operator = await operate(
      ["run", "--mode", "live"],
      { ...env, OBSERVE_ONLY: "false" },
      await folk.token("admin"),
    );
    expect((await operator.status()).risk.observe_only).toBe(true);
    await operator.process.printed("Live check passed", 60_000);
    await operator.trading();
    const { live_checks } = await operator.risk();
    expect(live_checks?.map(({ state }) => state)).toEqual(live_checks?.map(() => "ok"));
    expect(operator.log()).toContain("OBSERVE_ONLY=false does not open live trading");
    const looked = async () => {
      const { opportunities } = (await operator.get("/opportunities?limit=100")).body;
      // Those of the first moments were refused because balances were still being compared.
      return opportunities.some((one: Opportunity) => one.decision_reason?.startsWith("observe-only"));
    };
    await operator.until(looked, 90_000, "an opportunity that is only observed");
    expect(await operator.trades()).toEqual([]);
    expect((await venues.truth()).gemini.orders).toEqual([]);
  }, 200_000);

  it("is opened by nobody but an admin who has just logged in and types the phrase", async () => {
    const admin = await folk.token("admin");
    expect((await goLive(await folk.token("operator"))).status).toBe(403);
    expect((await goLive(await folk.apiKey("admin"))).status).toBe(403);
    const stale = await goLive(await folk.token("admin", 6 * MINUTE_MS));
    expect([stale.status, stale.body.detail]).toEqual([403, expect.stringContaining("log in again")]);
    expect((await goLive(admin, { confirm: "yes" })).status).toBe(422);
    expect((await asked(admin, "/controls/live-trading")).status).toBe(422);
    expect((await goLive(admin, { confirm: "trade real money", more: 1 })).status).toBe(422);
    expect((await operator.status()).risk.observe_only).toBe(true);
  });

  it("stays shut with the reason while trading is paused", async () => {
    const admin = await folk.token("admin");
    await operator.post("/controls/pause", { reason: "looking first" });
    const refused = await goLive(admin);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining("looking first")]);
    await operator.post("/controls/resume");
  });

  it("takes no injected opportunity", async () => {
    const path = "/test/inject-opportunity?direction=cex_to_dex&spread_pct=3";
    expect((await operator.post(path)).status).toBe(409);
  });

  it("then trades with real orders, marked as such, and says so everywhere", async () => {
    const done = await goLive(await folk.token("admin"));
    expect([done.status, done.body]).toEqual([
      200,
      { status: "live_trading", observe_only_mode: false, enabled_by: "admin@127.0.0.1" },
    ]);
    const closed = async () => (await operator.trades()).filter(({ closed_at }) => closed_at !== null).length;
    await operator.until(async () => (await closed()) > 0, 120_000, "a trade");
    for (const trade of await operator.trades())
      expect(trade).toMatchObject({ mode: "live", is_simulated: false, is_injected: false });
    expect((await venues.truth()).gemini.orders.length).toBeGreaterThan(0);
    expect(await operator.status()).toMatchObject({ mode: "live", risk: { observe_only: false } });
    const entries = (await operator.audit()).filter(({ action }) => action === "live-trading");
    expect(entries).toEqual([expect.objectContaining({ by: "admin@127.0.0.1", after: true })]);
    expect(operator.log()).toContain("LIVE TRADING is on");
  }, 200_000);

  it("is switched off at once by any operator", async () => {
    expect((await asked(await folk.token("viewer"), "/controls/observe-only")).status).toBe(403);
    expect((await asked(await folk.token("operator"), "/controls/observe-only")).status).toBe(200);
    expect((await operator.status()).risk.observe_only).toBe(true);
    await operator.flat();
    const count = (await venues.truth()).gemini.orders.length;
    const seen = (await operator.status()).event_stats["signal.opportunity"] ?? 0;
    const more = async () => ((await operator.status()).event_stats["signal.opportunity"] ?? 0) > seen;
    await operator.until(more, 60_000, "an opportunity that is not taken");
    expect((await venues.truth()).gemini.orders.length).toBe(count);
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
    expect(
      (await asked(await folk.token("admin"), "/controls/observe-only", { enabled: false })).status,
    ).toBe(409);
  }, 120_000);

  it("is shut again after a restart that follows live trading", async () => {
    expect((await goLive(await folk.token("admin"))).status).toBe(200);
    await operator.restart("SIGKILL");
    expect((await operator.status()).risk.observe_only).toBe(true);
    await operator.trading();
    expect((await operator.status()).risk.observe_only).toBe(true);
  }, 200_000);

  it("refuses to observe on paper over the ledger of real money", async () => {
    await operator.stop("SIGTERM");
    await using process = startMain(["run", "--mode", "observe"], env);
    expect(await process.exited(60_000)).toBe(2);
    expect(process.stderr()).toMatch(/paper and real money need a DATA_DIR each/);
  }, 120_000);
});
