import { createFaultClock, type FaultClock } from "../faults/index.ts";
import type { HiddenMarket } from "../market/index.ts";
import { createExchange } from "./exchange.ts";
import { type RunningServer, startServer } from "./server/server.ts";
import { createLiveSource, driveSource } from "./stream/live-source.ts";
import type { DepthView, TopText } from "./stream/market-source.ts";
import { type EpochMs, realTime } from "./venue-clock.ts";

export interface GeminiOptions {
  /** Somebody else moves it on (`driveMarket`); the exchange only reads it. */
  readonly market: HiddenMarket;
  /** Dollar pairs such as "solusd" and "usdcusd"; each base must be in the market. */
  readonly symbols: readonly string[];
  readonly seed: number;
  /** No faults where left out. */
  readonly faults?: FaultClock;
  /** 0 or absent takes a free one. */
  readonly port?: number;
  readonly epochMs?: EpochMs;
  /** Chance that a snapshot overtakes its acknowledgement; a quarter where left out. */
  readonly overtakeChance?: number;
}

/** A stand-in exchange that is being served, and what it knows to be true. */
export interface GeminiStandIn extends RunningServer {
  /** Lower-case symbols. */
  readonly symbols: readonly string[];
  /**
   * Best prices and sizes exactly after this update id, in the socket's digits; undefined where the
   * id is older than what is remembered. An unknown symbol throws RangeError.
   */
  topAt(symbol: string, updateId: number): TopText | undefined;
  /** The whole book now, best levels first. */
  book(symbol: string): DepthView;
}

const DEFAULT_OVERTAKE_CHANCE = 0.25;

/** A plan without faults. */
export function noFaults(): FaultClock {
  return createFaultClock({ faults: [] }, () => 0);
}

/** Opens the exchange and serves it. Rejects where the port is in use, throws RangeError for a bad symbol. */
export async function startGemini(options: GeminiOptions): Promise<GeminiStandIn> {
  const { market, symbols, seed } = options;
  const epochMs = options.epochMs ?? realTime;
  const faults = options.faults ?? noFaults();
  const source = createLiveSource(createExchange({ market, symbols, seed, epochMs: epochMs() }));
  const overtakeChance = options.overtakeChance ?? DEFAULT_OVERTAKE_CHANCE;
  const server = await startServer({
    source,
    faults,
    seed,
    port: options.port ?? 0,
    epochMs,
    overtakeChance,
  });
  const stopDriving = driveSource(source, epochMs, faults.tick);
  return {
    ...server,
    symbols: source.symbols.map(({ symbol }) => symbol),
    topAt: (symbol, updateId) => source.topAt(symbol.toLowerCase(), updateId),
    book: (symbol) => source.depth(symbol.toLowerCase(), 0),
    async stop() {
      stopDriving();
      await server.stop();
    },
  };
}
