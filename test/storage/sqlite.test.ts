import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "#storage";
import { anOpportunity, createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { describeStorageContract } from "./contract.ts";

const HOUR_MS = 3_600_000;

describeStorageContract("SQLite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-sqlite-"));
  return {
    // The rows of the contract are older than any retention measured from today.
    open: () => openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime(0).clock }),
    remove: async () => rmSync(dir, { recursive: true }),
  };
});

describe("the SQLite file", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-sqlite-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const open = (folder = dir, time = createFakeTime(), log = createRecordedLog()) =>
    openSqlite({ dir: folder, log, clock: time.clock });

  const change = (sql: string) => {
    const database = new DatabaseSync(join(dir, "arbitrage.db"));
    database.exec(sql);
    database.close();
  };
  const depthIds = () => {
    const database = new DatabaseSync(join(dir, "arbitrage.db"), { readOnly: true });
    const rows = database.prepare("SELECT opportunity_id AS id FROM opportunity_depths").all();
    database.close();
    return rows.map(({ id }) => id);
  };

  it("is made with its folder, with the tables and indexes that an operator looks for", async () => {
    const folder = join(dir, "deep", "er");
    const stores = await open(folder);
    await stores.close();
    const database = new DatabaseSync(join(folder, "arbitrage.db"));
    const names = database.prepare("SELECT name FROM sqlite_master ORDER BY name").all();
    expect(names.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "opportunities",
        "opportunities_asset_timestamp",
        "opportunities_timestamp",
        "windows",
      ]),
    );
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "arbitrage.db")).mode & 0o777).toBe(0o600);
    database.close();
  });

  it("lists through its indexes, without sorting", async () => {
    const stores = await open();
    await stores.close();
    const database = new DatabaseSync(join(dir, "arbitrage.db"));
    const plan = (where: string) =>
      JSON.stringify(
        database
          .prepare(
            `EXPLAIN QUERY PLAN SELECT * FROM opportunities ${where} ORDER BY timestamp DESC, id DESC LIMIT 9`,
          )
          .all(),
      );
    expect(plan("WHERE (timestamp, id) < (5, 'x')")).toContain("INDEX opportunities_timestamp");
    expect(plan("WHERE asset = 'A'")).toContain("INDEX opportunities_asset_timestamp");
    expect(plan("") + plan("WHERE asset = 'A' AND (timestamp, id) < (5, 'x')")).not.toContain("TEMP B-TREE");
    database.close();
  });

  it("says `repository` once it is ready", async () => {
    const log = createRecordedLog();
    const stores = await open(dir, createFakeTime(), log);
    await stores.close();
    expect(log.lines).toMatchObject([{ level: "INFO", event: expect.stringContaining("repository") }]);
  });

  it("forgets opportunities older than seven days, with the first save of an hour", async () => {
    const time = createFakeTime();
    const nowMs = time.clock.epochMs();
    const stores = await open(dir, time);
    const day = 24 * HOUR_MS;
    const old = anOpportunity({ id: "old", openedAtMs: nowMs - 7 * day - 1 });
    const kept = anOpportunity({ id: "kept", openedAtMs: nowMs - 7 * day + HOUR_MS / 2 });
    await stores.opportunities.save({ opportunities: [old, kept], windows: [] });
    const idsNow = async () =>
      (await stores.opportunities.listOpportunities({ limit: 9 })).items.map(({ id }) => id);
    expect(await idsNow()).toEqual(["kept"]);
    expect(await stores.opportunities.countOpportunities(nowMs - 7 * day, nowMs)).toBe(1);
    expect(await stores.opportunities.countOpportunities(nowMs - 7 * day - 1, nowMs)).toBeNull();
    time.advance(HOUR_MS);
    expect(await idsNow()).toEqual(["kept"]);
    await stores.opportunities.save({ opportunities: [], windows: [] });
    expect(await idsNow()).toEqual([]);
    await stores.close();
  });

  it("adds depths to a file of the version before, which keeps its opportunities without one", async () => {
    const before = await open();
    const old = anOpportunity({ closedAtMs: 5 });
    await before.opportunities.save({ opportunities: [old], windows: [] });
    await before.close();
    change(
      "DROP TRIGGER opportunity_depths_forgotten; DROP TABLE opportunity_depths; PRAGMA user_version = 6",
    );
    const after = await open(dir, createFakeTime(0));
    const depth = { book: [{ size: 1n, price: 2n }], pool: [] };
    await after.opportunities.save({ opportunities: [anOpportunity({ id: "new", depth })], windows: [] });
    expect(await after.opportunities.getOpportunity("opp-1")).toEqual(old);
    expect((await after.opportunities.getOpportunity("new"))?.depth).toEqual(depth);
    await after.close();
  });

  it("forgets a depth with its opportunity, whoever deletes that", async () => {
    const stores = await open(dir, createFakeTime(0));
    const depth = { book: [{ size: 1n, price: 2n }], pool: [] };
    const two = ["opp-1", "opp-2"].map((id) => anOpportunity({ id, depth }));
    await stores.opportunities.save({ opportunities: two, windows: [] });
    // As a shell does it, which knows nothing of what belongs together.
    change("PRAGMA foreign_keys = OFF; DELETE FROM opportunities WHERE id = 'opp-1'");
    expect(depthIds()).toEqual(["opp-2"]);
    await stores.close();
    const later = await open(dir, createFakeTime());
    await later.opportunities.save({ opportunities: [], windows: [] });
    expect(depthIds()).toEqual(["opp-2"]);
    await later.close();
    const muchLater = await open(dir, createFakeTime(Date.UTC(2026, 1, 1)));
    await muchLater.opportunities.save({ opportunities: [], windows: [] });
    expect(depthIds()).toEqual([]);
    await muchLater.close();
  });

  it("says that a depth is not its own where another hand changed it", async () => {
    const stores = await open(dir, createFakeTime(0));
    const depth = { book: [{ size: 1n, price: 2n }], pool: [] };
    await stores.opportunities.save({ opportunities: [anOpportunity({ depth })], windows: [] });
    change("UPDATE opportunity_depths SET depth = '{}'");
    await expect(stores.opportunities.getOpportunity("opp-1")).rejects.toMatchObject({
      name: "InvariantError",
      message: expect.stringContaining("unexpected depth {}"),
    });
    expect((await stores.opportunities.listOpportunities({ limit: 5 })).items).toHaveLength(1);
    await stores.close();
  });

  it("refuses to start where the folder cannot be made, in one line that names DATA_DIR", async () => {
    writeFileSync(join(dir, "file"), "");
    const refusal = await open(join(dir, "file", "data")).catch((error: Error) => error);
    expect(refusal).toMatchObject({
      name: "ConfigError",
      message: expect.stringMatching(/^DATA_DIR: .*ENOTDIR/),
    });
    expect((refusal as Error).message).not.toContain("\n");
  });

  it("refuses a file that is not a database", async () => {
    writeFileSync(join(dir, "arbitrage.db"), "this is no database, however long it may be ".repeat(99));
    await expect(open()).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringMatching(/^DATA_DIR: .*is not an SQLite database$/),
    });
  });

  it("refuses a schema newer than its own", async () => {
    const database = new DatabaseSync(join(dir, "arbitrage.db"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(open()).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringContaining("written by a newer Tandem (schema 99"),
    });
  });

  it.each([
    ["removed", (file: string) => rmSync(file)],
    ["replaced", (file: string) => renameSync(file, `${file}.old`)],
    ["overwritten", (file: string) => writeFileSync(file, "rubbish ".repeat(99))],
  ])("takes nothing more once its file was %s, because that would be lost", async (word, harm) => {
    const stores = await open();
    await stores.check();
    harm(join(dir, "arbitrage.db"));
    if (word === "replaced") writeFileSync(join(dir, "arbitrage.db"), "");
    const away = { name: "ConnectivityError", message: expect.stringContaining(word) };
    await expect(stores.check()).rejects.toMatchObject(away);
    await expect(stores.opportunities.save({ opportunities: [], windows: [] })).rejects.toMatchObject(away);
    await expect(stores.opportunities.listOpportunities({ limit: 1 })).rejects.toMatchObject(away);
    await stores.close();
  });

  it("waits for another process that writes, without holding up this one", async () => {
    const stores = await open();
    const other = new DatabaseSync(join(dir, "arbitrage.db"));
    other.exec("BEGIN IMMEDIATE");
    let saved = false;
    const saving = stores.opportunities.save({ opportunities: [anOpportunity()], windows: [] }).then(() => {
      saved = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(saved).toBe(false);
    other.exec("COMMIT");
    other.close();
    await saving;
    expect(saved).toBe(true);
    await stores.close();
  });
});
