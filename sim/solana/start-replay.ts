import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FaultClock } from "../faults/index.ts";
import { readRecording } from "./genesis/read-recording.ts";
import { listRecordedPools, storeRecording } from "./genesis/recorded-pools.ts";
import { startNode } from "./node.ts";
import type { SolanaStandIn } from "./stand-in.ts";
import { standInOf } from "./stand-in.ts";
import { DEFAULT_DEPTHS, DEFAULT_SLOT_MS } from "./start-solana.ts";

export interface SolanaReplayOptions {
  /** Holds account dumps at any depth; where it has a folder `solana` only that is read. */
  readonly dataDir: string;
  readonly faults: FaultClock;
  readonly seed: number;
  readonly slotMs?: number;
  readonly port?: number;
}

/**
 * Serves recorded accounts as they were, from the highest recorded slot on: slots and block time go on,
 * nobody trades. Rejects where the folder holds no account.
 */
export async function startSolanaReplay(options: SolanaReplayOptions): Promise<SolanaStandIn> {
  const inner = join(options.dataDir, "solana");
  const recording = readRecording(existsSync(inner) ? inner : options.dataDir);
  const node = await startNode({
    seed: options.seed,
    faults: options.faults,
    slotMs: options.slotMs ?? DEFAULT_SLOT_MS,
    port: options.port ?? 0,
    startSlot: recording.slot,
    startTimeSec: recording.nextBlockTimeSec ?? Math.floor(Date.now() / 1000),
    depths: DEFAULT_DEPTHS,
    genesis: ({ accounts, blocks }) => storeRecording(recording, accounts, blocks.head.slot),
    execute: () => {},
  });
  return standInOf(node, listRecordedPools(recording));
}
