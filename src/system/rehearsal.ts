import { address } from "@solana/kit";
import { createEngine, USDC_SYMBOL } from "#engine";
import {
  type Asset,
  type Clock,
  createDepthUpdate,
  type DepthUpdate,
  type Instrument,
  type Log,
  type PoolCurve,
} from "#model";
import type { SignalConfig } from "#signal";
import type { OpportunityWriter } from "#storage";
import { createWhirlpoolCurve } from "#venue/solana";
import { EngineHost, type Feeds } from "./engine-host.ts";
import { openRehearsal, playVenues, rehearsedTrading } from "./rehearse-trading.ts";

/**
 * A dress rehearsal on an engine of its own, thrown away afterwards: a made-up asset is dislocated, traded and
 * healed again and again. Opportunities are rare, so the code that finds and publishes one would otherwise
 * run uncompiled just when it matters; the first real one was five times as slow without this.
 */
export function rehearse(config: SignalConfig): void {
  const host = new EngineHost({ clock: STOPPED, log: SILENT, writer: NOWHERE, onOpened: () => {} });
  let ids = 0;
  const engine = createEngine({
    ...{ assets: [ASSET], instruments: [instrument(ASSET.symbol), instrument(USDC_SYMBOL)], lastWindows: [] },
    config: { ...config, maxOpportunitiesPerMin: Number.MAX_SAFE_INTEGER },
    trading: rehearsedTrading(),
    newId: (kind) => `${kind}-${++ids}`,
    epochOffsetMs: 0,
  });
  host.attach(engine, NO_FEEDS);
  host.attachTrading({ perform: playVenues(host) });
  openRehearsal(host, ASSET.base);
  const endListening = host.subscribe((frame) => JSON.stringify(frame));
  play(host);
  endListening();
}

const ROUNDS = 160;
const ROUND_NS = 1e9;
/** Prices in ticks of 0.0001: fair, and 2.5 % off in either direction. */
const FAIR = 10_000;
const OFF = [9_750, 10_250];

function play(host: EngineHost): void {
  for (const venue of ["gemini", "solana"] as const)
    host.deliver({ kind: "connection", venue, up: true, receivedNs: 1, reason: "rehearsal" });
  host.deliver({ kind: "depth", receivedNs: 2, update: quoteAt(USDC_SYMBOL, 1, null, FAIR) });
  host.deliver({ kind: "pool", receivedNs: 3, curve: curve(1) });
  let last: number | null = null;
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [step, price] of [OFF[round % OFF.length] ?? FAIR, FAIR].entries()) {
      const receivedNs = round * ROUND_NS + step * (ROUND_NS / 2);
      host.deliver({ kind: "liveness", venue: "solana", receivedNs, slot: round });
      host.deliver({
        kind: "depth",
        receivedNs,
        update: quoteAt(ASSET.symbol, 2 * round + step, last, price),
      });
      host.deliver({ kind: "pool", receivedNs, curve: curve(2 * round + step) });
      host.deliver({ kind: "tick", receivedNs, epochMs: receivedNs / 1e6 });
      last = price;
    }
  }
}

const BASE = address("So11111111111111111111111111111111111111112");
const QUOTE = address("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

const ASSET: Asset = {
  ...{ name: "REHEARSAL-USD", base: "REHEARSAL", symbol: "rehearsalusd" },
  ...{ pool: "rehearsal", baseMint: BASE, quoteMint: QUOTE },
};

function instrument(symbol: string): Instrument {
  const step = (decimals: number) => ({ units: 1n, decimals });
  return { symbol, base: "", quote: "USD", tickSize: step(4), lotSize: step(6), minLots: 1, open: true };
}

/** The book moves to levels around `price`; those around the price before it go. */
function quoteAt(symbol: string, id: number, before: number | null, price: number): DepthUpdate {
  const update = createDepthUpdate(16);
  Object.assign(update, { symbol, firstId: before === null ? id : id - 1, lastId: id });
  const put = (around: number, lots: number) => {
    for (let level = 1; level <= 4; level += 1) {
      update.bidTicks[update.bidCount] = around - level;
      update.bidLots[update.bidCount++] = lots;
      update.askTicks[update.askCount] = around + level;
      update.askLots[update.askCount++] = lots;
    }
  };
  if (before !== null) put(before, 0);
  put(price, 400_000_000);
  return update;
}

/** A pool at a price of one, deep enough that its curve is really walked. */
function curve(slot: number): PoolCurve {
  const whirlpool = {
    ...{ tickSpacing: 4, feeTierIndex: 4, adaptive: false, feePpm: 400, protocolFeeRate: 0 },
    ...{ liquidity: 10n ** 13n, sqrtPrice: 1n << 64n, tickCurrentIndex: 0, rewardUpdatedSec: 0n },
    ...{ tokenMintA: BASE, tokenMintB: QUOTE, tokenVaultA: BASE, tokenVaultB: QUOTE, config: BASE },
  };
  return createWhirlpoolCurve({
    ...{ whirlpool, tickArrays: () => "uninitialised", oracle: null, blockTimeSec: null },
    ...{ pool: ASSET.pool, slot, baseMint: BASE, baseDecimals: 6, quoteDecimals: 6 },
  });
}

const STOPPED: Clock = { monotonicNs: () => 0, epochMs: () => 0 };
const nothing = () => {};
const SILENT: Log = { info: nothing, warning: nothing, error: nothing, debug: nothing };
const NOWHERE: OpportunityWriter = {
  put: nothing,
  flush: async () => {},
  stats: () => ({ queued: 0, failing: false }),
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
};
const FEED = {
  start: async () => {},
  resync: nothing,
  stats: () => ({}),
  [Symbol.asyncDispose]: async () => {},
};
const NO_FEEDS: Feeds = { gemini: { ...FEED, venue: "gemini" }, solana: { ...FEED, venue: "solana" } };
