import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** What one process holds, as the kernel says. */
export interface ProcessReading {
  readonly rssMb: number;
  readonly handles: number;
  /** Processor time since its start. */
  readonly cpuSec: number;
}

const TICKS_A_SECOND = 100;

/** All processes below `pid`, by what they run ("main.ts sim"). Linux only. */
export function readingsBelow(pid: number): Record<string, ProcessReading> {
  return Object.fromEntries(childrenOf(pid).flatMap(readingOf));
}

function readingOf(pid: number): [string, ProcessReading][] {
  try {
    const said = readFileSync(`/proc/${pid}/cmdline`, "utf8")
      .split("\0")
      .slice(1)
      .filter((word) => word !== "--")
      .slice(0, 2);
    const name = said
      .map((word) => basename(word))
      .join(" ")
      .trim();
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    // The fields after the name in brackets, which may hold blanks: utime and stime are the 12th and 13th.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const reading = {
      rssMb: Math.round(Number(rss) / 1024),
      handles: readdirSync(`/proc/${pid}/fd`).length,
      cpuSec: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    };
    return [[name, reading]];
  } catch {
    // It ended meanwhile.
    return [];
  }
}

function childrenOf(pid: number): number[] {
  const below = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
  return [...below, ...below.flatMap(childrenOf)];
}

function parentOf(pid: string): number | null {
  try {
    return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return null;
  }
}

/** Bytes of all files in a folder and below. */
export function bytesBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.reduce((sum, { parentPath, name }) => {
    const size = statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0;
    return sum + size;
  }, 0);
}
