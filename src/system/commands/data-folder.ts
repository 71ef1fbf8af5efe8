import { existsSync } from "node:fs";
import { join } from "node:path";
import { actAsOwner } from "../act-as-owner.ts";
import { loadEnvironment } from "../env-file.ts";
import { onlyFolder, USUAL_FOLDERS } from "../errands/ask.ts";
import { readPidFile } from "../errands/pid-file.ts";
import { type Flags, flagText } from "./command.ts";

/** Flags of every command that works on a data folder. */
export const FOLDER_FLAGS = { "env-file": { type: "string" }, "data-dir": { type: "string" } } as const;

/** Folders that could be meant: the one that was said or configured, else the usual ones. */
function places(flags: Flags): readonly string[] {
  const { values } = loadEnvironment(process.env, flagText(flags, "env-file"));
  const said = flagText(flags, "data-dir") ?? values.DATA_DIR;
  return said === undefined || said === "" ? USUAL_FOLDERS : [said];
}

/** From here on the command is who owns the folder. */
function entered(dataDir: string): string {
  actAsOwner(dataDir);
  return dataDir;
}

/** The folder that a process runs over. ConfigError where none does, or one over each. */
export function runningFolder(flags: Flags): string {
  return entered(
    onlyFolder(places(flags), (dataDir) => readPidFile(dataDir) !== null, "no process runs over data"),
  );
}

/** The folder that holds Tandem's books. ConfigError where none does, or more than one. */
export function booksFolder(flags: Flags): string {
  return entered(
    onlyFolder(places(flags), (dataDir) => existsSync(join(dataDir, "trading.db")), "no trading.db"),
  );
}

/** Where data are to be put: only a folder that was said, or the one of observe and live. */
export function targetFolder(flags: Flags): string {
  return entered(places(flags)[0] ?? USUAL_FOLDERS[0]);
}
