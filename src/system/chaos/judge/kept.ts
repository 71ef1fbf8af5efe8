import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { JournaledTrade } from "#execution";
import type { AccountBalance, TradeStore } from "#ledger";
import { AMOUNT_DECIMALS, type Clock, type Log, parseDecimal, type TradeSummary } from "#model";
import { openSqlite } from "#storage";

/** A transfer as the file has it; amounts in 1e-18. */
export interface KeptTransfer {
  readonly id: string;
  readonly kind: string;
  readonly tradeId: string | null;
  readonly attemptId: string | null;
  readonly asset: string;
  readonly amount: bigint;
  readonly from: string;
  readonly to: string;
}

export interface KeptTrade extends JournaledTrade {
  /** Left the journal's replay: nothing of it is under way. */
  readonly isClosed: boolean;
}

/** All that a Tandem left on its disk. */
export interface Kept {
  readonly journal: readonly KeptTrade[];
  readonly transfers: readonly KeptTransfer[];
  readonly balances: readonly AccountBalance[];
  /** What the operator is shown, of every trade. */
  readonly records: readonly TradeSummary[];
}

/** Reads DATA_DIR when no Tandem runs on it any more. The journal is read past Tandem's own code and not written. */
export async function readKept(
  dir: string,
  tools: { readonly log: Log; readonly clock: Clock },
): Promise<Kept> {
  const books = readBooks(join(dir, "trading.db"));
  await using stores = await openSqlite({ dir, ...tools });
  return { ...books, records: await allTrades(stores.trades) };
}

type Row = Readonly<Record<string, unknown>>;

function readBooks(file: string): Omit<Kept, "records"> {
  using database = new DatabaseSync(file, { readOnly: true });
  const rows = (sql: string): Row[] => database.prepare(sql).all();
  const records = Map.groupBy(rows("SELECT * FROM journal ORDER BY trade_id, seq"), (row) =>
    text(row.trade_id),
  );
  return {
    journal: rows("SELECT trade_id, closed FROM journal_trades ORDER BY position").map((row) => ({
      tradeId: text(row.trade_id),
      isClosed: row.closed !== null,
      records: (records.get(text(row.trade_id)) ?? []).map(recordOf),
    })),
    transfers: rows("SELECT * FROM transfers ORDER BY position").map(transferOf),
    balances: rows("SELECT * FROM balances").map((row) => ({
      account: text(row.account),
      asset: text(row.asset),
      amount: amount(row.amount),
    })),
  };
}

function recordOf(row: Row) {
  return {
    ...{ tradeId: text(row.trade_id), seq: Number(row.seq), atMs: Number(row.at) },
    ...{ kind: text(row.kind), body: text(row.body) },
  };
}

function transferOf(row: Row): KeptTransfer {
  return {
    ...{ id: text(row.id), kind: text(row.kind), asset: text(row.asset), amount: amount(row.amount) },
    tradeId: row.trade_id === null ? null : text(row.trade_id),
    attemptId: row.attempt_id === null ? null : text(row.attempt_id),
    ...{ from: text(row.from_account), to: text(row.to_account) },
  };
}

async function allTrades(store: TradeStore): Promise<readonly TradeSummary[]> {
  const first = await store.listTrades({ limit: 500 });
  const found = [...first.items];
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page = await store.listTrades({ limit: 500, cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

function text(value: unknown): string {
  return String(value);
}

function amount(value: unknown): bigint {
  return parseDecimal(text(value), AMOUNT_DECIMALS, "exact");
}
