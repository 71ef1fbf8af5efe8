import { userInfo } from "node:os";
import type { Access } from "#access";
import { openAccess } from "../access/open-access.ts";
import type { Flags } from "./command.ts";
import { flagText } from "./command.ts";
import { FOLDER_FLAGS, targetFolder } from "./data-folder.ts";

/** The demo's data lie apart, and so do its users. */
export const ACCESS_FLAGS = { ...FOLDER_FLAGS, mode: { type: "string" } } as const;

/**
 * Does something with the users of the data folder, whether a process runs over it or not: a running one sees it with
 * the next request, and tells it to the audit log.
 */
export async function withAccess<Result>(
  flags: Flags,
  work: (access: Access, by: string) => Promise<Result>,
): Promise<Result> {
  // Before the command becomes the user that owns the folder: who typed it is what the audit log is asked.
  const by = `${userInfo().username}@local`;
  const dataDir = flagText(flags, "mode") === "demo" ? demoFolder(flags) : targetFolder(flags);
  await using opened = await openAccess({ dataDir, jwtSecret: null });
  return await work(opened.access, by);
}

/** The folder of the demo, where no other was said. */
export function demoFolder(flags: Flags): string {
  const said = targetFolder(flags);
  return said === "data" ? "data/demo" : said;
}
