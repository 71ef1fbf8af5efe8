import type { AccessStore } from "#access";
import { ConnectivityError } from "#model";
import type { Upgrade } from "../../upgrade.ts";
import { startDatabaseThread } from "../database-thread.ts";
import { fromFailure, toFailure } from "../thread-protocol.ts";
import { openAccessReader } from "./access-reader.ts";
import type { AccessRepository } from "./access-repository.ts";

export interface SqliteAccessStore extends AccessStore, AsyncDisposable {
  /** What had to be done when it was opened. */
  readonly upgrade: Upgrade | null;
  /** Finishes what was asked of it, then closes the file. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens `access.db` in the folder, readable by its owner alone. It is written in a thread of its own and read where
 * it is asked; other processes may do both at the same time. Rejects with a one-line ConfigError that names DATA_DIR
 * where that cannot be.
 */
export async function openAccessStore(dir: string): Promise<SqliteAccessStore> {
  const thread = await startDatabaseThread<AccessRepository>(new URL("./thread.ts", import.meta.url), dir);
  const reader = openAccessReader(dir);
  let closing: Promise<void> | null = null;
  const close = () => {
    if (closing === null) {
      reader.close();
      closing = thread.close();
    }
    return closing;
  };
  const orAway = <Result>(read: () => Result): Result => {
    if (closing !== null) throw new ConnectivityError("storage-away", "the database is closed");
    try {
      return read();
    } catch (error) {
      throw fromFailure(toFailure(error));
    }
  };
  return {
    upgrade: thread.upgrade,
    revision: () => orAway(reader.revision),
    read: () => orAway(reader.read),
    commit: (changes, onto) => thread.call("commit", changes, onto),
    notes: () => thread.call("notes"),
    forgetNotes: (upToSeq) => thread.call("forgetNotes", upToSeq),
    close,
    [Symbol.asyncDispose]: close,
  };
}
