import type { JournalRecord } from "#execution";
import type { AuditNote, Transfer } from "#ledger";
import type { IntentRef, TradingEffect } from "./trading-events.ts";

/** Gathers what one event makes durable, so that it becomes one batch: all of it on the disk or none. */
export class JournalOutbox {
  #records: JournalRecord[] = [];
  #transfers: Transfer[] = [];
  #audit: AuditNote[] = [];
  #intents: IntentRef[] = [];
  #risk: string | null = null;

  record(record: JournalRecord): void {
    this.#records.push(record);
  }

  book(transfers: readonly Transfer[]): void {
    this.#transfers.push(...transfers);
  }

  audit(entry: AuditNote): void {
    this.#audit.push(entry);
  }

  /** Answered by `journaled` once the batch is durable. */
  intent(ref: IntentRef): void {
    this.#intents.push(ref);
  }

  /** The whole persistent part; the last one given counts. */
  risk(text: string): void {
    this.#risk = text;
  }

  /** The batch gathered so far, null where there is nothing to keep. */
  take(): TradingEffect | null {
    const batch = {
      records: this.#records,
      transfers: this.#transfers,
      // Closed trades leave the journal when they are stored to be read, which the host sees to.
      closed: [],
      audit: this.#audit,
      risk: this.#risk,
    };
    const intents = this.#intents;
    const empty = [batch.records, batch.transfers, batch.audit, intents].every(({ length }) => length === 0);
    if (empty && batch.risk === null) return null;
    this.#records = [];
    this.#transfers = [];
    this.#audit = [];
    this.#intents = [];
    this.#risk = null;
    return { kind: "journal", batch, intents };
  }
}
