import { type Attempt, type JournalRecord, replayTrade } from "#execution";
import type { AuditEntry, Transfer } from "#ledger";
import { AMOUNT_DECIMALS, ConfigError, formatDecimal } from "#model";
import { type Pause, readKept } from "#risk";
import type { TradeBooks } from "./books.ts";
import { type Entry, inOrder, jsonText } from "./entry.ts";
import { eventOf } from "./names.ts";

/** What the books say of a trade, in the order in which it happened. */
export function bookEntries(tradeId: string, books: TradeBooks): readonly Entry[] {
  return inOrder([
    ...books.records.map(ofRecord),
    ...attemptsOf(tradeId, books.records),
    ...books.transfers.map(ofTransfer),
    ...books.audit.map(ofAudit),
    ...pausesOf(tradeId, books.risk),
  ]);
}

/** Of the plan what tells the trade from others; the whole of it is in the JSON. */
const OF_PLAN = ["asset", "direction", "policy", "mode", "paper", "opportunityId", "lots", "predictedPnlUsd"];

function ofRecord(record: JournalRecord): Entry {
  const { atMs, seq, kind } = record;
  const { kind: _kind, atMs: _atMs, ...event } = eventOf(record);
  const told =
    kind === "plan" ? Object.entries(event.plan ?? {}).filter(([key]) => OF_PLAN.includes(key)) : null;
  return {
    ...{ atMs, source: "journal" },
    text: `${seq} ${kind}${wordsOf(told ?? Object.entries(event))}`,
    fields: { seq, kind, event },
  };
}

function wordsOf(pairs: readonly (readonly [string, unknown])[]): string {
  return pairs
    .map(([key, value]) => ` ${key}=${typeof value === "object" ? jsonText(value) : value}`)
    .join("");
}

/** The attempts as they stand at the end of the journal, each where it began. */
function attemptsOf(tradeId: string, records: readonly JournalRecord[]): readonly Entry[] {
  try {
    return replayTrade({ tradeId, records }).attempts.map(ofAttempt);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const atMs = records.at(-1)?.atMs ?? 0;
    return [{ atMs, source: "attempt", text: error.message, fields: { error: error.message } }];
  }
}

function ofAttempt(attempt: Attempt): Entry {
  const { id, venue, purpose, phase, filled, orderId, reason, timeline, order } = attempt;
  const signature = attempt.venue === "solana" ? (attempt.signed?.signature ?? null) : null;
  const clientOrderId = attempt.venue === "gemini" ? id : null;
  const amounts = { filledBase: plain(filled.base), filledQuote: plain(filled.quote) };
  const all = {
    venue,
    purpose,
    side: order.side,
    phase,
    clientOrderId,
    orderId,
    signature,
    ...amounts,
    reason,
  };
  return {
    ...{ atMs: timeline[0]?.atMs ?? 0, source: "attempt" },
    text: `${id}${wordsOf(Object.entries(all).filter(([, value]) => value !== null))}`,
    fields: { attempt: id, ...all, timeline },
  };
}

function ofTransfer({ atMs, amount, ...transfer }: Transfer): Entry {
  const { id, kind, asset, from, to } = transfer;
  const text = `${kind} ${plain(amount)} ${asset} ${from} -> ${to} (${id})`;
  return { atMs, source: "ledger", text, fields: { ...transfer, amount: plain(amount) } };
}

function ofAudit({ seq, atMs, by, action, before, after }: AuditEntry): Entry {
  const text = `${seq} ${action} by ${by}: ${before ?? "-"} -> ${after ?? "-"}`;
  return { atMs, source: "audit", text, fields: { seq, by, action, before, after } };
}

/** Pauses that are in force now and name the trade; those of the past are in the operators' log. */
function pausesOf(tradeId: string, risk: string | null): readonly Entry[] {
  if (risk === null) return [];
  const named = readKept(risk).pauses.filter(({ detail }) => detail.includes(tradeId));
  return named.map(({ sinceMs, reason, by, detail }: Pause) => ({
    ...{ atMs: sinceMs, source: "risk" as const },
    ...{ text: `paused: ${reason} by ${by}, in force (${detail})`, fields: { pause: reason, by, detail } },
  }));
}

function plain(amount: bigint): string {
  return formatDecimal(amount, AMOUNT_DECIMALS);
}
