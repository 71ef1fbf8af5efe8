import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Run by root over the folder of another user, a command goes on as that user: what root wrote there, an errand or a
 * database, the service could not read. A folder that is still to be made belongs to whom the one above it does.
 */
export function actAsOwner(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = ownerOf(resolve(folder));
  if (uid === 0) return;
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

function ownerOf(folder: string): { readonly uid: number; readonly gid: number } {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found ?? (dirname(folder) === folder ? { uid: 0, gid: 0 } : ownerOf(dirname(folder)));
}
