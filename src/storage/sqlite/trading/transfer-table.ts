import type { Account, AccountBalance, Transfer, TransferKind } from "#ledger";
import { AMOUNT_DECIMALS, formatDecimal, InvariantError, parseDecimal } from "#model";
import { numberOf, type Row, textOf, textOrNullOf, wordOf } from "../columns.ts";
import type { Statements } from "../statements.ts";

const KINDS: readonly TransferKind[] = ["opening", "fill", "fee", "network-fee", "adjustment"];
const ACCOUNTS: readonly Account[] = [
  "gemini",
  "solana",
  "solana/gas",
  "market/gemini",
  "market/solana",
  "fees/gemini",
  "fees/solana",
  "world",
];

export interface TransferTable {
  /** Books both accounts; a transfer of a known id changes nothing, and throws InvariantError where it says otherwise. */
  book(transfer: Transfer): void;
  balances(): readonly AccountBalance[];
  of(tradeId: string): readonly Transfer[];
  openings(): readonly Transfer[];
}

export function createTransferTable(statements: Statements): TransferTable {
  const insert = statements(
    "INSERT INTO transfers (id, at, kind, trade_id, attempt_id, asset, amount, from_account, to_account) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
  );
  const one = statements("SELECT * FROM transfers WHERE id = ?");
  const ofTrade = statements("SELECT * FROM transfers WHERE trade_id = ? ORDER BY position");
  const opening = statements("SELECT * FROM transfers WHERE kind = 'opening' ORDER BY position");
  const all = statements("SELECT account, asset, amount FROM balances");
  const balance = statements("SELECT amount FROM balances WHERE account = ? AND asset = ?");
  const setBalance = statements("INSERT OR REPLACE INTO balances (account, asset, amount) VALUES (?, ?, ?)");
  const add = (account: string, asset: string, change: bigint) => {
    const row = balance.get(account, asset);
    setBalance.run(account, asset, textOfAmount((row === undefined ? 0n : amountOf(row)) + change));
  };
  return {
    book(transfer) {
      const { id, atMs, kind, tradeId, attemptId, asset, amount, from, to } = transfer;
      const done = insert.run(id, atMs, kind, tradeId, attemptId, asset, textOfAmount(amount), from, to);
      if (Number(done.changes) === 0) return checkRepetition(transfer, one.get(id));
      add(from, asset, -amount);
      add(to, asset, amount);
    },
    balances: () =>
      all.all().map((row) => ({
        account: textOf(row, "account"),
        asset: textOf(row, "asset"),
        amount: amountOf(row),
      })),
    of: (tradeId) => ofTrade.all(tradeId).map(transferOf),
    openings: () => opening.all().map(transferOf),
  };
}

function transferOf(row: Row): Transfer {
  return {
    id: textOf(row, "id"),
    atMs: numberOf(row, "at"),
    kind: wordOf(row, "kind", KINDS),
    tradeId: textOrNullOf(row, "trade_id"),
    attemptId: textOrNullOf(row, "attempt_id"),
    asset: textOf(row, "asset"),
    amount: amountOf(row),
    from: wordOf(row, "from_account", ACCOUNTS),
    to: wordOf(row, "to_account", ACCOUNTS),
  };
}

/** The moment may differ, since evidence is learnt again after a restart; what moved may not. */
function checkRepetition(transfer: Transfer, row: Row | undefined): void {
  const { asset, amount, from, to } = transfer;
  const stored = row === undefined ? undefined : transferOf(row);
  const same =
    stored?.asset === asset && stored.amount === amount && stored.from === from && stored.to === to;
  if (!same)
    throw new InvariantError("transfer-conflict", `transfer ${transfer.id} was booked with other amounts`);
}

function amountOf(row: Row): bigint {
  return parseDecimal(textOf(row, "amount"), AMOUNT_DECIMALS, "exact");
}

function textOfAmount(amount: bigint): string {
  return formatDecimal(amount, AMOUNT_DECIMALS);
}
