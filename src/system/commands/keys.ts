import { resolve } from "node:path";
import { ConfigError } from "#model";
import { askProcess } from "../errands/ask.ts";
import { type Command, flagText } from "./command.ts";
import { FOLDER_FLAGS, runningFolder } from "./data-folder.ts";

/** Trials, and then the wait for the new connection, have their own limits, which add up to less. */
const ANSWER_WITHIN_MS = 90_000;

/** `tandem keys reload`: tells the running process to read its keys again, and what came of it. */
export const keysCommand: Command = {
  options: FOLDER_FLAGS,
  positionals: 1,
  async run(flags, [word]) {
    if (word !== "reload")
      throw new ConfigError("keys", `tandem keys: expected reload, got ${word ?? "nothing"}`);
    const dataDir = runningFolder(flags);
    const file = flagText(flags, "env-file");
    const report = await askProcess(dataDir, {
      ...{ task: "reload-keys", withinMs: ANSWER_WITHIN_MS },
      ...(file === undefined ? {} : { argument: resolve(file) }),
    });
    if (report === null) throw new ConfigError("data-dir", `no process runs over ${dataDir}`);
    process.stdout.write(report.lines.map((line) => `${line}\n`).join(""));
    return report.ok ? 0 : 1;
  },
};
