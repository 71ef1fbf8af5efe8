import { resolve } from "node:path";
import { backupFolder } from "#storage";
import { systemClock } from "../clock.ts";
import { askProcess } from "../errands/ask.ts";
import { backupReport } from "../errands/book-reports.ts";
import type { ErrandReport } from "../errands/exchange.ts";
import { VERSION } from "../version.ts";
import type { Command } from "./command.ts";
import { booksFolder, FOLDER_FLAGS } from "./data-folder.ts";

const ANSWER_WITHIN_MS = 600_000;

/** `tandem backup DIR`: copies every SQLite database of DATA_DIR, while Tandem runs or not. */
export const backupCommand: Command = {
  options: FOLDER_FLAGS,
  positionals: 1,
  async run(flags, [dir = ""]) {
    const dataDir = booksFolder(flags);
    process.stderr.write(`backing up ${dataDir} into ${dir}\n`);
    const { ok, lines } = await backUp(dataDir, resolve(dir));
    (ok ? process.stdout : process.stderr).write(lines.map((line) => `${line}\n`).join(""));
    return ok ? 0 : 1;
  },
};

/** A running process holds its databases, and copies them while it goes on trading. */
async function backUp(dataDir: string, targetDir: string): Promise<ErrandReport> {
  const told = await askProcess(dataDir, { task: "backup", argument: targetDir, withinMs: ANSWER_WITHIN_MS });
  if (told !== null) return told;
  const takenAtMs = systemClock.epochMs();
  return backupReport(
    await backupFolder({ dataDir, targetDir, held: {}, takenAtMs, version: VERSION }),
    targetDir,
  );
}
