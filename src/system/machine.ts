import { statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import type { MachineFigures } from "#gateway";
import type { Timers } from "#model";

export interface Machine extends Disposable {
  /** Never waits. */
  figures(): MachineFigures;
}

const EVERY_MS = 10_000;

/** Watches what the process has of the machine. A disk may not answer, so it is asked beside the scrapes. */
export function watchMachine(dataDir: string, timers: Timers): Machine {
  let disk: MachineFigures["disk"] = null;
  let asking = false;
  async function ask(): Promise<void> {
    // One that hangs must not gather questions.
    if (asking) {
      disk = null;
      return;
    }
    asking = true;
    const seen = await statfs(dataDir).catch(() => null);
    asking = false;
    disk =
      seen === null ? null : { freeBytes: seen.bavail * seen.bsize, totalBytes: seen.blocks * seen.bsize };
  }
  void ask();
  const stop = timers.every(EVERY_MS, () => void ask());
  const memoryLimitBytes = memoryLimit();
  const heapLimitBytes = getHeapStatistics().heap_size_limit;
  return {
    figures: () => ({ memoryLimitBytes, heapLimitBytes, disk }),
    [Symbol.dispose]: stop,
  };
}

/** The container's limit where there is one; without one the kernel names none, or one beyond all memory. */
function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
