import { describe, expect, it } from "vitest";
import type { JournalIdentity } from "#execution";
import type { TradeStore } from "#ledger";
import { ConnectivityError } from "#model";
import type { SqliteTradingStore } from "#storage";
import { readLedger } from "../../src/system/trading/ledger-start.ts";
import { recordingLog } from "../support/fake-time.ts";

const OURS: JournalIdentity = { wallet: "OurWallet", genesisHash: "chain-1", exchange: "api.gemini.com" };

/** `null` trades: the store that knows them is away until the test says how many there are. */
function start(
  known: JournalIdentity | null,
  trades: number | null,
  mayRebase = false,
  backup: string | null = null,
) {
  const written: JournalIdentity[] = [];
  const proofs: (() => Promise<void>)[] = [];
  const state = { trades };
  const countTrades = async () => {
    if (state.trades === null) throw new ConnectivityError("storage-away", "gone");
    return state.trades;
  };
  const store = {
    readIdentity: async () => known,
    writeIdentity: async (identity: JournalIdentity) => void written.push(identity),
    ...{ openings: async () => [], openTrades: async () => [], balances: async () => [] },
    ...{ readRisk: async () => null, append: async () => {}, restoredBackup: async () => backup },
  } as unknown as SqliteTradingStore;
  const clock = { monotonicNs: () => 0, epochMs: () => 0 };
  const reading = readLedger({
    ...{ store, clock, log: recordingLog(), identity: OURS, mayRebase },
    trades: { countTrades } as unknown as TradeStore,
    archive: { name: "the store", beginAnew: "begin anew" },
    ...{ proveLater: (proof) => void proofs.push(proof), reach: (ask) => ask() },
  });
  return { reading, written, proofs, state };
}

describe("the ledger at the start", () => {
  it("begins where nothing was ever traded, and remembers whose it is", async () => {
    const { reading, written } = start(null, 0);
    expect(await reading).toMatchObject({ kind: "restore", rebase: false });
    expect(written).toEqual([OURS]);
  });

  it("does not begin anew over trades whose journal is missing: their legs may be open", async () => {
    const { reading, written } = start(null, 12);
    await expect(reading).rejects.toThrow(/^DATA_DIR: trading\.db is missing or empty, but .* 12 trades/);
    expect(written).toEqual([]);
  });

  it("reads the journal while the store of the trades is away, and proves later that none are without one", async () => {
    const { reading, written, proofs, state } = start(null, null);
    expect(await reading).toMatchObject({ kind: "restore", rebase: false });
    expect(written).toEqual([]);
    await expect(proofs[0]?.()).rejects.toMatchObject({ name: "ConnectivityError" });
    state.trades = 3;
    await expect(proofs[0]?.()).rejects.toThrow(/^DATA_DIR: .* but the store knows 3 trades/);
    expect(written).toEqual([]);
    state.trades = 0;
    await proofs[0]?.();
    expect(written).toEqual([OURS]);
  });

  it("asks no other store where the journal is known", async () => {
    const { reading, proofs } = start(OURS, null);
    expect(await reading).toMatchObject({ kind: "restore", rebase: false });
    expect(proofs).toEqual([]);
  });

  it("does not take another account's journal, and names both", async () => {
    const { reading } = start({ ...OURS, wallet: "TheirWallet" }, 0);
    await expect(reading).rejects.toThrow(/belongs to wallet TheirWallet .* not to OurWallet/);
  });

  it("is held where it was put back from a backup, and says of when", async () => {
    expect(await start(OURS, 3).reading).toMatchObject({ held: null });
    const { reading } = start(OURS, 3, false, "2026-11-26T08:00:00.000Z");
    expect(await reading).toMatchObject({ held: expect.stringContaining("a backup of 2026-11-26T08:00") });
  });

  it("begins anew where the demo's venues are new ones", async () => {
    const { reading, written } = start({ ...OURS, genesisHash: "chain-0" }, 5, true);
    expect(await reading).toMatchObject({ rebase: true });
    expect(written).toEqual([OURS]);
  });
});
