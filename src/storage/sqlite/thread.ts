import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openRepository, type Repository } from "./repository.ts";
import { type ThreadAnswer, type ThreadRequest, toFailure } from "./thread-protocol.ts";

/**
 * The database's own thread: SQLite waits for the disk inside the call, and nothing that trades may
 * wait with it. Answers come in the order of the requests.
 */
function serve(port: MessagePort, dir: string): void {
  const repository = open(port, dir);
  if (repository === null) return;
  const answer = (message: ThreadAnswer) => port.postMessage(message);
  port.on("message", (request: ThreadRequest) => {
    try {
      if (request.operation !== "close") repository.guard();
      const operation = repository[request.operation] as (...args: readonly unknown[]) => unknown;
      answer({ kind: "done", id: request.id, result: operation(...request.args) });
    } catch (error) {
      answer({ kind: "failed", id: request.id, failure: toFailure(error) });
    }
    if (request.operation === "close") port.close();
  });
  answer({ kind: "ready" });
}

function open(port: MessagePort, dir: string): Repository | null {
  try {
    return openRepository(dir);
  } catch (error) {
    port.postMessage({ kind: "not-opened", failure: toFailure(error) } satisfies ThreadAnswer);
    port.close();
    return null;
  }
}

if (parentPort !== null) serve(parentPort, String(workerData));
