import { Worker } from "node:worker_threads";
import { ConnectivityError } from "#model";
import type { Upgrade } from "../upgrade.ts";
import type { Served } from "./serve-thread.ts";
import { fromFailure, type ThreadAnswer, type ThreadRequest } from "./thread-protocol.ts";

type Operation<Repository> = Exclude<Extract<keyof Repository, string>, keyof Served>;
type Arguments<Method> = Method extends (...args: infer Args) => unknown ? Args : never;
type Result<Method> = Method extends (...args: never[]) => infer Returned ? Returned : never;

/** What a thread serves, from outside: the same operations, as promises. */
export interface DatabaseThread<Repository extends Served> {
  /** What had to be done when the database was opened. */
  readonly upgrade: Upgrade | null;
  call<Name extends Operation<Repository>>(
    operation: Name,
    ...args: Arguments<Repository[Name]>
  ): Promise<Awaited<Result<Repository[Name]>>>;
  /** Finishes what was asked, closes the file and ends the thread. May be called twice. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Starts the thread on its script and opens the folder's database in it; rejects with what opening threw. */
export async function startDatabaseThread<Repository extends Served>(
  script: URL,
  dir: string,
): Promise<DatabaseThread<Repository>> {
  const worker = new Worker(script, { workerData: dir });
  const waiting = new Map<number, Waiting>();
  const opened = Promise.withResolvers<Upgrade | null>();
  const ended = Promise.withResolvers<void>();
  let gone: Error | null = null;
  let nextId = 1;

  worker.on("message", (answer: ThreadAnswer) => {
    if (answer.kind === "ready") return opened.resolve(answer.upgrade);
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

  const ask = <Answer>(operation: string, args: readonly unknown[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (gone !== null) return reject(gone);
      const id = nextId++;
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      worker.postMessage({ id, operation, args } satisfies ThreadRequest);
    });

  const upgrade = await opened.promise;
  let closing: Promise<void> | null = null;
  return {
    upgrade,
    call: (operation, ...args) => ask(operation, args),
    close() {
      closing ??= gone === null ? ask("close", []).then(() => ended.promise) : ended.promise;
      return closing;
    },
  };
}
