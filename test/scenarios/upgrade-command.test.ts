import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import { writePidFile } from "../../src/system/errands/pid-file.ts";
import { makeOldArbitrage, makeOldTrading, NOW, versionIn } from "../storage/old-databases.ts";
import { hasMongo, mongoPlace } from "../support/mongo.ts";
import { startMain } from "../support/tandem-process.ts";

/** All files of a folder and below, by their content. */
function filesOf(dir: string): Record<string, string> {
  const names = readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => statSync(join(dir, name)).isFile());
  const hash = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(dir, name)))
      .digest("hex");
  return Object.fromEntries(files.map((name) => [name, hash(name)]));
}

describe("tandem upgrade", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-upgrading-"));
    return () => rmSync(dir, { recursive: true });
  });

  async function tandem(args: readonly string[], env: Record<string, string> = {}) {
    await using command = startMain(args, { DATA_DIR: dir, ...env });
    const code = await command.exited(30_000);
    const out = command.stdout();
    return { code, report: out.startsWith("{") ? JSON.parse(out) : null, err: command.stderr() };
  }

  const change = (path: string, sql: string) => {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  };

  it("tells what it would do and changes nothing, does it, and has nothing to do then", async () => {
    const paths = [makeOldTrading(dir, 2), await makeOldArbitrage(dir, 6)];
    const before = filesOf(dir);
    const dry = await tandem(["upgrade", "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, report: { data_dir: dir, dry_run: true, ok: true } });
    expect(dry.report.databases).toEqual([
      {
        ...{ name: "trading.db", version: 2, build: NOW["trading.db"], upgraded: false },
        steps: ["the operators' log as a chain of hashes"],
        copies: [join(dir, "before-upgrade", "trading.db.v2.<time>")],
        needs_bytes: 2 * statSync(paths[0] ?? "").size,
      },
      expect.objectContaining({ name: "arbitrage.db", version: 6, build: NOW["arbitrage.db"] }),
    ]);
    expect(dry.report.free_bytes).toBeGreaterThan(0);
    expect(filesOf(dir)).toEqual(before);

    const done = await tandem(["upgrade"]);
    expect(done.code).toBe(0);
    expect(done.err).toMatch(/^trading\.db: schema 2 to 3 \(the operators' log .*\) took \d+ ms$/m);
    expect(done.report.databases).toMatchObject([{ upgraded: true }, { upgraded: true }]);
    expect(readdirSync(join(dir, "before-upgrade"))).toHaveLength(2);
    expect(statSync(done.report.databases[0].copies[0]).mode & 0o777).toBe(0o600);
    expect(paths.map(versionIn)).toEqual([NOW["trading.db"], NOW["arbitrage.db"]]);

    const again = await tandem(["upgrade"]);
    expect(again).toMatchObject({ code: 0, report: { ok: true } });
    expect(again.report.databases).toMatchObject([{ upgraded: false }, { upgraded: false }]);
    expect(again.err).toContain("nothing to do");
  }, 60_000);

  it("is refused while a Tandem runs over the folder, and for a folder or mode that is none", async () => {
    const path = makeOldTrading(dir, 1);
    {
      using _running = writePidFile(dir);
      const refused = await tandem(["upgrade"]);
      expect(refused).toMatchObject({
        code: 2,
        err: expect.stringContaining(`in use by process ${process.pid}`),
      });
      expect(versionIn(path)).toBe(1);
    }
    expect((await tandem(["upgrade"], { DATA_DIR: join(dir, "nowhere") })).code).toBe(2);
    expect((await tandem(["upgrade", "--mode", "sideways"])).code).toBe(2);
  }, 60_000);

  it("ends with 1 where a step fails or a newer Tandem wrote a database", async () => {
    makeOldTrading(dir, 3);
    const path = await makeOldArbitrage(dir, 3);
    change(path, "CREATE TABLE audit (anything TEXT)");
    const failed = await tandem(["upgrade"]);
    expect(failed).toMatchObject({ code: 1, report: { ok: false } });
    expect(failed.err).toMatch(
      /stays at schema 3: step 4 .* failed .*; a copy of it is \S+before-upgrade\S+$/m,
    );
    expect(versionIn(path)).toBe(3);
    change(path, "PRAGMA user_version = 50");
    const before = filesOf(dir);
    const newer = await tandem(["upgrade"]);
    expect(newer).toMatchObject({ code: 1, report: { ok: false } });
    expect(newer.err).toContain("arbitrage.db was written by a newer Tandem (schema 50");
    expect(filesOf(dir)).toEqual(before);
  }, 60_000);

  it("is foretold by the doctor, which says it of a newer one too", async () => {
    change(makeOldTrading(dir, 3), "PRAGMA user_version = 50");
    await makeOldArbitrage(dir, 5);
    const before = filesOf(dir);
    const { report } = await tandem(["doctor", "--json"]);
    expect(report.checks).toContainEqual(
      expect.objectContaining({
        ...{ check: "database arbitrage.db", state: "ok" },
        seen: `whole; schema 5, this build ${NOW["arbitrage.db"]}: the next start upgrades it`,
      }),
    );
    expect(report.checks).toContainEqual(
      expect.objectContaining({
        check: "database trading.db",
        state: "failed",
        seen: expect.stringContaining("newer"),
      }),
    );
    expect(filesOf(dir)).toEqual(before);
  }, 60_000);

  it.skipIf(!hasMongo)(
    "looks at MongoDB in place of arbitrage.db",
    async () => {
      makeOldTrading(dir, 3);
      await using place = await mongoPlace();
      await place.database.collection("trades").insertOne({ id: "t1" });
      const { report } = await tandem(["upgrade"], { MONGO_URL: place.url });
      expect(report.databases).toMatchObject([
        { name: "trading.db", steps: [] },
        { name: "MongoDB", version: 1, build: 1, steps: [] },
      ]);
      await place.database
        .collection<{ _id: string; version: number }>("schema")
        .insertOne({ _id: "main", version: 9 });
      const newer = await tandem(["upgrade"], { MONGO_URL: place.url });
      expect(newer).toMatchObject({
        code: 1,
        err: expect.stringContaining("MongoDB was written by a newer Tandem"),
      });
      const { report: seen } = await tandem(["doctor", "--json"], { MONGO_URL: place.url });
      expect(seen.checks).toContainEqual(
        expect.objectContaining({
          check: "MongoDB",
          state: "failed",
          seen: expect.stringContaining("schema 9"),
        }),
      );
    },
    60_000,
  );
});
