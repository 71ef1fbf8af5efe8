import { describe, expect, it } from "vitest";
import type { AuditArchive, AuditEntry, InventorySnapshot, SnapshotBalance } from "#ledger";
import { ConnectivityError } from "#model";
import { createAuditCopier, createSnapshotWriter } from "#storage";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aBalance, anEntry } from "./archive-contract.ts";

const MINUTE_MS = 60_000;
const SOON_MS = 2_000;
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const away = () => Promise.reject(new ConnectivityError("storage-away", "gone"));

describe("the inventory's history", () => {
  it("gets a snapshot as soon as the inventory is known and each minute, and forgets what is 90 days old", async () => {
    const { clock, timers, advance } = createFakeTime();
    const saved: InventorySnapshot[] = [];
    const forgotten: number[] = [];
    let balances: readonly SnapshotBalance[] = [];
    await using _writer = createSnapshotWriter({
      store: {
        saveSnapshot: async (snapshot) => void saved.push(snapshot),
        listSnapshots: async () => [],
        forgetSnapshots: async (beforeMs) => forgotten.push(beforeMs),
      },
      ...{ clock, timers, log: createRecordedLog(), inventory: () => balances },
    });
    advance(MINUTE_MS);
    await settle();
    expect(saved).toEqual([]);
    balances = [aBalance()];
    advance(SOON_MS);
    await settle();
    const atMs = clock.epochMs();
    expect(saved).toEqual([{ atMs, balances }]);
    expect(forgotten).toEqual([atMs - 90 * 24 * 60 * MINUTE_MS]);
    advance(MINUTE_MS - SOON_MS);
    await settle();
    expect(saved).toHaveLength(1);
    advance(SOON_MS);
    await settle();
    expect(saved.map((one) => one.atMs)).toEqual([atMs, atMs + MINUTE_MS]);
  });

  it("leaves out what a store that is away does not take, without a word", async () => {
    const { clock, timers, advance } = createFakeTime();
    const log = createRecordedLog();
    await using _writer = createSnapshotWriter({
      store: { saveSnapshot: away, listSnapshots: away, forgetSnapshots: away },
      ...{ clock, timers, log, inventory: () => [aBalance()] },
    });
    advance(MINUTE_MS);
    await settle();
    expect(log.lines).toEqual([]);
  });
});

/** An audit log, and a copy that may be away. */
function setUp(entries: AuditEntry[]) {
  const { timers, advance } = createFakeTime();
  const log = createRecordedLog();
  const copy = new Map<number, AuditEntry>();
  const state = { away: false };
  const to: AuditArchive = {
    lastAuditSeq: async () => (state.away ? away() : Math.max(0, ...copy.keys())),
    async saveAudit(page) {
      if (state.away) return away();
      for (const entry of page) copy.set(entry.seq, entry);
    },
    listAudit: async () => [],
  };
  const from = {
    listAudit: async ({ limit, before = Number.MAX_SAFE_INTEGER }: { limit: number; before?: number }) =>
      entries
        .filter(({ seq }) => seq < before)
        .toReversed()
        .slice(0, limit),
  };
  const copier = createAuditCopier({ from, to, timers, log });
  const pass = async () => {
    advance(10_000);
    await settle();
  };
  return { copier, copy, state, log, pass };
}

describe("the copy of the audit log", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => anEntry(index + 1));

  it("catches up after an outage, however much happened meanwhile, in the order of the log", async () => {
    const entries = many(3);
    const { copier, copy, state, log, pass } = setUp(entries);
    await pass();
    expect([...copy.keys()]).toEqual([1, 2, 3]);
    state.away = true;
    entries.push(...many(1_003).slice(3));
    await pass();
    expect(copy.size).toBe(3);
    state.away = false;
    await pass();
    expect([...copy.values()]).toEqual(many(1_003));
    expect(log.lines).toEqual([]);
    await copier[Symbol.asyncDispose]();
  });

  it("takes along what happened last when it ends", async () => {
    const { copier, copy } = setUp(many(2));
    await copier[Symbol.asyncDispose]();
    expect(copy.size).toBe(2);
  });

  it("says once that a copy is longer than the log, and leaves it alone", async () => {
    const { copier, copy, log, pass } = setUp(many(2));
    copy.set(9, anEntry(9));
    await pass();
    await pass();
    await copier[Symbol.asyncDispose]();
    expect(log.lines).toMatchObject([{ level: "ERROR", event: expect.stringContaining("another log") }]);
    expect(copy.size).toBe(1);
  });
});
