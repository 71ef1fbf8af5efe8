import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backupFolder, openSqlite, openTradingStore, restoreFolder } from "#storage";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";
import { aBatch, aRecord } from "./trading-builders.ts";

const AT_MS = Date.UTC(2026, 10, 26, 8);
const entry = (action: string) => ({ atMs: 5, by: "ada", action, before: null, after: null });

describe("a backup", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-backup-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const data = () => join(dir, "data");
  const target = () => join(dir, "backup");
  const options = () => ({ dir: data(), log: createRecordedLog(), clock: createFakeTime().clock });

  /** Stores in use, with a little in them. */
  async function inUse() {
    const stack = new AsyncDisposableStack();
    const stores = stack.use(await openSqlite(options()));
    const trading = stack.use(await openTradingStore(options()));
    await stores.trades.saveTrades([aTrade({ id: "T1" })]);
    await trading.append(aBatch({ records: [aRecord("T1", 1)], audit: [entry("pause"), entry("resume")] }));
    const held = { "trading.db": trading.backup, "arbitrage.db": stores.backup };
    const backUp = () =>
      backupFolder({ dataDir: data(), targetDir: target(), held, takenAtMs: AT_MS, version: "1" });
    return { trading, stores, backUp, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  }

  async function taken() {
    await using used = await inUse();
    return await used.backUp();
  }

  const restore = (replace = false, dataDir = join(dir, "other")) =>
    restoreFolder({ backupDir: target(), dataDir, replace, atMs: AT_MS });

  it("is taken while the databases are written, and holds one moment of each", async () => {
    await using used = await inUse();
    let written = 1;
    let isTaken = false;
    const writing = (async () => {
      while (!isTaken) await used.trading.append(aBatch({ records: [aRecord("T1", ++written)] }));
    })();
    const manifest = await used.backUp();
    isTaken = true;
    await writing;
    const rows = Object.fromEntries(manifest.databases.map(({ name, rows }) => [name, rows]));
    expect(manifest.databases.map(({ name }) => name)).toEqual(["trading.db", "arbitrage.db"]);
    expect(rows["arbitrage.db"]).toMatchObject({ trades: 1 });
    const copied = rows["trading.db"]?.journal ?? 0;
    expect(copied).toBeGreaterThan(0);
    expect(copied).toBeLessThanOrEqual(written);
    await restore();
    await using copy = await openTradingStore({ ...options(), dir: join(dir, "other") });
    expect((await copy.recordsOf("T1")).map(({ seq }) => seq)).toEqual(
      Array.from({ length: copied }, (_, n) => n + 1),
    );
  });

  it("is readable by its owner alone and overwrites nothing", async () => {
    await taken();
    expect(statSync(target()).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(target())) expect(statSync(join(target(), name)).mode & 0o077).toBe(0);
    await expect(taken()).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringContaining("exists"),
    });
  });

  it("leaves nothing behind where a copy fails", async () => {
    await using used = await inUse();
    const broken = async () => {
      throw new Error("disk full");
    };
    const held = { "trading.db": used.trading.backup, "arbitrage.db": broken };
    const failing = { dataDir: data(), targetDir: target(), held, takenAtMs: AT_MS, version: "1" };
    await expect(backupFolder(failing)).rejects.toThrow("disk full");
    expect(readdirSync(dir)).toEqual(["data"]);
  });

  it("is put back whole: trades, open journal, settings and a log that still holds", async () => {
    await taken();
    expect(await restore()).toMatchObject({ movedTo: null });
    await using stores = await openSqlite({ ...options(), dir: join(dir, "other") });
    await using trading = await openTradingStore({ ...options(), dir: join(dir, "other") });
    expect(await stores.trades.getTrade("T1")).toEqual(aTrade({ id: "T1" }));
    expect((await trading.openTrades()).map(({ tradeId }) => tradeId)).toEqual(["T1"]);
    expect(await trading.verifyAudit(null)).toMatchObject({ entries: 3, firstBadSeq: null });
  });

  it("says in the log that it was put back, and is noticed by one start", async () => {
    await taken();
    await restore();
    await using trading = await openTradingStore({ ...options(), dir: join(dir, "other") });
    const takenAt = new Date(AT_MS).toISOString();
    const [last] = await trading.listAudit({ limit: 1 });
    expect(last).toMatchObject({ action: "restore", atMs: AT_MS, after: JSON.stringify({ taken: takenAt }) });
    expect(await trading.restoredBackup()).toBe(takenAt);
    await trading.clearRestored();
    expect(await trading.restoredBackup()).toBeNull();
  });

  it("is not put over databases that are there, unless they are moved aside, and then none is lost", async () => {
    await taken();
    await expect(restore(false, data())).rejects.toMatchObject({
      message: expect.stringContaining("--replace"),
    });
    const { movedTo } = await restore(true, data());
    expect(readdirSync(movedTo ?? "").sort()).toEqual(["arbitrage.db", "trading.db"]);
    expect(existsSync(join(data(), "trading.db"))).toBe(true);
  });

  it("is not put over databases that a process uses", async () => {
    await taken();
    await using _used = await inUse();
    await expect(restore(true, data())).rejects.toMatchObject({ message: expect.stringContaining("in use") });
    expect(readdirSync(data()).filter((name) => name.startsWith("replaced"))).toEqual([]);
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ["a byte was changed", (file) => flipByte(file, 5_000), /trading\.db/],
    ["a file is missing", (file) => rmSync(file), /trading\.db/],
    [
      "it names no trading.db",
      (file) => {
        const manifest = join(file, "..", "manifest.json");
        const content = JSON.parse(readFileSync(manifest, "utf8")) as { databases: { name: string }[] };
        content.databases = content.databases.filter(({ name }) => name !== "trading.db");
        writeFileSync(manifest, JSON.stringify(content));
      },
      /names no trading\.db/,
    ],
    ["it is no backup", (file) => writeFileSync(join(file, "..", "manifest.json"), "{}"), /is no backup/],
    [
      "its log was changed, and the manifest with it",
      changeLog,
      /audit log of the backup is broken at entry 1/,
    ],
  ])("is refused where %s, and the folder stays as it was", async (_, damage, message) => {
    await taken();
    damage(join(target(), "trading.db"));
    await expect(restore()).rejects.toThrow(message);
    expect(existsSync(join(dir, "other")) ? readdirSync(join(dir, "other")) : []).toEqual([]);
  });
});

function flipByte(file: string, at: number): void {
  chmodSync(file, 0o600);
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

function changeLog(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("DROP TRIGGER audit_is_not_changed; UPDATE audit SET by = 'eve' WHERE seq = 1");
  database.close();
  const manifest = join(file, "..", "manifest.json");
  const content = JSON.parse(readFileSync(manifest, "utf8"));
  content.databases[0].sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  writeFileSync(manifest, JSON.stringify(content));
}
