import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AuditNote, chainNext, type SettingsStore, type TradingBatch, type TradingStore } from "#ledger";
import { aTransfer } from "../ledger/builders.ts";
import { aBatch, aRecord } from "./trading-builders.ts";

interface TradingStoreUnderTest extends TradingStore {
  readonly settings: SettingsStore;
  close(): Promise<void>;
}

export interface TradingPlace {
  open(): Promise<TradingStoreUnderTest>;
  remove(): Promise<void>;
}

function anEntry(action: string): AuditNote {
  return { atMs: 5, by: "operator", action, before: null, after: '{"x":1}' };
}

/** What every store of journal and ledger must do; `makePlace` gives an empty one. */
export function describeTradingContract(name: string, makePlace: () => Promise<TradingPlace>): void {
  describe(`${name}, as any store of journal and ledger,`, () => {
    let place: TradingPlace;
    let store: TradingStoreUnderTest;
    beforeEach(async () => {
      place = await makePlace();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });
    const reopen = async () => {
      await store.close();
      store = await place.open();
    };
    const append = (changes: Partial<TradingBatch>) => store.append(aBatch(changes));

    it("holds nothing at first", async () => {
      expect(await store.openTrades()).toEqual([]);
      expect(await store.recordsOf("none")).toEqual([]);
      expect(await store.balances()).toEqual([]);
      expect(await store.transfersOf("none")).toEqual([]);
      expect(await store.readRisk()).toBeNull();
      expect(await store.listAudit({ limit: 5 })).toEqual([]);
      expect(await store.readIdentity()).toBeNull();
    });

    it("gives back every part of a batch after a restart", async () => {
      const records = [
        aRecord("t", 1, { kind: "plan" }),
        aRecord("t", 2, { body: '{"n":{"$n":"-1"}}\n"é"' }),
      ];
      const transfers = [
        aTransfer({ id: "x", tradeId: "t", amount: 123_456_789_012_345_678_901_234_567n }),
        aTransfer({ id: "w", tradeId: null, attemptId: null, kind: "opening", from: "world", to: "gemini" }),
        aTransfer({ id: "a", tradeId: "t", kind: "network-fee", from: "solana/gas", to: "fees/solana" }),
      ];
      await append({ records, transfers, risk: '{"paused":true}', audit: [anEntry("pause")] });
      await store.writeIdentity({ wallet: "W", genesisHash: "G", exchange: "api.example" });
      await reopen();
      expect(await store.openTrades()).toEqual([{ tradeId: "t", records }]);
      expect(await store.recordsOf("t")).toEqual(records);
      expect(await store.transfersOf("t")).toEqual([transfers[0], transfers[2]]);
      expect(await store.readRisk()).toBe('{"paused":true}');
      expect(await store.listAudit({ limit: 5 })).toEqual([chainNext(null, anEntry("pause"))]);
      expect(await store.readIdentity()).toEqual({ wallet: "W", genesisHash: "G", exchange: "api.example" });
    });

    it("lists open trades oldest first and forgets none but the closed ones", async () => {
      // By when they were journaled, even where the wall clock went back meanwhile.
      await append({ records: [aRecord("b", 1, { atMs: 9 })] });
      await append({ records: [aRecord("a", 1, { atMs: 3 })] });
      await append({ records: [aRecord("c", 1, { atMs: 5 })] });
      await append({ records: [aRecord("a", 2)], closed: ["a", "unheard of"] });
      await append({ closed: ["a"] });
      await reopen();
      expect((await store.openTrades()).map(({ tradeId }) => tradeId)).toEqual(["b", "c"]);
      expect(await store.recordsOf("a")).toHaveLength(2);
    });

    it("takes the same step again and changes nothing", async () => {
      const step = aRecord("t", 1);
      await append({ records: [step] });
      await append({ records: [{ ...step, atMs: 77 }] });
      expect(await store.recordsOf("t")).toEqual([step]);
    });

    it("refuses another body for a step that is stored", async () => {
      await append({ records: [aRecord("t", 1)] });
      await expect(append({ records: [aRecord("t", 1, { body: "{}" })] })).rejects.toMatchObject({
        name: "InvariantError",
        code: "journal-conflict",
      });
      expect(await store.recordsOf("t")).toEqual([aRecord("t", 1)]);
    });

    it("takes no step before the one before it, so that a history never has a hole", async () => {
      await expect(append({ records: [aRecord("t", 2)] })).rejects.toMatchObject({
        name: "ConnectivityError",
        code: "journal-gap",
      });
      await append({ records: [aRecord("t", 1)] });
      await append({ records: [aRecord("t", 2)] });
      expect(await store.recordsOf("t")).toHaveLength(2);
    });

    it("stores a batch whole or not at all, and one that is refused holds back no other", async () => {
      await append({ records: [aRecord("t", 1)] });
      const outcomes = await Promise.allSettled([
        append({ records: [aRecord("before", 1)], risk: "before" }),
        append({
          records: [aRecord("refused", 1), aRecord("t", 1, { body: "{}" })],
          transfers: [aTransfer({ id: "refused" })],
          risk: "refused",
          audit: [anEntry("refused")],
        }),
        append({ records: [aRecord("after", 1)] }),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      await reopen();
      expect((await store.openTrades()).map(({ tradeId }) => tradeId)).toEqual(["t", "before", "after"]);
      expect(await store.readRisk()).toBe("before");
      expect(await store.balances()).toEqual([]);
      expect(await store.listAudit({ limit: 5 })).toEqual([]);
    });

    it("resolves appends in their order, however many wait", async () => {
      const resolved: number[] = [];
      const appends = Array.from({ length: 60 }, (_, index) =>
        append({ records: [aRecord("t", index + 1)], risk: String(index) }).then(
          () => void resolved.push(index),
        ),
      );
      await Promise.all(appends);
      expect(resolved).toEqual(resolved.toSorted((a, b) => a - b));
      expect(await store.recordsOf("t")).toHaveLength(60);
      expect(await store.readRisk()).toBe("59");
    });

    it("books a transfer once by its id, on both accounts", async () => {
      const transfer = aTransfer({ id: "x", amount: 10n ** 24n + 1n });
      await append({ transfers: [transfer] });
      await append({ transfers: [{ ...transfer, atMs: 99 }, aTransfer({ id: "y", amount: 5n })] });
      expect(await store.transfersOf("trade-1")).toEqual([transfer, aTransfer({ id: "y", amount: 5n })]);
      const balances = await store.balances();
      expect(balances).toHaveLength(2);
      expect(balances).toContainEqual({ account: "gemini", asset: "SOL", amount: 10n ** 24n + 6n });
      expect(balances).toContainEqual({ account: "market/gemini", asset: "SOL", amount: -(10n ** 24n) - 6n });
    });

    it.each([{ amount: 6n }, { asset: "USD" }, { to: "solana" as const }, { from: "world" as const }])(
      "refuses to book an id otherwise than before: %o",
      async (change) => {
        await append({ transfers: [aTransfer({ id: "x", amount: 5n })] });
        await expect(
          append({ transfers: [aTransfer({ id: "x", amount: 5n, ...change })] }),
        ).rejects.toMatchObject({
          name: "InvariantError",
          code: "transfer-conflict",
        });
      },
    );

    it("keeps balances that are the sum of its transfers, in whatever batches they come", async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.array(
              fc.record({
                id: fc.nat(20),
                from: fc.constantFrom("gemini" as const, "solana" as const, "world" as const),
                to: fc.constantFrom("gemini" as const, "solana/gas" as const, "fees/gemini" as const),
              }),
              { maxLength: 6 },
            ),
            { maxLength: 6 },
          ),
          async (batches) => {
            run += 1;
            const asset = `A${run}`;
            const seen = new Map<string, ReturnType<typeof aTransfer>>();
            for (const batch of batches) {
              const transfers = batch.map(({ id, ...route }) => {
                const key = `${run}/${id}`;
                const transfer = aTransfer({
                  id: key,
                  tradeId: asset,
                  asset,
                  amount: BigInt(id + 1),
                  ...route,
                });
                if (!seen.has(key)) seen.set(key, transfer);
                return seen.get(key) ?? transfer;
              });
              await append({ transfers });
            }
            const sums = new Map<string, bigint>();
            for (const { from, to, amount } of seen.values()) {
              sums.set(from, (sums.get(from) ?? 0n) - amount);
              sums.set(to, (sums.get(to) ?? 0n) + amount);
            }
            const stored = (await store.balances()).filter((row) => row.asset === asset);
            expect(new Map(stored.map(({ account, amount }) => [account, amount]))).toEqual(sums);
            expect(await store.transfersOf(asset)).toEqual([...seen.values()]);
          },
        ),
        { numRuns: 25 },
      );
    });

    it("pages the operators' log from the newest back", async () => {
      for (const action of ["a", "b", "c"]) await append({ audit: [anEntry(action)] });
      const first = await store.listAudit({ limit: 2 });
      expect(first.map(({ seq, action }) => `${seq} ${action}`)).toEqual(["3 c", "2 b"]);
      expect(await store.listAudit({ limit: 2, before: 2 })).toMatchObject([{ seq: 1, action: "a" }]);
    });

    it("chains the operators' log over batches and restarts", async () => {
      await append({ audit: [anEntry("a"), anEntry("b")] });
      await reopen();
      await append({ audit: [anEntry("c")] });
      const [c, b, a] = await store.listAudit({ limit: 5 });
      expect(a).toEqual(chainNext(null, anEntry("a")));
      expect(b).toEqual(chainNext(a ?? null, anEntry("b")));
      expect(c).toEqual(chainNext(b ?? null, anEntry("c")));
    });

    it("keeps the last value of a setting with the environment of its moment", async () => {
      expect(await store.settings.getSetting("key")).toBeNull();
      await store.settings.setSetting("key", { value: "1", environment: "0" });
      await store.settings.setSetting("key", { value: "2", environment: null });
      await reopen();
      expect(await store.settings.getSetting("key")).toEqual({ value: "2", environment: null });
    });

    it("commits what was appended before it is closed, and rejects what comes after", async () => {
      const last = append({ records: [aRecord("t", 1)] });
      const closing = store.close();
      await expect(append({ records: [aRecord("u", 1)] })).rejects.toMatchObject({
        name: "ConnectivityError",
      });
      await last;
      await closing;
      await store.close();
      store = await place.open();
      expect((await store.openTrades()).map(({ tradeId }) => tradeId)).toEqual(["t"]);
    });
  });
}
