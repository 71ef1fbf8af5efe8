import { randomUUID } from "node:crypto";
import { ConfigError, ConnectivityError } from "#model";
import { type ErrandReport, type Task, takeAnswer, writeRequest } from "./exchange.ts";
import { readPidFile } from "./pid-file.ts";

const LOOK_MS = 50;

export interface Question {
  readonly task: Task;
  readonly argument?: string;
  readonly withinMs: number;
}

/** Has the process that runs over `dataDir` do the task, and resolves with its report; null where none runs there. */
export async function askProcess(dataDir: string, question: Question): Promise<ErrandReport | null> {
  const pid = readPidFile(dataDir);
  if (pid === null) return null;
  const id = randomUUID();
  writeRequest(dataDir, { id, task: question.task, argument: question.argument ?? null });
  process.kill(pid, "SIGHUP");
  const endMs = performance.now() + question.withinMs;
  while (performance.now() < endMs) {
    const report = takeAnswer(dataDir, id);
    if (report !== null) return report;
    if (readPidFile(dataDir) !== pid)
      throw new ConnectivityError("process-ended", `process ${pid} ended before it answered`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new ConnectivityError(
    "no-answer",
    `process ${pid} did not answer within ${question.withinMs / 1e3} s`,
  );
}

/** The folders that are meant where nothing was said: the demo's data lie apart. */
export const USUAL_FOLDERS = ["data", "data/demo"] as const;

/** The one of these folders that `has`; refuses to guess between two. */
export function onlyFolder(
  places: readonly string[],
  has: (dataDir: string) => boolean,
  what: string,
): string {
  const [first, ...others] = places.filter(has);
  if (first === undefined) throw new ConfigError("data-dir", `${what} in ${places.join(" or ")}`);
  if (others.length > 0)
    throw new ConfigError("data-dir", `found in each of ${places.join(", ")}: --data-dir says which`);
  return first;
}
