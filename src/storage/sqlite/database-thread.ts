import { Worker } from "node:worker_threads";
import { ConnectivityError } from "#model";
import type { Repository } from "./repository.ts";
import { fromFailure, type Operation, type ThreadAnswer, type ThreadRequest } from "./thread-protocol.ts";

/** The repository behind its thread: the same operations, as promises. */
export interface DatabaseThread {
  call<Name extends Operation>(
    operation: Name,
    ...args: Parameters<Repository[Name]>
  ): Promise<ReturnType<Repository[Name]>>;
  /** Finishes what was asked, closes the file and ends the thread. May be called twice. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Starts the thread and opens the database in it; rejects with the ConfigError of openDatabase. */
export async function startDatabaseThread(dir: string): Promise<DatabaseThread> {
  const worker = new Worker(new URL("./thread.ts", import.meta.url), { workerData: dir });
  const waiting = new Map<number, Waiting>();
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let gone: Error | null = null;
  let nextId = 1;

  worker.on("message", (answer: ThreadAnswer) => {
    if (answer.kind === "ready") return opened.resolve();
    if (answer.kind === "not-opened") return opened.reject(fromFailure(answer.failure));
    const caller = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.kind === "done") caller?.resolve(answer.result);
    else caller?.reject(fromFailure(answer.failure));
  });
  worker.on("error", (cause) => {
    gone = new ConnectivityError("storage-away", `the database thread failed: ${String(cause)}`, { cause });
  });
  worker.on("exit", () => {
    gone ??= new ConnectivityError("storage-away", "the database is closed");
    opened.reject(gone);
    for (const caller of waiting.values()) caller.reject(gone);
    waiting.clear();
    ended.resolve();
  });

  const call: DatabaseThread["call"] = (operation, ...args) =>
    new Promise((resolve, reject) => {
      if (gone !== null) return reject(gone);
      const id = nextId++;
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      worker.postMessage({ id, operation, args } satisfies ThreadRequest);
    });

  await opened.promise;
  let closing: Promise<void> | null = null;
  return {
    call,
    close() {
      closing ??= gone === null ? call("close").then(() => ended.promise) : ended.promise;
      return closing;
    },
  };
}
