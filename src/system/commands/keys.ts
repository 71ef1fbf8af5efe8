import { randomUUID } from "node:crypto";
import { ConfigError, ConnectivityError } from "#model";
import { loadEnvironment } from "../env-file.ts";
import { readPidFile } from "../keys/pid-file.ts";
import { type ReloadReport, takeAnswer, writeRequest } from "../keys/reload-exchange.ts";
import { type Command, type Flags, flagText } from "./command.ts";

/** Trials, and then the wait for the new connection, have their own limits, which add up to less. */
const ANSWER_WITHIN_MS = 90_000;
const LOOK_MS = 50;

/** `tandem keys reload`: tells the running process to read its keys again, and what came of it. */
export const keysCommand: Command = {
  options: { "env-file": { type: "string" }, "data-dir": { type: "string" } },
  positionals: 1,
  async run(flags, [word]) {
    if (word !== "reload")
      throw new ConfigError("keys", `tandem keys: expected reload, got ${word ?? "nothing"}`);
    const { dataDir, pid } = findProcess(flags);
    const id = randomUUID();
    writeRequest(dataDir, id);
    process.kill(pid, "SIGHUP");
    const { ok, lines } = await waitForAnswer(dataDir, id, pid);
    process.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return ok ? 0 : 1;
  },
};

/** The process over the configured data, or over the only data here that have one. */
function findProcess(flags: Flags): { readonly dataDir: string; readonly pid: number } {
  const { values } = loadEnvironment(process.env, flagText(flags, "env-file"));
  const said = flagText(flags, "data-dir") ?? values.DATA_DIR;
  const places = said === undefined ? ["data", "data/demo"] : [said];
  const found = places.flatMap((dataDir) => {
    const pid = readPidFile(dataDir);
    return pid === null ? [] : [{ dataDir, pid }];
  });
  const [first, ...others] = found;
  if (first === undefined) throw new ConfigError("data-dir", `no process runs over ${places.join(" or ")}`);
  if (others.length > 0)
    throw new ConfigError(
      "data-dir",
      `a process runs over each of ${places.join(", ")}: --data-dir says which`,
    );
  return first;
}

async function waitForAnswer(dataDir: string, id: string, pid: number): Promise<ReloadReport> {
  const endMs = performance.now() + ANSWER_WITHIN_MS;
  while (performance.now() < endMs) {
    const report = takeAnswer(dataDir, id);
    if (report !== null) return report;
    if (readPidFile(dataDir) !== pid)
      throw new ConnectivityError("process-ended", `process ${pid} ended before it answered`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new ConnectivityError(
    "no-answer",
    `process ${pid} did not answer within ${ANSWER_WITHIN_MS / 1e3} s`,
  );
}
