import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ConfigError } from "#model";
import type { Upgrade } from "../upgrade.ts";
import { type ThreadAnswer, type ThreadRequest, toFailure } from "./thread-protocol.ts";

/** What a database's thread serves: operations that may wait for the disk, and these. */
export interface Served {
  /** What had to be done when it was opened. */
  readonly upgrade: Upgrade | null;
  /** Throws where the file is no longer the one that was opened; every operation but close asks first. */
  guard(): void;
  /** Work that can wait until an answer is out. */
  tidy?(): void;
  close(): void;
}

/**
 * Serves the database of the folder that the thread was started with: SQLite waits for the disk inside
 * the call, and nothing that trades may wait with it. Answers come in the order of the requests.
 */
export function serveThread(open: (dir: string) => Served): void {
  if (parentPort === null) return;
  const port = parentPort;
  const served = tryToOpen(port, open);
  if (served === null) return;
  port.on("message", (request: ThreadRequest) => {
    const result = perform(request, served);
    // A copy goes on while others are served; everything else is answered before the next request is looked at.
    if (result instanceof Promise) return void result.then((answer) => port.postMessage(answer));
    port.postMessage(result);
    if (request.operation === "close") port.close();
    else served.tidy?.();
  });
  port.postMessage({ kind: "ready", upgrade: served.upgrade } satisfies ThreadAnswer);
}

function tryToOpen(port: MessagePort, open: (dir: string) => Served): Served | null {
  try {
    return open(String(workerData));
  } catch (error) {
    const failure = toFailure(error instanceof ConfigError ? error : unusable(String(workerData), error));
    port.postMessage({ kind: "not-opened", failure } satisfies ThreadAnswer);
    port.close();
    return null;
  }
}

/** A full disk lets a file be opened, and refuses the first row. */
function unusable(dir: string, cause: unknown): ConfigError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConfigError("data-dir", `DATA_DIR: the databases in ${dir} cannot be used (${reason})`, {
    cause,
  });
}

function perform(
  { id, operation, args }: ThreadRequest,
  served: Served,
): ThreadAnswer | Promise<ThreadAnswer> {
  const done = (result: unknown): ThreadAnswer => ({ kind: "done", id, result });
  const failed = (error: unknown): ThreadAnswer => ({ kind: "failed", id, failure: toFailure(error) });
  try {
    if (operation !== "close") served.guard();
    const call: (...args: readonly unknown[]) => unknown = Reflect.get(served, operation);
    const result = call(...args);
    return result instanceof Promise ? result.then(done, failed) : done(result);
  } catch (error) {
    return failed(error);
  }
}
