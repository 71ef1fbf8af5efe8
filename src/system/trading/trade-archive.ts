import type { TradeRecord } from "#model";
import type { TradeWriter } from "#storage";
import type { JournalQueue } from "./journal-queue.ts";

/**
 * Keeps every state of a trade for reading, once the journal holds it: a state that a crash takes back must never
 * have been stored, or a trade that nobody knows would be shown as open for ever. One that is closed leaves the
 * journal's replay only when its last state is stored, so that a crash in between loses no trade.
 */
export class TradeArchive {
  readonly #writer: TradeWriter;
  readonly #journal: JournalQueue;
  #unstored: string[] = [];
  #flushing = false;

  constructor(writer: TradeWriter, journal: JournalQueue) {
    this.#writer = writer;
    this.#journal = journal;
  }

  put(record: TradeRecord): void {
    this.#journal.afterwards(() => this.#store(record));
  }

  #store(record: TradeRecord): void {
    this.#writer.put(record);
    if (record.closedAtMs === null) return;
    this.#unstored.push(record.id);
    void this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    while (this.#unstored.length > 0) {
      const ids = this.#unstored.splice(0);
      await this.#writer.flush();
      if (this.#writer.stats().failing) {
        // The writer goes on by itself; these are looked at again with the next trade, or after a restart.
        this.#unstored.unshift(...ids);
        break;
      }
      this.#journal.put({ records: [], transfers: [], closed: ids, risk: null, audit: [] }, []);
    }
    this.#flushing = false;
  }
}
