import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "#model";
import { openToRead } from "../open-to-read.ts";
import { schemaVersion } from "../upgrade/take-steps.ts";
import { ACCESS_FILE } from "./open-access-database.ts";

/**
 * Whether the folder's `access.db` holds an admin who may log in, for who must not change it: nothing is made, and an
 * older schema stays as it is. Throws ConfigError where it cannot be read.
 */
export function holdsAdmin(dir: string): boolean {
  const path = join(dir, ACCESS_FILE);
  if (!existsSync(path)) return false;
  try {
    using database = openToRead(path);
    if (schemaVersion(database) === 0) return false;
    const admin = database.prepare("SELECT 1 FROM users WHERE role = 'admin' AND disabled = 0 LIMIT 1");
    return admin.get() !== undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError("DATA_DIR", `DATA_DIR: ${path} cannot be read (${reason})`, { cause });
  }
}
