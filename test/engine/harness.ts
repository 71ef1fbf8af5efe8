import {
  createEngine,
  type Engine,
  type EngineEffect,
  type EngineEvent,
  type EngineOptions,
  type OpportunityEffect,
} from "#engine";
import type { Asset, DepthEvent, Opportunity } from "#model";
import { RUNBOOK_CONFIG, type SignalConfig } from "#signal";
import {
  aCurve,
  aDepth,
  anInstrument,
  type CurveInput,
  type DepthInput,
  type Level,
  usdcInstrument,
} from "../signal/builders.ts";

export const solUsd: Asset = {
  name: "SOL-USD",
  base: "SOL",
  symbol: "solusd",
  pool: "Pool1111",
  baseMint: "So11111111111111111111111111111111111111112",
  quoteMint: "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
};

export const SECOND = 1e9;
export const MS = 1e6;
/** 2026-11-22T00:00:00Z. */
export const EPOCH_MS = 1_795_305_600_000;

export function anEngine(change: Partial<EngineOptions> = {}, config: Partial<SignalConfig> = {}): Engine {
  let ids = 0;
  return createEngine({
    assets: [solUsd],
    instruments: [anInstrument(), usdcInstrument],
    config: { ...RUNBOOK_CONFIG, ...config },
    newId: (kind) => {
      ids += 1;
      return `${kind}-${ids}`;
    },
    epochOffsetMs: EPOCH_MS,
    lastWindows: [],
    ...change,
  });
}

export const depth = (receivedNs: number, input: DepthInput): DepthEvent => ({
  kind: "depth",
  receivedNs,
  update: aDepth(input),
});

export const pool = (receivedNs: number, input: CurveInput = {}): EngineEvent => ({
  kind: "pool",
  receivedNs,
  curve: aCurve(input),
});

export const alive = (receivedNs: number): EngineEvent[] => [
  { kind: "liveness", venue: "gemini", receivedNs },
  { kind: "liveness", venue: "solana", receivedNs, slot: 1 },
];

export const tick = (receivedNs: number): EngineEvent => ({
  kind: "tick",
  receivedNs,
  epochMs: Math.round(receivedNs / 1e6),
});

/** An engine whose books, pool and USDC rate are live at time 1 with no spread between them. */
export function aLiveEngine(change: Partial<EngineOptions> = {}, config: Partial<SignalConfig> = {}): Market {
  return new Market(anEngine(change, config));
}

/** Drives an engine: keeps the book's ids and remembers what the engine caused. */
export class Market {
  readonly engine: Engine;
  readonly effects: EngineEffect[] = [];
  lastId = 10;
  #quoted: { bid: number; ask: number } = { bid: 14_990, ask: 15_010 };

  constructor(engine: Engine) {
    this.engine = engine;
    this.send({ kind: "connection", venue: "gemini", up: true, receivedNs: 1, reason: "" });
    this.send({ kind: "connection", venue: "solana", up: true, receivedNs: 1, reason: "" });
    this.usdc(1);
    this.snapshot(1);
    this.send(pool(1));
  }

  send(event: EngineEvent): readonly EngineEffect[] {
    const caused = this.engine.process(event);
    this.effects.push(...caused);
    return caused;
  }

  usdc(receivedNs: number, bid = 100_000, ask = 100_001): readonly EngineEffect[] {
    this.lastId += 1;
    const bids: Level[] = [[bid, 1e9]];
    const asks: Level[] = [[ask, 1e9]];
    return this.send(depth(receivedNs, { symbol: "usdcusd", lastId: this.lastId, bids, asks }));
  }

  snapshot(receivedNs: number, bid = 14_990, ask = 15_010): readonly EngineEffect[] {
    this.lastId += 1;
    this.#quoted = { bid, ask };
    return this.send(
      depth(receivedNs, { lastId: this.lastId, bids: [[bid, 50_000]], asks: [[ask, 50_000]] }),
    );
  }

  /** Moves the whole book to new best prices by one frame. */
  quote(receivedNs: number, bid: number, ask: number): readonly EngineEffect[] {
    const firstId = this.lastId;
    this.lastId += 2;
    const { bid: oldBid, ask: oldAsk } = this.#quoted;
    this.#quoted = { bid, ask };
    const bids: Level[] =
      oldBid === bid
        ? [[bid, 50_000]]
        : [
            [oldBid, 0],
            [bid, 50_000],
          ];
    const asks: Level[] =
      oldAsk === ask
        ? [[ask, 50_000]]
        : [
            [oldAsk, 0],
            [ask, 50_000],
          ];
    return this.send(depth(receivedNs, { firstId, lastId: this.lastId, bids, asks }));
  }

  get opportunities(): OpportunityEffect[] {
    return this.effects.filter((effect) => effect.kind === "opportunity");
  }

  get phases(): string[] {
    return this.opportunities.map((effect) => effect.phase);
  }

  get last(): Opportunity {
    const effect = this.opportunities.at(-1);
    if (effect === undefined) throw new Error("no opportunity yet");
    return effect.opportunity;
  }

  refused(reason: string): number {
    return this.engine.view(0).refusals[reason] ?? Number.NaN;
  }
}
