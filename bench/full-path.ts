import { createEngine, type Engine, USDC_SYMBOL } from "#engine";
import { createDepthUpdate, type Instrument, type PoolCurve } from "#model";
import { RUNBOOK_CONFIG } from "#signal";
import { createMapper, type Mapper } from "#venue/gemini";
import type { BenchFrame, FrameSet } from "./frames.ts";
import { poolBeside } from "./pools.ts";

/** Event time between two frames, and how many frames apart the node's slot and the timer come. */
const FRAME_NS = 10e6;
const FRAMES_PER_SLOT = 40;

/**
 * Bytes -> mapper -> book -> decision, as it runs in production: the real mapper and engine, live pools
 * and a live USDC book. Event time runs at a hundred frames a second, with slots and timer ticks between.
 */
export class FullPath {
  readonly #set: FrameSet;
  readonly #mapper: Mapper;
  readonly #engine: Engine;
  readonly #pools: readonly PoolCurve[];
  #nowNs = 1e9;
  #usdcId = 0;
  effects = 0;

  constructor(set: FrameSet, depth: PoolCurve | null) {
    this.#set = set;
    const instruments = [...set.symbols, USDC_SYMBOL].map(instrumentOf);
    this.#mapper = createMapper({ instruments });
    this.#pools = set.symbols.map((symbol) => poolBeside(`pool-${symbol}`, set.dollars[symbol] ?? 1, depth));
    let ids = 0;
    this.#engine = createEngine({
      assets: set.symbols.map(assetOf),
      instruments,
      config: RUNBOOK_CONFIG,
      newId: () => {
        ids += 1;
        return String(ids);
      },
      epochOffsetMs: 0,
      lastWindows: [],
    });
  }

  /** A fresh connection: every book waits for its snapshot, the pools and USDC are live. */
  reset(): void {
    this.#nowNs += FRAME_NS;
    const receivedNs = this.#nowNs;
    const engine = this.#engine;
    engine.process({ kind: "connection", venue: "gemini", up: false, receivedNs, reason: "bench" });
    engine.process({ kind: "connection", venue: "gemini", up: true, receivedNs, reason: "" });
    engine.process({ kind: "connection", venue: "solana", up: true, receivedNs, reason: "" });
    engine.process({ kind: "depth", receivedNs, update: this.#usdcSnapshot() });
    for (const curve of this.#pools) engine.process({ kind: "pool", receivedNs, curve });
  }

  take(frame: BenchFrame, index: number): void {
    this.#nowNs += FRAME_NS;
    const event = this.#mapper.map(frame.bytes, this.#nowNs);
    switch (event.kind) {
      case "depth":
      case "ticker":
      case "trade":
        this.effects += this.#engine.process(event).length;
        break;
      case "refused":
        throw new Error(`refused ${event.reason}: ${event.head}`);
    }
    if (index % FRAMES_PER_SLOT === 0) this.#slot();
  }

  /** How far the run was what it claims to be: live books, decisions refused at the gate. */
  check(frames: number): void {
    const { evaluations, refusals, prices } = this.#engine.view(this.#nowNs);
    const gated = (refusals["below-min-spread"] ?? 0) + (refusals["below-profit-threshold"] ?? 0);
    const live = prices.every((price) => price.cexState === "live" && price.dexState === "live");
    if (!live || gated < evaluations * 0.9) {
      throw new Error(
        `${this.#set.name}: not a fair run: ${JSON.stringify({ frames, live, evaluations, refusals })}`,
      );
    }
  }

  #slot(): void {
    const receivedNs = this.#nowNs;
    this.#engine.process({ kind: "liveness", venue: "solana", receivedNs, slot: 1 });
    this.#engine.process({ kind: "tick", receivedNs, epochMs: Math.round(receivedNs / 1e6) });
  }

  #usdcSnapshot() {
    const update = createDepthUpdate(1);
    this.#usdcId += 1;
    const ids = {
      symbol: USDC_SYMBOL,
      firstId: this.#usdcId,
      lastId: this.#usdcId,
      bidCount: 1,
      askCount: 1,
    };
    Object.assign(update, ids);
    update.bidTicks[0] = 99_990_000;
    update.askTicks[0] = 100_010_000;
    update.bidLots[0] = 1e9;
    update.askLots[0] = 1e9;
    return update;
  }
}

/** The real steps of btcusd; the recorded contracts have coarser ones, which the finest step covers. */
function instrumentOf(symbol: string): Instrument {
  const tickSize = symbol === "btcusd" ? { units: 1n, decimals: 2 } : { units: 1n, decimals: 8 };
  const lotSize = { units: 1n, decimals: 8 };
  return { symbol, base: symbol.slice(0, -3), quote: "USD", tickSize, lotSize, minLots: 1000, open: true };
}

function assetOf(symbol: string) {
  const base = symbol.slice(0, 3).toUpperCase();
  return { name: symbol, base, symbol, pool: `pool-${symbol}`, baseMint: base, quoteMint: "USDC" };
}
