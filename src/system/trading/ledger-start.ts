import type { TradingEvent } from "#engine";
import type { JournalIdentity } from "#execution";
import type { TradeStore } from "#ledger";
import { type Clock, ConfigError, ConnectivityError, type Log } from "#model";
import type { SqliteTradingStore } from "#storage";

export interface LedgerStartOptions {
  readonly store: SqliteTradingStore;
  readonly trades: TradeStore;
  /** What holds the trades, and what the operator does to begin anew, in the words of a refusal. */
  readonly archive: { readonly name: string; readonly beginAnew: string };
  /** Called with what is to be proven as soon as `trades` answers, where it did not. */
  readonly proveLater: (proof: () => Promise<void>) => void;
  /** Asks again and again until `trades` answers. */
  readonly reach: <T>(ask: () => Promise<T>) => Promise<T>;
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: JournalIdentity;
  /** The demo's venues are made anew at each start; anywhere else other accounts are a mistake. */
  readonly mayRebase: boolean;
}

/** The wallet of a process without keys, which fills on paper. */
export const PAPER = "paper";

/** Names the beginning of a ledger: the wallet on its chain, and the exchange. */
export function epochOf({ wallet, genesisHash, exchange }: JournalIdentity): string {
  return `${exchange}.${wallet.slice(0, 8)}.${genesisHash.slice(0, 8)}`;
}

/**
 * Reads what the last process left, as the event that trading starts with. Throws ConfigError naming DATA_DIR where
 * the journal is of other accounts: trading over it would book one account's trades into another's ledger.
 */
export async function readLedger(options: LedgerStartOptions): Promise<TradingEvent & { kind: "restore" }> {
  const { store, clock, identity } = options;
  const known = await store.readIdentity();
  if (known === null) await beginJournal(options);
  const rebase = known !== null && epochOf(known) !== epochOf(identity);
  if (rebase) await leaveOthers(options, known);
  if (rebase) await store.writeIdentity(identity);
  const openings = await store.openings();
  const backup = await store.restoredBackup();
  return {
    kind: "restore",
    receivedNs: clock.monotonicNs(),
    trades: await store.openTrades(),
    balances: await store.balances(),
    openings: openings.filter(({ id }) => id.startsWith(`opening/${epochOf(identity)}/`)),
    risk: await store.readRisk(),
    rebase,
    held: backup === null ? null : `put back from a backup of ${backup}: the venues have gone on since`,
  };
}

/**
 * The journal gets its identity once it is proven that no trades are without one. Where the main store is away that is
 * proven when it answers: until then the storage does not count as working, so that nothing is traded.
 */
async function beginJournal(options: LedgerStartOptions): Promise<void> {
  const proof = async () => {
    await refuseLostJournal(options);
    await options.store.writeIdentity(options.identity);
  };
  try {
    await proof();
  } catch (error) {
    if (!(error instanceof ConnectivityError)) throw error;
    options.proveLater(proof);
  }
}

/**
 * Trades without a journal are a journal that was lost: their legs may be open, pauses and the day's loss are
 * forgotten. Throws ConfigError: beginning anew over them is for the operator to say.
 */
async function refuseLostJournal({ trades, archive }: LedgerStartOptions): Promise<void> {
  const count = await trades.countTrades({});
  if (count === 0) return;
  throw new ConfigError(
    "DATA_DIR",
    `DATA_DIR: trading.db is missing or empty, but ${archive.name} knows ${count} trades: restore trading.db (with its -wal), or ${archive.beginAnew} to begin anew`,
  );
}

async function leaveOthers(options: LedgerStartOptions, known: JournalIdentity): Promise<void> {
  const { store, trades, clock, log, identity, mayRebase, reach } = options;
  if (!mayRebase) {
    const isPaper = (known.wallet === PAPER) !== (identity.wallet === PAPER);
    const hint = isPaper ? "; paper and real money need a DATA_DIR each" : "";
    throw new ConfigError(
      "DATA_DIR",
      `DATA_DIR: its journal belongs to wallet ${known.wallet} at ${known.exchange}, not to ${identity.wallet} at ${identity.exchange}${hint}`,
    );
  }
  const open = await store.openTrades();
  log.warning("the stand-in venues are new ones: their ledger begins anew", { open_trades: open.length });
  const nowMs = clock.epochMs();
  for (const { tradeId } of open) {
    const record = await reach(() => trades.getTrade(tradeId));
    if (record === null) continue;
    const gone = {
      status: "stranded",
      statusReason: "the stand-in venues that it was made on are gone",
    } as const;
    const left = { ...record, ...gone, closedAtMs: nowMs, version: record.version + 1_000 };
    await reach(() => trades.saveTrades([left]));
  }
  const closed = open.map(({ tradeId }) => tradeId);
  await store.append({ records: [], transfers: [], closed, risk: null, audit: [] });
}
