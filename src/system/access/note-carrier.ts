import type { AccessStore } from "#access";
import type { AuditNote } from "#ledger";
import type { Log } from "#model";

export interface NoteCarrierOptions {
  readonly store: Pick<AccessStore, "notes" | "forgetNotes">;
  /** Resolves when the entry is on the disk. */
  readonly audit: (entry: AuditNote) => Promise<void>;
  readonly log: Log;
}

/**
 * Carries what was noted beside users and sessions over to the audit log, oldest first. A note is forgotten only when
 * it is durable there, so after a crash one may stand there twice, but none is lost. Never rejects: what could not be
 * carried waits for the next call.
 */
export function createNoteCarrier({ store, audit, log }: NoteCarrierOptions): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;

  async function carryAll(): Promise<void> {
    for (const { seq, ...entry } of await store.notes()) {
      await audit(entry);
      await store.forgetNotes(seq);
    }
  }

  async function run(): Promise<void> {
    do {
      again = false;
      await carryAll().catch((error: unknown) =>
        log.warning("changes of users wait for the audit log", { error: String(error) }),
      );
    } while (again);
    running = null;
  }

  return () => {
    again = running !== null;
    running ??= run();
    return running;
  };
}
