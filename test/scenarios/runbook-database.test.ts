import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Books, describeOnEachStore, type Table } from "../support/books.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

const TABLES: readonly Table[] = ["opportunities", "trades"];
/** Short, because a swap that a kill left unknown must outlive its blockhash: 150 slots. */
const SLOT_MS = 100;
/** Within it all that the process holds back is written, and no page is answered from memory. */
const WRITTEN_MS = 1_000;

/** The runbook's database section, line by line, beside the process that writes: each row on both stores. */
describeOnEachStore("an operator's look into the database", (open) => {
  let venues: StandInsProcess;
  let books: Books;
  let operator: Operator;

  const start = (where: Readonly<Record<string, string>>) =>
    operate(["run", "--mode", "demo"], { ...venues.env, ...where });

  beforeAll(async () => {
    [venues, books] = await Promise.all([startStandInsProcess({ slotMs: SLOT_MS }), open()]);
    operator = await start(books.env);
    await operator.trading();
    await moreTrades(3);
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
    await books?.[Symbol.asyncDispose]();
  });

  async function moreTrades(count: number): Promise<void> {
    const closed = async () => (await operator.trades()).filter(({ closed_at }) => closed_at !== null).length;
    const before = await closed();
    await operator.until(async () => (await closed()) >= before + count, 40_000, "more trades");
  }

  const pausedAndFlat = async () => {
    expect((await operator.post("/controls/pause")).status).toBe(200);
    await operator.flat();
    await written();
  };
  const resumed = async () => expect((await operator.post("/controls/resume")).status).toBe(200);

  /** The ids of all pages, as a script walks them. */
  async function listed(table: Table, from = ""): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = from; cursor !== null; ) {
      const after = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { status, body } = await operator.get(`/${table}?limit=20${after}`);
      expect(status).toBe(200);
      ids.push(...body[table].map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
    }
    return ids;
  }

  it("counts, newest first, exactly what the API lists, and no field of it is null [41, 42, 43, 49, 50, 51]", async () => {
    await pausedAndFlat();
    expect(await books.count("trades")).toBeGreaterThanOrEqual(3);
    for (const table of TABLES) {
      // Opportunities are found while it is paused as well: there is a moment between two at which both agree.
      const agree = async () => {
        const [ids, count, rows] = [await listed(table), await books.count(table), await books.newest(table)];
        const times = rows.map(({ atMs }) => -atMs);
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        return count === ids.length && sorted(rows.map(idOf)).join() === sorted(ids).join();
      };
      await operator.until(agree, 20_000, `the database's ${table} are not the API's`);
    }
    const { body } = await operator.get("/trades?limit=2");
    expect(body).toMatchObject({ limit: 2, total_count: await books.count("trades") });
    const newest = await books.newest("trades", 2);
    expect(body.trades.map(timeOf)).toEqual(newest.map(({ atMs }) => atMs));
    for (const { asset, pnl_usd, timestamp } of body.trades)
      for (const field of [asset, pnl_usd, timestamp]) expect(field).toMatch(/./);
    await resumed();
  });

  it("finds nothing twice after an end in the middle of a trade [44]", async () => {
    await operator.until(async () => (await operator.status()).risk.open_trades > 0, 60_000, "an open trade");
    await operator.restart(books.hardestEnd);
    await operator.trading();
    await moreTrades(1);
    await pausedAndFlat();
    for (const table of TABLES) expect(await books.duplicates(table)).toEqual([]);
    await resumed();
  });

  it("makes indexes that are there already, and nothing changes [45]", async () => {
    const before = await Promise.all(TABLES.map(books.indexes));
    await books.makeIndexes();
    expect(await Promise.all(TABLES.map(books.indexes))).toEqual(before);
    await moreTrades(1);
  });

  it("deletes old opportunities for good, while trades and windows stay and trading goes on [46]", async () => {
    const { opportunities, next_cursor } = (await operator.get("/opportunities?limit=1")).body;
    const trades = await operator.trades();
    const windows = (await operator.get("/windows")).body.length;
    const cutoff = new Date(Date.parse(opportunities[0].timestamp) - WRITTEN_MS);
    const gone = await books.closedBefore(cutoff);
    expect(gone.length).toBeGreaterThan(3);
    expect(await books.deleteOpportunitiesBefore(cutoff)).toBeGreaterThanOrEqual(gone.length);
    await moreTrades(1);
    await operator.restart("SIGTERM");
    await operator.trading();
    await moreTrades(1);
    await pausedAndFlat();
    const stored = (await books.newest("opportunities")).map(idOf);
    const kept = new Set([...stored, ...(await listed("opportunities"))]);
    expect(gone.filter((id) => kept.has(id))).toEqual([]);
    expect(kept.size).toBeGreaterThan(0);
    // A page that was asked for before goes on where it was, over what is left.
    expect((await listed("opportunities", next_cursor)).filter((id) => !kept.has(id))).toEqual([]);
    const after = (await operator.get("/trades?limit=1000")).body;
    expect(after.total_count).toBe(await books.count("trades"));
    expect(after.trades.map(idOf)).toEqual(expect.arrayContaining(trades.map(idOf)));
    const orphan = trades.find(({ opportunity_id }) => gone.includes(opportunity_id));
    expect(await operator.trade(orphan?.id ?? "none")).toMatchObject({ id: orphan?.id });
    expect((await operator.get("/windows")).body.length).toBeGreaterThanOrEqual(windows);
  });

  it("has every trade of the journal, saves all and puts it back: still paused with the same trades, and resumes when told to [47, 53, 54, 55, 61]", async () => {
    const trades = await operator.trades();
    await operator.stop("SIGTERM");
    expect(sorted((await books.newest("trades")).map(idOf))).toEqual(journaled(operator.dataDir));
    const elsewhere = await books.saveAndPutBack();
    operator = await start({ DATA_DIR: operator.dataDir, ...elsewhere });
    await operator.trading();
    expect((await operator.status()).risk).toMatchObject({
      is_paused: true,
      pause_reason: expect.stringContaining("manual"),
    });
    const since = new Date().toISOString();
    const refused = async () => {
      const { body } = await operator.get("/opportunities?limit=5");
      return body.opportunities.find((one: { timestamp: string }) => one.timestamp > since);
    };
    expect(await operator.until(refused, 40_000, "an opportunity")).toMatchObject({ decision: "refused" });
    expect(await operator.trades()).toEqual(trades);
    await resumed();
    await moreTrades(1);
  });
});

const idOf = ({ id }: { id: string }) => id;
const timeOf = ({ timestamp }: { timestamp: string }) => Date.parse(timestamp);
const sorted = (ids: readonly string[]) => ids.toSorted();
const written = () => new Promise((resolve) => setTimeout(resolve, WRITTEN_MS));

/** The ids of all trades that were ever begun, as the local journal knows them, in the order of the ids. */
function journaled(dataDir: string): readonly string[] {
  using journal = new DatabaseSync(join(dataDir, "trading.db"), { readOnly: true });
  return journal
    .prepare("SELECT trade_id FROM journal_trades ORDER BY trade_id")
    .all()
    .map(({ trade_id }) => String(trade_id));
}
