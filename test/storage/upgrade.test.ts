import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import { openSqlite, openTradingStore, planFolder, type Upgrade, upgradeFolder } from "#storage";
import { anOpportunity, createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";
import { makeOld, makeOldArbitrage, makeOldTrading, NOW, versionIn } from "./old-databases.ts";
import { aRecord } from "./trading-builders.ts";

const before = (now: number) => Array.from({ length: now - 1 }, (_, index) => index + 1);
const hashOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("an SQLite database of an earlier build", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-upgrade-"));
    return () => rmSync(dir, { recursive: true });
  });
  const options = (log = createRecordedLog()) => ({ dir, log, clock: createFakeTime(0).clock });
  const copies = () => {
    const folder = join(dir, "before-upgrade");
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  };

  it.each(before(NOW["arbitrage.db"]))(
    "arbitrage.db %i keeps its rows and is copied first",
    async (version) => {
      await makeOldArbitrage(dir, version);
      const log = createRecordedLog();
      await using stores = await openSqlite(options(log));
      expect(await stores.opportunities.getOpportunity("opp-1")).toEqual(anOpportunity({ closedAtMs: 5 }));
      expect(await stores.trades.getTrade("trade-1")).toEqual(version === 1 ? null : aTrade());
      const [copy = ""] = copies();
      expect(copy).toMatch(new RegExp(`^arbitrage\\.db\\.v${version}\\.\\d{8}T\\d{6}\\.\\d{3}Z$`));
      expect(statSync(join(dir, "before-upgrade", copy)).mode & 0o777).toBe(0o600);
      expect(versionIn(join(dir, "before-upgrade", copy))).toBe(version);
      const told = log.lines.map(({ event }) => event);
      expect(told.filter((event) => event === "schema step taken")).toHaveLength(
        NOW["arbitrage.db"] - version,
      );
    },
  );

  it.each(before(NOW["trading.db"]))(
    "trading.db %i keeps journal and log, which is a chain then",
    async (version) => {
      makeOldTrading(dir, version);
      const log = createRecordedLog();
      await using trading = await openTradingStore(options(log));
      expect(await trading.recordsOf("T1")).toEqual([aRecord("T1", 1)]);
      expect(await trading.verifyAudit(null)).toMatchObject({ entries: 1, firstBadSeq: null });
      expect(copies()).toEqual([expect.stringContaining(`trading.db.v${version}.`)]);
      expect(log.lines).toContainEqual(
        expect.objectContaining({
          event: "schema step taken",
          fields: {
            ...{ database: "trading.db", step: "the operators' log as a chain of hashes" },
            ...{ from: 2, to: 3, ms: expect.any(Number) },
          },
        }),
      );
    },
  );

  it("that is new is copied nowhere, and nothing is told of it", async () => {
    const log = createRecordedLog();
    await (await openSqlite(options(log))).close();
    expect(copies()).toEqual([]);
    expect(log.lines.map(({ event }) => event)).toEqual(["repository ready"]);
  });

  it("stays as it was where a step fails, and its copy is named", async () => {
    const path = await makeOldArbitrage(dir, 2);
    const database = new DatabaseSync(path);
    database.exec("CREATE TABLE inventory_snapshots (anything TEXT)");
    database.close();
    await expect(openSqlite(options())).rejects.toMatchObject({
      ...{ name: "ConfigError", code: "upgrade-failed" },
      message: expect.stringMatching(
        /^DATA_DIR: .*arbitrage\.db stays at schema 2: step 4 \(inventory .*\) failed \(.*already exists.*\); a copy of it is .*before-upgrade\/arbitrage\.db\.v2\./,
      ),
    });
    // The third step went well, and is not kept either.
    expect(versionIn(path)).toBe(2);
    expect(copies()).toHaveLength(1);
  });

  it("is not touched where it cannot be copied", async () => {
    const path = await makeOldArbitrage(dir, 2);
    writeFileSync(join(dir, "before-upgrade"), "in the way");
    await expect(openSqlite(options())).rejects.toMatchObject({ name: "ConfigError", code: "upgrade-copy" });
    expect(versionIn(path)).toBe(2);
  });

  it("keeps the last three copies of a file, and those of others", async () => {
    makeOldTrading(dir, 1);
    await (await openTradingStore(options())).close();
    for (const version of [1, 2, 3, 1, 2]) {
      rmSync(join(dir, "arbitrage.db"), { force: true });
      await makeOldArbitrage(dir, version);
      await (await openSqlite(options())).close();
    }
    const names = copies().map((name) => name.slice(0, name.indexOf(".v") + 3));
    expect(names).toEqual(["arbitrage.db.v1", "arbitrage.db.v2", "arbitrage.db.v3", "trading.db.v1"]);
  });

  it("is planned for without a change to any file", async () => {
    const paths = [makeOldTrading(dir, 1), await makeOldArbitrage(dir, 5)];
    const hashes = paths.map(hashOf);
    const files = readdirSync(dir).sort();
    const [trading, arbitrage] = planFolder(dir);
    expect(trading).toMatchObject({ database: "trading.db", version: 1, build: 3 });
    expect(trading?.steps).toEqual([
      "settings, taken over from arbitrage.db",
      "the operators' log as a chain of hashes",
    ]);
    expect(arbitrage).toMatchObject({
      ...{ database: "arbitrage.db", version: 5, build: NOW["arbitrage.db"] },
      copies: [join(dir, "before-upgrade", "arbitrage.db.v5.<time>")],
    });
    expect(arbitrage?.needsBytes).toBe(2 * statSync(paths[1] ?? "").size);
    expect(paths.map(hashOf)).toEqual(hashes);
    expect(readdirSync(dir).sort()).toEqual(files);
  });

  it("is upgraded with the others of its folder, once", async () => {
    const paths = [makeOldTrading(dir, 1), await makeOldArbitrage(dir, 5)];
    const done: Upgrade[] = [];
    upgradeFolder(dir, ["trading.db", "arbitrage.db"], (upgrade) => done.push(upgrade));
    expect(done.map(({ database, steps }) => [database, steps.length])).toEqual([
      ["trading.db", 2],
      ["arbitrage.db", 2],
    ]);
    expect(paths.map(versionIn)).toEqual([NOW["trading.db"], NOW["arbitrage.db"]]);
    upgradeFolder(dir, ["trading.db", "arbitrage.db"], (upgrade) => done.push(upgrade));
    expect([done.length, copies().length]).toEqual([2, 2]);
  });

  it("of a newer one is refused and left alone", async () => {
    const path = makeOld(dir, "trading.db", NOW["trading.db"]);
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(openTradingStore(options())).rejects.toMatchObject({ code: "newer-schema" });
    expect([versionIn(path), copies()]).toEqual([99, []]);
  });
});
