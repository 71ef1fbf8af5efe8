import { createFaultClock, type FaultClock } from "../faults/index.ts";
import type { HiddenMarket } from "../market/index.ts";
import type { GeminiTruth } from "./account/account-truth.ts";
import { createExchange } from "./exchange.ts";
import { type StandInKeys, standInKeys } from "./private/api-keys.ts";
import { type AccountOptions, createPrivateSide } from "./private/private-side.ts";
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
  /** Frames and trading so many times as dense as on the real venue; 1 where left out. */
  readonly pace?: number;
  /** No faults where left out. */
  readonly faults?: FaultClock;
  /** 0 or absent takes a free one. */
  readonly port?: number;
  readonly epochMs?: EpochMs;
  /** Chance that a snapshot overtakes its acknowledgement; a quarter where left out. */
  readonly overtakeChance?: number;
  readonly account?: AccountOptions;
  /** Truths of other venues for the page `GET /truth`, by the venue's name. */
  readonly otherTruths?: () => Readonly<Record<string, unknown>>;
}

/** A stand-in exchange that is being served, and what it knows to be true. */
export interface GeminiStandIn extends RunningServer {
  /** Lower-case symbols. */
  readonly symbols: readonly string[];
  /** What clients sign with. */
  readonly keys: StandInKeys;
  /** False for a replay, which knows no keys. */
  readonly hasAccount: boolean;
  /** The account as it really is, whatever its clients were told. */
  truth(): GeminiTruth;
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

/** Opens the exchange and serves it. Rejects where the port is in use, throws RangeError for a bad symbol or amount. */
export async function startGemini(options: GeminiOptions): Promise<GeminiStandIn> {
  const { market, symbols, seed } = options;
  const epochMs = options.epochMs ?? realTime;
  const faults = options.faults ?? noFaults();
  const shockPct = (base: string): number => shockOf(faults, base);
  const exchange = createExchange({ market, symbols, seed, epochMs: epochMs(), shockPct });
  const source = createLiveSource(exchange);
  const keys = standInKeys(seed);
  const shared = { faults, seed, epochMs };
  const account = createPrivateSide({ ...shared, ...options.account, exchange, keys, fairUsd: market.fair });
  const server = await startServer({
    ...shared,
    source,
    account,
    port: options.port ?? 0,
    overtakeChance: options.overtakeChance ?? DEFAULT_OVERTAKE_CHANCE,
    truth: () => ({ gemini: account.truth(), ...options.otherTruths?.() }),
  });
  const stopDriving = driveSource(source, { epochMs, pace: options.pace ?? 1 }, () => {
    faults.tick();
    account.tick();
  });
  return {
    ...server,
    symbols: source.symbols.map(({ symbol }) => symbol),
    keys,
    hasAccount: true,
    truth: account.truth,
    topAt: (symbol, updateId) => source.topAt(symbol.toLowerCase(), updateId),
    book: (symbol) => source.depth(symbol.toLowerCase(), 0),
    async stop() {
      stopDriving();
      await server.stop();
    },
  };
}

/** The percent of all shocks of a base that are on now. */
function shockOf(faults: FaultClock, base: string): number {
  const shocks = faults.allActive("gemini", "shock");
  return shocks.reduce((sum, shock) => (shock.base.toUpperCase() === base ? sum + shock.pct : sum), 0);
}
