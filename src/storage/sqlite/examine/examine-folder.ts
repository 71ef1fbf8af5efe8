import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { ConnectivityError } from "#model";
import { databasesIn } from "../backup/backup-folder.ts";
import type { Examination } from "./examine-file.ts";

/**
 * Checks every database of the folder, in a thread of its own, as a large one takes its time; [] where there is none.
 * Rejects with ConnectivityError when it is aborted before it is done.
 */
export async function examineFolder(dir: string, signal: AbortSignal): Promise<readonly Examination[]> {
  const names = existsSync(dir) ? databasesIn(dir) : [];
  if (names.length === 0) return [];
  const worker = new Worker(new URL("./thread.ts", import.meta.url), { workerData: { dir, names } });
  const done = Promise.withResolvers<readonly Examination[]>();
  worker.on("message", done.resolve);
  worker.on("error", done.reject);
  const stop = () =>
    done.reject(new ConnectivityError("aborted", "the databases were not read to their end"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await done.promise;
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
