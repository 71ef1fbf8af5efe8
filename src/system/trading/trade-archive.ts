import type { TradeRecord } from "#model";
import type { TradeWriter } from "#storage";
import type { JournalQueue } from "./journal-queue.ts";

/**
 * Keeps every state of a trade for reading, once the journal holds it: a state that a crash takes back must never
 * have been stored, or a trade that nobody knows would be shown as open for ever. One that is closed leaves the
 * journal's replay only when its last state is stored, so that a crash in between loses no trade, however long the
 * store is away. Nothing is kept here meanwhile: the writer holds the last state of each trade that waits.
 */
export class TradeArchive {
  readonly #writer: Pick<TradeWriter, "put" | "flush">;
  readonly #journal: JournalQueue;

  constructor(writer: Pick<TradeWriter, "put" | "flush">, journal: JournalQueue) {
    this.#writer = writer;
    this.#journal = journal;
  }

  put(record: TradeRecord): void {
    this.#journal.afterwards(() => {
      this.#writer.put(record);
      // Whoever sees that a trade is over reads next what became of it.
      if (record.closedAtMs !== null) void this.#writer.flush();
    });
  }

  /** The writer stored this state. */
  stored(record: TradeRecord): void {
    if (record.closedAtMs === null) return;
    this.#journal.put({ records: [], transfers: [], closed: [record.id], risk: null, audit: [] }, []);
  }
}
