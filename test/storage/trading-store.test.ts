import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite, openTradingStore } from "#storage";
import { TRADING_STEPS } from "../../src/storage/sqlite/trading/schema.ts";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTransfer } from "../ledger/builders.ts";
import { aBatch, aRecord } from "./trading-builders.ts";
import { describeTradingContract } from "./trading-contract.ts";

const openIn = (dir: string, log = createRecordedLog()) =>
  openTradingStore({ dir, log, clock: createFakeTime().clock });

describeTradingContract("SQLite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-trading-"));
  return { open: () => openIn(dir), remove: async () => rmSync(dir, { recursive: true }) };
});

describe("the journal's file", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-trading-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const file = () => join(dir, "trading.db");
  const refusal = (message: RegExp) => ({
    name: "ConfigError",
    message: expect.stringMatching(new RegExp(`^DATA_DIR: [^\\n]*${message.source}[^\\n]*$`)),
  });
  const makeDatabase = (sql: string) => {
    const database = new DatabaseSync(file());
    database.exec(sql);
    database.close();
  };

  it("says `repository` once it is ready", async () => {
    const log = createRecordedLog();
    await (await openIn(dir, log)).close();
    expect(log.lines).toMatchObject([{ level: "INFO", event: expect.stringContaining("repository") }]);
  });

  it("tells the opening balances, and those alone", async () => {
    await using store = await openIn(dir);
    const opening = aTransfer({ id: "o", kind: "opening", tradeId: null, attemptId: null, from: "world" });
    await store.append(aBatch({ transfers: [aTransfer(), opening] }));
    expect(await store.openings()).toEqual([opening]);
  });

  it("is refused to a second process at its start, while the first one goes on", async () => {
    await using store = await openIn(dir);
    const output = await openInAnotherProcess(dir);
    expect(output).toMatch(/^ConfigError DATA_DIR: .* is in use by another Tandem/);
    await store.check();
    await store.append(aBatch({ records: [aRecord("t", 1)] }));
    // The look at the file must not have dropped the lock.
    expect(await openInAnotherProcess(dir)).toMatch(/is in use by another Tandem/);
  });

  it.skipIf(process.platform === "win32")(
    "is refused by the name of DATA_DIR where the disk is full",
    async () => {
      await (await openIn(dir)).close();
      // No file may grow beyond 512 bytes, so that it opens and takes no row.
      const output = await openInAnotherProcess(dir, "ulimit -f 1; ");
      expect(output).toMatch(/^ConfigError DATA_DIR: [^\n]*(full|disk I\/O error)[^\n]*$/m);
    },
  );

  it("is refused within one process too, and free again once it is closed", async () => {
    const store = await openIn(dir);
    await expect(openIn(dir)).rejects.toMatchObject(refusal(/is in use by another Tandem/));
    await store.close();
    await (await openIn(dir)).close();
  });

  it("lives beside arbitrage.db", async () => {
    await using store = await openIn(dir);
    await using stores = await openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime().clock });
    await store.check();
    await stores.check();
  });

  it.each<[string, RegExp, () => void]>([
    [
      "no database",
      /is not an SQLite database/,
      () => writeFileSync(file(), "this is no database ".repeat(99)),
    ],
    ["somebody else's database", /Tandem did not write/, () => makeDatabase("CREATE TABLE other (x)")],
    [
      "another application's database",
      /Tandem did not write/,
      () => makeDatabase("PRAGMA application_id = 252006675"),
    ],
    [
      "a newer Tandem's",
      /written by a newer Tandem \(schema 99/,
      () => makeDatabase("PRAGMA application_id = 1413566020; PRAGMA user_version = 99"),
    ],
  ])("is refused in one line that names DATA_DIR where it is %s", async (_what, message, make) => {
    make();
    await expect(openIn(dir)).rejects.toMatchObject(refusal(message));
  });

  it("is refused where Tandem's other file was put in its place", async () => {
    await (await openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime().clock })).close();
    copyFileSync(join(dir, "arbitrage.db"), file());
    await expect(openIn(dir)).rejects.toMatchObject(refusal(/Tandem did not write/));
  });

  it("is refused where it is damaged inside, before anything is read from it", async () => {
    const store = await openIn(dir);
    const body = "x".repeat(2_000);
    const records = Array.from({ length: 40 }, (_, index) => aRecord("t", index + 1, { body }));
    await store.append(aBatch({ records }));
    await store.close();
    const bytes = readFileSync(file());
    writeFileSync(file(), bytes.fill(0x5a, 4096 * 3, bytes.length - 4096 * 2));
    await expect(openIn(dir)).rejects.toMatchObject(refusal(/(is damaged|not an SQLite database)/));
  });

  it.each<[string, string, (path: string) => void]>([
    ["removed", "trading.db", (path) => rmSync(path)],
    ["removed", "trading.db-wal", (path) => rmSync(path)],
    [
      "replaced",
      "trading.db",
      (path) => {
        renameSync(path, `${path}.old`);
        copyFileSync(`${path}.old`, path);
      },
    ],
    ["overwritten", "trading.db", (path) => writeFileSync(path, "rubbish ".repeat(99))],
  ])("promises nothing once it was %s (%s)", async (word, name, harm) => {
    const store = await openIn(dir);
    await store.append(aBatch({ records: [aRecord("t", 1)] }));
    harm(join(dir, name));
    const away = { name: "ConnectivityError", message: expect.stringContaining(word) };
    await expect(store.append(aBatch({ records: [aRecord("t", 2)] }))).rejects.toMatchObject(away);
    await expect(store.check()).rejects.toMatchObject(away);
    await expect(store.openTrades()).rejects.toMatchObject(away);
    await store.close();
  });

  it("carries its log over into the file, which does not grow without bound", async () => {
    await using store = await openIn(dir);
    for (let seq = 1; seq <= 700; seq += 1)
      await store.append(aBatch({ records: [aRecord("t", seq)], risk: "x".repeat(3_000) }));
    expect(readFileSync(`${file()}-wal`).length).toBeLessThan(5_000_000);
    expect(await store.recordsOf("t")).toHaveLength(700);
  });
});

/** What opening the folder in a process of its own prints. */
async function openInAnotherProcess(dir: string, shell = ""): Promise<string> {
  const script = fileURLToPath(new URL("./journal-child.ts", import.meta.url));
  const command = `${shell}exec "${process.execPath}" "${script}" "${dir}" open`;
  const child = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child, "close");
  return output;
}

describe("what an earlier version kept", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-trading-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** As the first schema left them. */
  async function anEarlierFolder(): Promise<void> {
    const trading = new DatabaseSync(join(dir, "trading.db"));
    trading.exec(`PRAGMA application_id = ${0x54414e44}; PRAGMA user_version = 1; ${TRADING_STEPS[0]?.change};
      INSERT INTO audit (at, by, action, before, after) VALUES (1, 'ada', 'pause', NULL, '"x"'), (2, 'bob', 'resume', NULL, NULL)`);
    trading.close();
    const arbitrage = new DatabaseSync(join(dir, "arbitrage.db"));
    arbitrage.exec(`CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL, environment TEXT) STRICT;
      INSERT INTO settings VALUES ('observe_only', 'true', 'false'), ('storage_checked_ms', '5', NULL)`);
    arbitrage.close();
  }

  it("comes along: settings of the other file, and a log that is chained from its first entry", async () => {
    await anEarlierFolder();
    await using store = await openIn(dir);
    expect(await store.settings.getSetting("observe_only")).toEqual({ value: "true", environment: "false" });
    expect(await store.settings.getSetting("storage_checked_ms")).toBeNull();
    const [resume, pause] = await store.listAudit({ limit: 9 });
    expect([pause?.by, pause?.after, resume?.by]).toEqual(["ada", '"x"', "bob"]);
    expect(resume?.prevHash).toBe(pause?.hash);
    expect(await store.verifyAudit(null)).toMatchObject({
      entries: 2,
      firstBadSeq: null,
      head: resume?.hash,
    });
  });

  it("can no longer be changed or shortened by a statement", async () => {
    await anEarlierFolder();
    await (await openIn(dir)).close();
    const database = new DatabaseSync(join(dir, "trading.db"));
    expect(() => database.exec("UPDATE audit SET by = 'eve'")).toThrow("append-only");
    expect(() => database.exec("DELETE FROM audit WHERE seq = 2")).toThrow("append-only");
    database.close();
  });
});
