import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Upgrade } from "../../upgrade.ts";
import { KNOWN_DATABASES } from "./kinds.ts";

/**
 * Brings the named databases of a folder up to date, each copied first, and holds the journal meanwhile, so that no
 * Tandem begins to trade between them. Throws ConfigError where one cannot be; that one is as it was then.
 */
export function upgradeFolder(
  dir: string,
  files: readonly string[],
  onUpgrade: (upgrade: Upgrade) => void,
): void {
  using held = new DisposableStack();
  for (const { file, open } of KNOWN_DATABASES) {
    const isJournal = file === KNOWN_DATABASES[0]?.file;
    if (!files.includes(file) && !(isJournal && existsSync(join(dir, file)))) continue;
    const { database, upgrade } = open(dir);
    held.defer(() => database.close());
    if (upgrade !== null) onUpgrade(upgrade);
  }
}
