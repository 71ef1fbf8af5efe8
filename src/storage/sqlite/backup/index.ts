/** Copies of the databases of a data folder, taken while they are in use, and put back. */
export { type BackupFolderOptions, backupFolder } from "./backup-folder.ts";
export type { Manifest } from "./manifest.ts";
export { type Restored, type RestoreFolderOptions, restoreFolder } from "./restore-folder.ts";
