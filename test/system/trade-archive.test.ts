import { expect, it } from "vitest";
import type { TradingBatch } from "#ledger";
import type { TradeRecord } from "#model";
import { JournalQueue } from "../../src/system/trading/journal-queue.ts";
import { TradeArchive } from "../../src/system/trading/trade-archive.ts";
import { aTrade } from "../ledger/builders.ts";
import { realTime, recordingLog } from "../support/fake-time.ts";

const BATCH: TradingBatch = { records: [], transfers: [], closed: [], risk: null, audit: [] };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A journal whose disk answers when the test says so, and an archive behind it. */
function anArchive() {
  const appended: TradingBatch[] = [];
  const answers: (() => void)[] = [];
  const stored: TradeRecord[] = [];
  const journal = new JournalQueue({
    store: {
      append: (batch) => {
        appended.push(batch);
        return new Promise((resolve) => answers.push(resolve));
      },
    },
    ...{ clock: realTime, timers: realTime, log: recordingLog() },
    ...{ onDurable() {}, onWorks() {}, onWrite() {} },
  });
  const writer = { put: (record: TradeRecord) => void stored.push(record), flush: async () => {} };
  return { journal, archive: new TradeArchive(writer, journal), appended, answers, stored };
}

it("stores no state of a trade that the journal does not hold yet, so that a crash leaves no trade of nobody", async () => {
  const { journal, archive, answers, stored } = anArchive();
  journal.put(BATCH, []);
  archive.put(aTrade({ closedAtMs: null }));
  await turn();
  expect(stored).toEqual([]);
  answers.shift()?.();
  await turn();
  expect(stored).toHaveLength(1);
});

it("stores at once what the journal holds already, and closes a trade only when its end is stored", async () => {
  const { archive, appended, stored } = anArchive();
  archive.put(aTrade({ id: "T-9" }));
  expect(stored.map(({ id }) => id)).toEqual(["T-9"]);
  archive.stored(aTrade({ id: "T-9", closedAtMs: null }));
  await turn();
  expect(appended).toEqual([]);
  archive.stored(aTrade({ id: "T-9" }));
  await turn();
  expect(appended.map(({ closed }) => closed)).toEqual([["T-9"]]);
});

it("keeps the order of states that wait for one write", async () => {
  const { journal, archive, answers, stored } = anArchive();
  journal.put(BATCH, []);
  archive.put(aTrade({ closedAtMs: null, version: 1 }));
  journal.put(BATCH, []);
  archive.put(aTrade({ closedAtMs: null, version: 2 }));
  for (let n = 0; n < 3; n += 1) {
    await turn();
    answers.shift()?.();
  }
  await turn();
  expect(stored.map(({ version }) => version)).toEqual([1, 2]);
});
