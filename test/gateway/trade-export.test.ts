import { once } from "node:events";
import { get, type IncomingMessage, type ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import type { TradeStore } from "#ledger";
import { ConnectivityError, type TradeRecord } from "#model";
import { trade } from "#wire";
import { aTrade } from "./builders.ts";
import { createMemoryTrades } from "./memory-trades.ts";
import { gatewaysOfThisFile } from "./running.ts";
import type { TestGateway } from "./start-gateway.ts";

const start = gatewaysOfThisFile();
const URL_PATH = "/api/v1/trades/export?format=csv";

/** Reads RFC 4180 by its grammar, so that the writer is not its own judge. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (fields.lastIndex < text.length) {
    const match = fields.exec(text);
    if (match === null) throw new Error(`not CSV: ${text.slice(0, 80)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

async function exported(started: TestGateway, filter = ""): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = parseCsv((await started.app.inject(URL_PATH + filter)).body);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])));
}

describe("GET /api/v1/trades/export", () => {
  it("is a CSV file to save, with its header even when there is no trade", async () => {
    const { app } = await start();
    const answer = await app.inject(URL_PATH);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8; header=present");
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="tandem-trades-2026-01-02.csv"');
    expect(answer.body).toMatch(/^id,trade_id,opportunity_id,.*,attribution_reserve_usd\r\n$/);
  });

  it("has a column for every field of a trade, by the API's name", async () => {
    const { app } = await start();
    const [header = []] = parseCsv((await app.inject(URL_PATH)).body);
    const plain = Object.keys(trade.shape).filter((name) => name !== "attribution");
    expect(header.filter((name) => !name.startsWith("attribution_"))).toEqual(plain);
    expect(header.filter((name) => name.startsWith("attribution_"))).toEqual(
      Object.keys(trade.shape.attribution.unwrap().shape).map((name) => `attribution_${name}`),
    );
  });

  it("writes figures as exact text, nothing where there is nothing", async () => {
    const open = aTrade({ id: "open", openedAtMs: 1, closedAtMs: null, attribution: null, pnlUsd: -1n });
    const started = await start({ trades: createMemoryTrades([aTrade(), open]) });
    expect(await exported(started)).toMatchObject([
      { id: "trade-1", pnl_usd: "2.495388001", is_simulated: "true", attribution_depth_usd: "-0.4" },
      { id: "open", pnl_usd: "-0.000000001", closed_at: "", attribution_depth_usd: "" },
    ]);
  });

  it.each([
    ["a comma, quotes and a line end", 'said "no", then\r\nclosed', 'said "no", then\r\nclosed'],
    ["a formula", "=1+1", "'=1+1"],
    ["a command", "@SUM(A1)", "'@SUM(A1)"],
    ["a plus", "+1", "'+1"],
    ["a minus", "-2+3", "'-2+3"],
    ["a formula behind a tab", "\t=1", "'\t=1"],
    ["a formula that is quoted as well", '=A1,"x"', `'=A1,"x"`],
    ["a formula in full width", "\uff1d1+1", "'\uff1d1+1"],
    ["a formula behind a line end", "\r\n=1", "'\r\n=1"],
    ["a command of another program", "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["a sum that starts like a loss", "-1.5*A1", "'-1.5*A1"],
  ])("keeps %s in a text from doing harm", async (_name, statusReason, cell) => {
    const started = await start({ trades: createMemoryTrades([aTrade({ statusReason })]) });
    expect((await exported(started))[0]?.status_reason).toBe(cell);
  });

  it("guards every column, and leaves what is a number a number", async () => {
    const hostile = aTrade({ id: "=1", cexOrderId: "+cmd", dexTxSig: "@x", pnlUsd: -1_500_000_000n });
    const started = await start({ trades: createMemoryTrades([hostile]) });
    const [row = {}] = await exported(started);
    expect(row).toMatchObject({ id: "'=1", trade_id: "'=1", cex_order_id: "'+cmd", dex_tx_sig: "'@x" });
    expect(row).toMatchObject({ pnl_usd: "-1.5", pnl_abs: "-1.5", attribution_depth_usd: "-0.4" });
    for (const [column, cell] of Object.entries(row))
      expect(/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(cell), `${column}: ${cell}`).toBe(false);
  });

  it("filters as the listing does", async () => {
    const rows = [aTrade(), aTrade({ id: "eth", asset: "ETH-USD" }), aTrade({ id: "old", openedAtMs: 5 })];
    const started = await start({ trades: createMemoryTrades(rows) });
    const ids = async (filter: string) => (await exported(started, filter)).map(({ id }) => id);
    expect(await ids("&asset=ETH-USD")).toEqual(["eth"]);
    expect(await ids("&to=2000-01-01T00:00:00Z")).toEqual(["old"]);
    expect((await started.app.inject("/api/v1/trades/export?format=xlsx")).statusCode).toBe(422);
  });

  it("holds every trade once, in order, though new ones arrive between its pieces", async () => {
    const rows = Array.from({ length: 350 }, (_, index) => aTrade({ id: `m-${index}`, openedAtMs: index }));
    const store = createMemoryTrades(rows);
    const started = await start({
      trades: {
        ...store,
        async listTrades(query) {
          const page = await store.listTrades(query);
          rows.push(aTrade({ id: `new-${rows.length}`, openedAtMs: rows.length }));
          return page;
        },
      },
    });
    const ids = (await exported(started)).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 350 }, (_, index) => `m-${349 - index}`));
  });
});

/** Ten thousand trades of about 5 KB each, made only when they are read; counts the rows that were. */
function createLongTrades(
  failAfter = Number.POSITIVE_INFINITY,
): TradeStore & { readonly read: () => number } {
  const COUNT = 10_000;
  const statusReason = "x".repeat(5_000);
  let read = 0;
  return {
    ...createMemoryTrades(),
    read: () => read,
    async listTrades({ limit, cursor }) {
      if (read >= failAfter) throw new ConnectivityError("storage-away", "disk gone");
      const start = cursor === undefined ? COUNT : cursor.timestampMs;
      const items: TradeRecord[] = [];
      for (let at = start - 1; at >= Math.max(0, start - limit); at -= 1)
        items.push(aTrade({ id: `t-${at}`, openedAtMs: at, statusReason }));
      read += items.length;
      const last = start - items.length;
      return { items, nextCursor: last > 0 ? { timestampMs: last, id: `t-${last}` } : null };
    },
  };
}

const PIECE_BYTES = 100 * 6_000;

async function download(port: number): Promise<IncomingMessage> {
  const request = get({ host: "127.0.0.1", port, path: URL_PATH, agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response;
}

/** Waits until a figure has not moved for a while: only then something stands still. */
async function standsStill(figure: () => number): Promise<number> {
  let last = -1;
  for (let still = 0; still < 15; still += 1) {
    if (figure() !== last) still = 0;
    last = figure();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return last;
}

describe("an export of ten thousand trades", () => {
  it("waits for a reader that stops, holding what the sockets hold, and goes on to the last row", async () => {
    const trades = createLongTrades();
    const { gateway, app } = await start({ trades });
    const answering = once(app.server, "request") as Promise<[IncomingMessage, ServerResponse]>;
    const response = await download(await gateway.listen());
    const [, answer] = await answering;
    // Of 50 MB the kernel's buffers take a few; the process itself holds the piece that it could not hand over.
    expect(await standsStill(trades.read)).toBeLessThan(4_000);
    expect(answer.writableNeedDrain).toBe(true);
    expect(answer.writableLength).toBeLessThan(2 * PIECE_BYTES);
    let lines = 0;
    let tail = "";
    for await (const chunk of response.setEncoding("utf8")) {
      lines += String(chunk).split("\n").length - 1;
      tail = (tail + String(chunk)).slice(-6_000);
    }
    expect(lines).toBe(10_001);
    expect(tail.slice(0, -2).split("\r\n").at(-1)).toMatch(/^t-0,/);
    expect(trades.read()).toBe(10_000);
  });

  it("stops reading when its reader goes away", async () => {
    const trades = createLongTrades();
    const { gateway } = await start({ trades });
    const response = await download(await gateway.listen());
    await once(response, "readable");
    response.destroy();
    expect(await standsStill(trades.read)).toBeLessThan(4_000);
  });

  it("breaks off where storage fails half-way, so that no part passes for the whole", async () => {
    const { gateway, app } = await start({ trades: createLongTrades(500) });
    const response = await download(await gateway.listen());
    response.resume();
    await expect(once(response, "end")).rejects.toThrow("aborted");
    expect(response.complete).toBe(false);
    expect((await app.inject("/api/v1/status")).statusCode).toBe(200);
  });
});
