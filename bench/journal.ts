import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TradingBatch, TradingStore } from "#ledger";
import { openTradingStore } from "#storage";
import { quantile } from "./measure.ts";

export interface JournalFigures {
  readonly appends: number;
  /** From the call to the promise that the batch is on the disk, one at a time. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** With a hundred waiting at any time, which share commits. */
  readonly appendsPerSec: number;
}

const APPENDS = 2_000;
const WARM_UP = 200;
const WAITING = 100;

/** The journal's real path, worker thread and fsync included, on the disk that holds `parent`. */
export async function journalFigures(parent = tmpdir()): Promise<JournalFigures> {
  const dir = mkdtempSync(join(parent, "tandem-bench-"));
  const clock = { monotonicNs: () => performance.now() * 1e6, epochMs: () => Date.now() };
  const quiet = () => {};
  const log = { info: quiet, warning: quiet, error: quiet, debug: quiet };
  const store = await openTradingStore({ dir, clock, log });
  try {
    const millis = await oneByOne(store);
    const [p50Ms, p99Ms, maxMs] = [quantile(millis, 0.5), quantile(millis, 0.99), quantile(millis, 1)];
    return { appends: APPENDS, p50Ms, p99Ms, maxMs, appendsPerSec: await crowded(store) };
  } finally {
    await store.close();
    rmSync(dir, { recursive: true });
  }
}

export function journalLine({ appends, p50Ms, p99Ms, maxMs, appendsPerSec }: JournalFigures): string {
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  return (
    `journal: ${appends} appends one by one: p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}, longest ${ms(maxMs)}; ` +
    `${WAITING} at a time: ${Math.round(appendsPerSec).toLocaleString("en-US")} appends/s`
  );
}

async function oneByOne(store: TradingStore): Promise<Float64Array> {
  const millis = new Float64Array(APPENDS);
  for (let at = -WARM_UP; at < APPENDS; at += 1) {
    const batch = batchOf(`single-${at}`);
    const startMs = performance.now();
    await store.append(batch);
    if (at >= 0) millis[at] = performance.now() - startMs;
  }
  return millis;
}

async function crowded(store: TradingStore): Promise<number> {
  let next = 0;
  const startMs = performance.now();
  const worker = async () => {
    while (next < APPENDS) {
      next += 1;
      await store.append(batchOf(`crowd-${next}`));
    }
  };
  await Promise.all(Array.from({ length: WAITING }, worker));
  return APPENDS / ((performance.now() - startMs) / 1000);
}

/** About what a filled leg writes: an intent of a kilobyte and a half, and three transfers. */
function batchOf(tradeId: string): TradingBatch {
  const transfer = { atMs: 1, kind: "fill", tradeId, attemptId: tradeId, amount: 123_456_789n } as const;
  return {
    records: [
      { tradeId, seq: 1, atMs: 1, kind: "intent", body: JSON.stringify({ wire: "A".repeat(1_500) }) },
    ],
    transfers: ["SOL", "USD", "USDC"].map((asset) => ({
      ...transfer,
      id: `${tradeId}/${asset}`,
      asset,
      from: "market/gemini",
      to: "gemini",
    })),
    closed: [],
    risk: null,
    audit: [],
  };
}

// Alone, on the disk of a folder of one's choice: node bench/journal.ts [DIR]
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const figures = await journalFigures(process.argv[2]);
  process.stdout.write(`${journalLine(figures)}\n${JSON.stringify(figures)}\n`);
}
