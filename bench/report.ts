import { type JournalFigures, journalLine } from "./journal.ts";
import type { HeapUse } from "./measure.ts";

export interface SetReport {
  readonly name: string;
  readonly frames: number;
  /** Frames a second by contestant. */
  readonly rates: ReadonlyMap<string, number>;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly heap: HeapUse;
}

export interface BenchReport {
  readonly sets: readonly SetReport[];
  readonly quotes: Readonly<Record<string, number>> | null;
  readonly journal: JournalFigures;
  readonly notes: readonly string[];
}

/** The table for people, then one line of JSON for scripts. */
export function printReport(report: BenchReport): void {
  const lines = [
    ...report.sets.flatMap(setLines),
    ...quoteLines(report),
    journalLine(report.journal),
    ...report.notes,
  ];
  process.stdout.write(`${lines.join("\n")}\n${JSON.stringify(plain(report))}\n`);
}

function setLines(set: SetReport): string[] {
  const parse = set.rates.get("JSON.parse") ?? Number.NaN;
  const rows = [...set.rates].map(([name, rate]) => {
    const share = (rate / parse).toFixed(2);
    return `  ${name.padEnd(12)} ${thousands(rate).padStart(12)} frames/s   ${share} of JSON.parse`;
  });
  const { p50Us, p99Us, p999Us, heap } = set;
  return [
    `${set.name}: ${set.frames} frames`,
    ...rows,
    `  full path, one frame: p50 ${p50Us.toFixed(2)} us, p99 ${p99Us.toFixed(2)} us, p99.9 ${p999Us.toFixed(2)} us`,
    `  a million frames: heap ${signed(heap.grownBytes)} bytes, ${heap.allocatedBytesPerFrame.toFixed(1)} bytes allocated a frame`,
    "",
  ];
}

function quoteLines({ quotes }: BenchReport): string[] {
  if (quotes === null) return ["quotes skipped: ../shared/data is absent"];
  const rows = Object.entries(quotes).map(
    ([name, rate]) => `  ${name.padEnd(18)} ${thousands(rate).padStart(12)} quotes/s`,
  );
  return ["small swaps through the recorded pools", ...rows];
}

function plain({ sets, quotes, journal, notes }: BenchReport): object {
  const rows = sets.map(({ rates, ...set }) => ({ ...set, framesPerSec: Object.fromEntries(rates) }));
  return { sets: rows, quotesPerSec: quotes, journal, notes };
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function signed(value: number): string {
  return (value > 0 ? "+" : "") + thousands(value);
}
