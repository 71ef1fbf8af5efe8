import { closeSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { ConnectivityError } from "#model";

/** The first bytes of every SQLite file. https://sqlite.org/fileformat.html#the_database_header */
const MAGIC = "SQLite format 3\0";

export interface FileGuard {
  /** Throws ConnectivityError where the path no longer leads to the file that was opened. */
  check(): void;
  /** Only after the database itself was closed. */
  close(): void;
}

/**
 * Watches over a file that SQLite holds open, and over its companions (`-wal`). SQLite itself goes on reading
 * and writing one that was removed or replaced, and all of that is gone with the process: such a write must fail
 * while it can still be told.
 *
 * The file is opened once and kept: POSIX drops every lock that a process has on a file as soon as it closes any
 * descriptor of it, those of SQLite included. https://sqlite.org/howtocorrupt.html#posix_close_bug
 */
export function createFileGuard(file: string, companions: readonly string[] = []): FileGuard {
  const descriptor = openSync(file, "r");
  const opened = [file, ...companions].map((path) => [path, statSync(path)] as const);
  return {
    check() {
      for (const [path, stats] of opened) checkIdentity(path, stats);
      if (readHead(descriptor) !== MAGIC) throw away(`${file} was overwritten while it was open`);
    },
    close: () => closeSync(descriptor),
  };
}

function checkIdentity(path: string, opened: Stats): void {
  const now = statSync(path, { throwIfNoEntry: false });
  if (now === undefined) throw away(`${path} was removed while it was open`);
  if (now.ino !== opened.ino || now.dev !== opened.dev) throw away(`${path} was replaced while it was open`);
}

function readHead(descriptor: number): string {
  const head = Buffer.alloc(MAGIC.length);
  readSync(descriptor, head, 0, head.length, 0);
  return head.toString("latin1");
}

function away(message: string): ConnectivityError {
  return new ConnectivityError("storage-away", message);
}
