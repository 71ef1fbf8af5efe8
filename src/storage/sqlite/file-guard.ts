import { closeSync, openSync, readSync, statSync } from "node:fs";
import { ConnectivityError } from "#model";

/** The first bytes of every SQLite file. https://sqlite.org/fileformat.html#the_database_header */
const MAGIC = "SQLite format 3\0";

/**
 * Watches over a file that SQLite holds open. SQLite itself goes on reading and writing one that was removed
 * or replaced, and all of that is gone with the process: such a write must fail while it can still be told.
 * The returned function throws ConnectivityError where the path no longer leads to the file that was opened.
 */
export function createFileGuard(file: string): () => void {
  const opened = statSync(file);
  return () => {
    const now = statSync(file, { throwIfNoEntry: false });
    if (now === undefined) throw away(`${file} was removed while it was open`);
    if (now.ino !== opened.ino || now.dev !== opened.dev)
      throw away(`${file} was replaced while it was open`);
    if (readHead(file) !== MAGIC) throw away(`${file} was overwritten while it was open`);
  };
}

function readHead(file: string): string {
  const head = Buffer.alloc(MAGIC.length);
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return head.toString("latin1");
}

function away(message: string): ConnectivityError {
  return new ConnectivityError("storage-away", message);
}
