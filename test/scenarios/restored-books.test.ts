import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerOf, truthOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { startMain } from "../support/tandem-process.ts";

/** A backup is taken while trades are open, trading goes on, and then it is put back: the ledger is behind the venues. */
describe("the books of a process that trades", () => {
  let venues: StandInsProcess;
  let operator: Operator;
  let folder = "";
  let head = "";
  const backup = () => join(folder, "backup");

  async function tandem(...args: string[]) {
    await using command = startMain(args, { DATA_DIR: operator.dataDir });
    const code = await command.exited(60_000);
    return { code, out: command.stdout(), err: command.stderr() };
  }

  async function verify(...args: string[]) {
    const { code, out } = await tandem("audit", "verify", ...args);
    return { code, ...JSON.parse(out) };
  }

  async function moreTrades(count: number): Promise<void> {
    const closed = async () => (await operator.trades()).filter(({ closed_at }) => closed_at !== null).length;
    const before = await closed();
    await operator.until(async () => (await closed()) >= before + count, 90_000, "more trades");
  }

  /** All that was ever sent to the venues and was taken there. */
  async function sent(): Promise<number> {
    const { gemini, solana } = await venues.truth();
    return gemini.orders.length + solana.transactions.length;
  }

  /** Open trades that the backup caught with one leg done and the other not even planned. */
  function halfDone(): number {
    using copy = new DatabaseSync(join(backup(), "trading.db"), { readOnly: true });
    const last = copy.prepare(`
      SELECT kind FROM journal JOIN journal_trades USING (trade_id)
      WHERE closed IS NULL GROUP BY trade_id HAVING seq = max(seq)`);
    return last.all().filter(({ kind }) => kind !== "plan").length;
  }

  beforeAll(async () => {
    venues = await startStandInsProcess({ slotMs: 100 });
    folder = mkdtempSync(join(tmpdir(), "tandem-books-"));
    operator = await operate(["run", "--mode", "demo"], { ...venues.env, MAX_POSITION_USD: "1000" });
    await operator.trading();
    await moreTrades(1);
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are verified while it trades, against a head that was noted before more was written", async () => {
    await operator.post("/test/inject-opportunity?spread_pct=3.0");
    expect((await operator.audit())[0]).toMatchObject({ action: "inject", by: "operator@127.0.0.1" });
    await operator.post("/controls/pause");
    const first = await verify();
    expect(first).toMatchObject({ code: 0, ok: true, first_bad_seq: null });
    head = first.head;
    await operator.post("/controls/resume");
    const later = await verify("--expect-head", head);
    expect(later).toMatchObject({ code: 0, ok: true, holds_expected_head: true });
    expect(later.entries).toBeGreaterThan(first.entries);
    expect(await verify("--expect-head", "ab".repeat(32))).toMatchObject({ code: 1, ok: false });
  });

  it("are backed up while trades are open, and not put back under it", {
    timeout: 90_000,
  }, async () => {
    for (let caught = 0; caught === 0; caught = halfDone()) {
      await operator.until(async () => (await operator.status()).risk.open_trades > 0, 60_000, "a trade");
      rmSync(backup(), { recursive: true, force: true });
      expect(await tandem("backup", backup())).toMatchObject({ code: 0 });
    }
    const restored = await tandem("restore", backup(), "--replace");
    expect(restored).toMatchObject({ code: 2, err: expect.stringContaining("in use by process") });
    await moreTrades(2);
  });

  it("are held once they were put back: nothing is sent, and every difference is shown", {
    timeout: 90_000,
  }, async () => {
    await operator.flat();
    await operator.stop("SIGTERM");
    const before = await sent();
    expect(await tandem("restore", backup(), "--replace")).toMatchObject({ code: 0 });
    const { dataDir } = operator;
    operator = await operate(["run", "--mode", "demo"], { ...venues.env, DATA_DIR: dataDir });
    const drifted = async () =>
      (await operator.risk()).pauses.some(({ reason }) => reason === "ledger drift");
    await operator.until(drifted, 60_000, "a drift");
    const { pauses } = await operator.risk();
    expect(pauses.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/^put back from a backup of/),
    );
    expect((await operator.status()).risk).toMatchObject({ is_paused: true, gate_open: false });
    expect((await operator.post("/controls/resume")).status).toBe(409);
    expect(await sent()).toBe(before);
  });

  it("trade again once an operator has closed what was open and taken the venues' word", {
    timeout: 90_000,
  }, async () => {
    for (const { id } of await operator.trades("status=stranded"))
      await operator.post(`/trades/${id}/resolve`, { action: "accept", reason: "put back" });
    await operator.until(
      async () => (await operator.post("/inventory/accept-drift", { reason: "put back" })).status === 200,
      30_000,
      "a drift that can be accepted",
    );
    await operator.until(async () => (await operator.post("/controls/resume")).status === 200, 30_000);
    await operator.trading();
    await moreTrades(1);
    await operator.post("/controls/pause");
    await operator.flat();
    await operator.until(
      async () => {
        const [ledger, truth] = [ledgerOf(await operator.inventory()), truthOf(await venues.truth())];
        return JSON.stringify(sorted(ledger)) === JSON.stringify(sorted(truth));
      },
      30_000,
      "the ledger is what the venues hold",
    );
    expect((await operator.audit()).map(({ action }) => action)).toContain("restore");
  });

  it("are verified after its end, and not where another hand was in them", async () => {
    await operator.stop("SIGTERM");
    expect(await verify()).toMatchObject({ code: 0, ok: true });
    const database = new DatabaseSync(join(operator.dataDir, "trading.db"));
    database.exec("DROP TRIGGER audit_is_not_changed; UPDATE audit SET by = 'eve' WHERE seq = 2");
    database.close();
    expect(await verify()).toMatchObject({ code: 1, ok: false, first_bad_seq: 2 });
  });
});

function sorted(held: Record<string, bigint>): readonly string[] {
  return Object.entries(held)
    .map(([key, units]) => `${key} ${units}`)
    .sort();
}
