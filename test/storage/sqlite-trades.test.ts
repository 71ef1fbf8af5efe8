import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "#storage";
import { anOpportunity, createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";
import { describeTradeContract } from "./trade-contract.ts";

const BACK_TO_THE_FIRST = [
  ...["trades", "last_check", "inventory_snapshots", "audit", "opportunity_depths"].map(
    (table) => `DROP TABLE ${table}`,
  ),
  "DROP TRIGGER opportunity_depths_forgotten",
  "DROP INDEX opportunities_spread",
  "DROP INDEX opportunities_injected",
  "PRAGMA user_version = 1",
].join("; ");
const openIn = (dir: string) => openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime(0).clock });

describeTradeContract("SQLite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-trades-"));
  return { open: () => openIn(dir), remove: async () => rmSync(dir, { recursive: true }) };
});

describe("the table of trades", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-trades-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const change = (sql: string) => {
    const database = new DatabaseSync(join(dir, "arbitrage.db"));
    database.exec(sql);
    database.close();
  };

  it("is added to a file of the version before it, which keeps its rows", async () => {
    const before = await openIn(dir);
    await before.opportunities.save({ opportunities: [anOpportunity({ closedAtMs: 5 })], windows: [] });
    await before.close();
    change(BACK_TO_THE_FIRST);
    const after = await openIn(dir);
    await after.trades.saveTrades([aTrade()]);
    expect(await after.trades.getTrade("trade-1")).toEqual(aTrade());
    expect(await after.opportunities.getOpportunity("opp-1")).toEqual(anOpportunity({ closedAtMs: 5 }));
    await after.close();
  });

  it("lists, filters and adds up days through its indexes, without sorting", async () => {
    await (await openIn(dir)).close();
    const database = new DatabaseSync(join(dir, "arbitrage.db"));
    const plan = (sql: string) => JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
    const listed = (where: string) =>
      plan(`SELECT * FROM trades ${where} ORDER BY timestamp DESC, id DESC LIMIT 9`);
    const plans = [
      listed("WHERE (timestamp, id) < (5, 'x')"),
      listed("WHERE asset = 'A'"),
      listed("WHERE status = 'stranded'"),
    ];
    expect(plans[0]).toContain("INDEX trades_timestamp");
    expect(plans[1]).toContain("INDEX trades_asset_timestamp");
    expect(plans[2]).toContain("INDEX trades_status_timestamp");
    expect(plans.join()).not.toContain("TEMP B-TREE");
    expect(
      plan(
        "SELECT max(closed_at) FROM trades WHERE closed_at IS NOT NULL AND is_injected = 0 AND closed_at < 5",
      ),
    ).toContain("INDEX trades_closed");
    const report = plan(
      `SELECT * FROM trades WHERE closed_at IS NOT NULL AND is_injected = 0 AND closed_at >= 1 AND closed_at < 5
        AND (closed_at, id) < (4, 'x') ORDER BY closed_at DESC, id DESC LIMIT 9`,
    );
    expect(report).toContain("INDEX trades_closed");
    database.close();
  });

  it("refuses a row that another hand changed, by its column", async () => {
    const stores = await openIn(dir);
    await stores.trades.saveTrades([aTrade()]);
    change(`UPDATE trades SET legs = '[{"attemptId":1}]'`);
    await expect(stores.trades.getTrade("trade-1")).rejects.toMatchObject({
      name: "InvariantError",
      message: expect.stringContaining("column legs"),
    });
    await stores.close();
  });
});
