import { ConfigError } from "#model";
import { restoreFolder } from "#storage";
import { systemClock } from "../clock.ts";
import { readPidFile } from "../errands/pid-file.ts";
import type { Command } from "./command.ts";
import { FOLDER_FLAGS, targetFolder } from "./data-folder.ts";

/**
 * `tandem restore DIR`: puts a backup into DATA_DIR, which no process may use. The venues have gone on since the backup:
 * the next start compares its balances with theirs and pauses over a drift, instead of trading on an old ledger.
 */
export const restoreCommand: Command = {
  options: { ...FOLDER_FLAGS, replace: { type: "boolean" } },
  positionals: 1,
  async run(flags, [backupDir = ""]) {
    const dataDir = targetFolder(flags);
    const pid = readPidFile(dataDir);
    if (pid !== null)
      throw new ConfigError(
        "data-dir-in-use",
        `DATA_DIR: ${dataDir} is in use by process ${pid}: stop it first`,
      );
    process.stderr.write(`restoring ${backupDir} into ${dataDir}\n`);
    const { manifest, movedTo } = await restoreFolder({
      ...{ backupDir, dataDir, replace: flags.replace === true, atMs: systemClock.epochMs() },
    });
    const { taken, databases } = manifest;
    const restored = {
      restored: dataDir,
      taken,
      databases: databases.map(({ name }) => name),
      moved_to: movedTo,
    };
    process.stdout.write(`${JSON.stringify(restored)}\n`);
    return 0;
  },
};
