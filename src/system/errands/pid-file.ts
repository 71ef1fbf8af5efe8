import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** `tandem.pid` in DATA_DIR: who trades over these data. */
const NAME = "tandem.pid";
/** `{"pid":4711,"started":"8315"}`; `started` is null where the system does not tell. */
const content = z.object({ pid: z.int().positive(), started: z.string().nullable() });

/** Writes the file of this process, readable by its owner only. Disposing removes it, unless another process has put its own there. */
export function writePidFile(dataDir: string): Disposable {
  const file = join(dataDir, NAME);
  const { pid } = process;
  writeFileSync(file, `${JSON.stringify({ pid, started: startOf(pid) })}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return {
    [Symbol.dispose]() {
      if (readPidFile(dataDir) === pid) rmSync(file, { force: true });
    },
  };
}

/** The process that runs over these data, null where none does: a file that a killed process left behind names nobody. */
export function readPidFile(dataDir: string): number | null {
  const said = content.safeParse(readJson(join(dataDir, NAME)));
  if (!said.success) return null;
  const { pid, started } = said.data;
  return isAlive(pid) && startOf(pid) === started ? pid : null;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * When a process began, in the system's own ticks: the number of a process that is gone is given to another one, which
 * must not be sent our signals. Null where there is no /proc.
 */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold blanks; the start is the twentieth field after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
