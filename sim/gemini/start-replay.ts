import type { FaultClock } from "../faults/index.ts";
import { NO_TRUTH } from "./account/account-truth.ts";
import { standInKeys } from "./private/api-keys.ts";
import { loadRecording } from "./replay/recording.ts";
import { createReplaySource } from "./replay/replay-source.ts";
import { startServer } from "./server/server.ts";
import { type GeminiStandIn, noFaults } from "./start-gemini.ts";
import { type EpochMs, realTime } from "./venue-clock.ts";

export interface GeminiReplayOptions {
  /** Lines of `<receive ns>\t<frame>`. */
  readonly tsvFile: string;
  /** How much faster than recorded; 1 where left out. */
  readonly speed?: number;
  readonly faults?: FaultClock;
  /** Of the faults' dice; 1 where left out. */
  readonly seed?: number;
  readonly port?: number;
  readonly epochMs?: EpochMs;
  /** Truths of other venues for the page `GET /truth`, by the venue's name. */
  readonly otherTruths?: () => Readonly<Record<string, unknown>>;
}

/** How often the fault plan is looked at. */
const FAULT_TICK_MS = 50;

/**
 * Serves a recording: every client gets it from its start once it subscribes. `topAt` knows the ids
 * of recorded frames only, and there is no account. Rejects where the file cannot be read or the port is in use.
 */
export async function startGeminiReplay(options: GeminiReplayOptions): Promise<GeminiStandIn> {
  const frames = await loadRecording(options.tsvFile);
  const source = createReplaySource({ frames, speed: options.speed ?? 1 });
  const faults = options.faults ?? noFaults();
  const seed = options.seed ?? 1;
  const server = await startServer({
    source,
    faults,
    seed,
    account: undefined,
    truth: () => ({ gemini: NO_TRUTH, ...options.otherTruths?.() }),
    port: options.port ?? 0,
    epochMs: options.epochMs ?? realTime,
    // In the recordings that we know the first snapshots came before their acknowledgement.
    overtakeChance: 1,
  });
  const ticks = setInterval(faults.tick, FAULT_TICK_MS);
  return {
    ...server,
    symbols: source.symbols.map(({ symbol }) => symbol),
    keys: standInKeys(seed),
    hasAccount: false,
    truth: () => NO_TRUTH,
    topAt: (symbol, updateId) => source.topAt(symbol.toLowerCase(), updateId),
    book: (symbol) => source.depth(symbol.toLowerCase(), 0),
    async stop() {
      clearInterval(ticks);
      source.stop();
      await server.stop();
    },
  };
}
