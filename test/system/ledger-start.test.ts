import { describe, expect, it } from "vitest";
import type { JournalIdentity } from "#execution";
import type { TradeStore } from "#ledger";
import type { SqliteTradingStore } from "#storage";
import { readLedger } from "../../src/system/trading/ledger-start.ts";
import { recordingLog } from "../support/fake-time.ts";

const OURS: JournalIdentity = { wallet: "OurWallet", genesisHash: "chain-1", exchange: "api.gemini.com" };

function start(known: JournalIdentity | null, trades: number, mayRebase = false) {
  const written: JournalIdentity[] = [];
  const store = {
    readIdentity: async () => known,
    writeIdentity: async (identity: JournalIdentity) => void written.push(identity),
    ...{ openings: async () => [], openTrades: async () => [], balances: async () => [] },
    ...{ readRisk: async () => null, append: async () => {} },
  } as unknown as SqliteTradingStore;
  const clock = { monotonicNs: () => 0, epochMs: () => 0 };
  const reading = readLedger({
    ...{ store, clock, log: recordingLog(), identity: OURS, mayRebase },
    trades: { countTrades: async () => trades } as unknown as TradeStore,
  });
  return { reading, written };
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

  it("does not take another account's journal, and names both", async () => {
    const { reading } = start({ ...OURS, wallet: "TheirWallet" }, 0);
    await expect(reading).rejects.toThrow(/belongs to wallet TheirWallet .* not to OurWallet/);
  });

  it("begins anew where the demo's venues are new ones", async () => {
    const { reading, written } = start({ ...OURS, genesisHash: "chain-0" }, 5, true);
    expect(await reading).toMatchObject({ rebase: true });
    expect(written).toEqual([OURS]);
  });
});
