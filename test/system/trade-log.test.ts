import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalRecord } from "#execution";
import { openTradingReader, openTradingStore } from "#storage";
import {
  bookEntries,
  jsonOf,
  logEntries,
  namesOf,
  readBooks,
  textOf,
} from "../../src/system/trade-log/index.ts";
import { realTime, recordingLog } from "../support/fake-time.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tandem-trade-log-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const record = (
  seq: number,
  event: { readonly kind: string; readonly [field: string]: unknown },
): JournalRecord => ({
  ...{ tradeId: "trd-1", seq, atMs: seq * 1_000, kind: event.kind },
  body: JSON.stringify(event),
});
const RECORDS = [
  record(1, { kind: "plan", plan: { tradeId: "trd-1", opportunityId: "opp-7" } }),
  record(2, { kind: "prepared", attemptId: "trd-1-1", signed: { signature: "SIGN", wire: "AQID" } }),
  record(3, { kind: "cex-acked", attemptId: "trd-1-2", orderId: "4711" }),
];
const NAMES = ["trd-1", "opp-7", "SIGN", "4711"];

describe("the books of a trade", () => {
  const append = async (audit: readonly (string | null)[], records: readonly JournalRecord[] = RECORDS) => {
    await using store = await openTradingStore({ dir, log: recordingLog(), clock: realTime });
    const notes = audit.map((after) => ({ atMs: 9_000, by: "ada", action: "resolve", before: null, after }));
    await store.append({ records, transfers: [], closed: [], risk: null, audit: notes });
  };

  it("are read without a trace in the folder, with the operators' entries that name trade or opportunity", async () => {
    await append(['{"tradeId":"trd-1"}', '{"id":"opp-7"}', '{"tradeId":"trd-2"}', null]);
    const before = readdirSync(dir).sort();
    const reader = openTradingReader(dir);
    const books = await readBooks(reader, "trd-1");
    reader[Symbol.dispose]();
    expect(books.audit.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(namesOf("trd-1", books.records)).toEqual(NAMES);
    expect(readdirSync(dir).sort()).toEqual(before);
  });

  it("are told as far as they go where the journal cannot be replayed, and without signed bytes", async () => {
    const entries = bookEntries("trd-1", { records: RECORDS.slice(1), transfers: [], audit: [], risk: null });
    expect(entries.map(({ source }) => source)).toEqual(["journal", "journal", "attempt"]);
    expect(entries.at(-1)?.text).toMatch(/cannot be replayed/);
    expect(entries.map(textOf).join() + entries.map(jsonOf).join()).not.toMatch(/AQID|wire/);
  });

  it("are empty of a trade that there is not", async () => {
    await append([]);
    using reader = openTradingReader(dir);
    expect((await readBooks(reader, "trd-9")).records).toEqual([]);
  });

  it("are refused in one line where the file is none of ours", () => {
    writeFileSync(join(dir, "trading.db"), "something else entirely ".repeat(40));
    expect(() => openTradingReader(dir)).toThrow(/^DATA_DIR: .*trading\.db cannot be read/);
  });
});

describe("the lines of a log", () => {
  const at = (second: number, text: string) => `2026-11-26T12:00:0${second}.000Z INFO ${text}`;

  it("are found in the file and in what it was rotated into, by any name of the trade as a whole word", async () => {
    const log = join(dir, "tandem.log");
    writeFileSync(log, [at(5, "order id=4711"), "  detail of trd-1", at(6, "x47110 trd-12")].join("\n"));
    writeFileSync(`${log}.1`, at(3, "attempt=trd-1-2"));
    writeFileSync(`${log}.2.gz`, gzipSync(`${at(1, "id=opp-7")}\n${at(2, "nothing")}\n`));
    writeFileSync(`${log}ger`, at(4, "another program's trd-1"));
    const found = await logEntries(log, NAMES);
    const seconds = found.map(
      ({ atMs, text }) => `${new Date(atMs).getUTCSeconds()} ${text.split(" ").at(-1)}`,
    );
    expect(seconds.sort()).toEqual(["1 id=opp-7", "3 attempt=trd-1-2", "5 id=4711", "5 trd-1"]);
  });

  it("may be a million", async () => {
    writeFileSync(join(dir, "a.log"), "trd-1\n".repeat(1_000_000));
    expect((await logEntries(join(dir, "a.log"), NAMES)).length).toBe(1_000_000);
  });

  it("speak to no terminal", async () => {
    writeFileSync(join(dir, "a.log"), at(1, "trd-1 \u001b[2Jgone"));
    const [entry] = await logEntries(join(dir, "a.log"), NAMES);
    expect(entry && textOf(entry)).toContain("\\u001b[2Jgone");
  });

  it("of a packed file that is cut short are an error that names it", async () => {
    const packed = gzipSync(at(1, "trd-1 ".repeat(500)));
    writeFileSync(join(dir, "a.log.gz"), packed.subarray(0, packed.length - 12));
    await expect(logEntries(join(dir, "a.log"), NAMES)).rejects.toThrow(/a\.log\.gz/);
  });
});
