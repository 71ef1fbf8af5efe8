import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditArchive, AuditEntry, InventorySnapshot, SnapshotBalance, SnapshotStore } from "#ledger";

interface ArchivesUnderTest {
  readonly snapshots: SnapshotStore;
  readonly audit: AuditArchive;
  close(): Promise<void>;
}

/** A place to store in that outlives the stores opened on it. */
export interface ArchivePlace {
  open(): Promise<ArchivesUnderTest>;
  remove(): Promise<void>;
}

export function aBalance(changes: Partial<SnapshotBalance> = {}): SnapshotBalance {
  return {
    ...{ venue: "gemini", asset: "SOL", total: 11_500_000_000_000_000_001n },
    ...{ available: 11_000_000_000_000_000_001n, reserved: 400_000_000_000_000_000n },
    ...{ inFlight: 100_000_000_000_000_000n, valueUsd: 959_157_500_001n },
    ...changes,
  };
}

export function anEntry(seq: number, changes: Partial<AuditEntry> = {}): AuditEntry {
  const words = { by: "operator", action: "pause", before: null, after: '{"reason":"test"}' };
  const chain = { prevHash: "00".repeat(32), hash: seq.toString(16).padStart(64, "0") };
  return { seq, atMs: 1_000 + seq, ...words, ...chain, ...changes };
}

/** What every store must do with the inventory's history and the audit's copy; `makePlace` gives an empty one. */
export function describeArchiveContract(name: string, makePlace: () => Promise<ArchivePlace>): void {
  describe(`${name}, as any archive,`, () => {
    let place: ArchivePlace;
    let stores: ArchivesUnderTest;
    beforeEach(async () => {
      place = await makePlace();
      stores = await place.open();
    });
    afterEach(async () => {
      await stores.close();
      await place.remove();
    });
    const reopen = async () => {
      await stores.close();
      stores = await place.open();
    };

    it("gives back snapshots exactly, newest first and page by page, over a restart", async () => {
      const unpriced = aBalance({ venue: "solana", asset: "USDC", total: -1n, valueUsd: null });
      const taken = [10, 20, 30].map(
        (atMs): InventorySnapshot => ({
          atMs,
          balances: [aBalance({ total: BigInt(atMs) }), unpriced],
        }),
      );
      for (const snapshot of taken) await stores.snapshots.saveSnapshot(snapshot);
      await reopen();
      expect(await stores.snapshots.listSnapshots({ limit: 2 })).toEqual([taken[2], taken[1]]);
      expect(await stores.snapshots.listSnapshots({ limit: 2, beforeMs: 20 })).toEqual([taken[0]]);
    });

    it("keeps one snapshot of a moment, the first", async () => {
      await stores.snapshots.saveSnapshot({ atMs: 5, balances: [aBalance()] });
      await stores.snapshots.saveSnapshot({
        atMs: 5,
        balances: [aBalance({ total: 9n }), aBalance({ asset: "BTC" })],
      });
      expect(await stores.snapshots.listSnapshots({ limit: 9 })).toEqual([
        { atMs: 5, balances: [aBalance()] },
      ]);
    });

    it("forgets the snapshots before a moment and says how many", async () => {
      for (const atMs of [1, 2, 3]) {
        const balances = [aBalance({ asset: "BTC" }), aBalance()];
        await stores.snapshots.saveSnapshot({ atMs, balances });
      }
      expect(await stores.snapshots.forgetSnapshots(3)).toBe(2);
      expect((await stores.snapshots.listSnapshots({ limit: 9 })).map(({ atMs }) => atMs)).toEqual([3]);
    });

    it("copies audit entries once each, however often they come, and knows the last one", async () => {
      expect(await stores.audit.lastAuditSeq()).toBe(0);
      await stores.audit.saveAudit([anEntry(1), anEntry(2, { before: "1", after: null })]);
      await stores.audit.saveAudit([anEntry(2, { before: "1", after: null }), anEntry(3)]);
      await reopen();
      expect(await stores.audit.lastAuditSeq()).toBe(3);
      const all = [anEntry(3), anEntry(2, { before: "1", after: null }), anEntry(1)];
      expect(await stores.audit.listAudit({ limit: 9 })).toEqual(all);
      expect(await stores.audit.listAudit({ limit: 1, before: 3 })).toEqual([all[1]]);
    });

    it("carries whatever else an entry has", async () => {
      const richer = { ...anEntry(1), session: "a later version's word" };
      await stores.audit.saveAudit([richer]);
      expect(await stores.audit.listAudit({ limit: 1 })).toEqual([richer]);
    });

    it("refuses an entry that was copied with other words, and keeps what it has", async () => {
      await stores.audit.saveAudit([anEntry(1)]);
      const other = stores.audit.saveAudit([anEntry(1, { by: "somebody else" }), anEntry(2)]);
      await expect(other).rejects.toMatchObject({ name: "InvariantError", code: "audit-conflict" });
      expect(await stores.audit.listAudit({ limit: 9 })).toEqual([anEntry(1)]);
    });
  });
}
