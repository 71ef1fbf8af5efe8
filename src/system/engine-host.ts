import type {
  Engine,
  EngineEffect,
  EngineEvent,
  EngineView,
  MarketSide,
  OpenTrade,
  OpportunityEffect,
  TradingEffect,
  TradingView,
} from "#engine";
import { viewOpportunity } from "#gateway";
import type { Clock, Log, Opportunity, VenueName } from "#model";
import type { OpportunityWriter } from "#storage";
import type { MarketFeed } from "#venue";
import type { StreamFrame } from "#wire";

export type Feeds = Readonly<Record<VenueName, MarketFeed>>;

export interface EngineHostOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly writer: OpportunityWriter;
  /** Told once for each opportunity, with the time from receipt of its frame to its publication. */
  readonly onOpened: (opportunity: Opportunity, detectionLatencyNs: number | null) => void;
}

/**
 * Feeds the engine and does what it wants done. Everything up to the publication happens in the turn in
 * which the frame came; storage and readers are only handed the result and never waited for.
 */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #listeners = new Set<(frame: StreamFrame) => void>();
  /** Detection latency of each open opportunity: measured once, carried through its updates. */
  readonly #latencies = new Map<string, number>();
  /** What a venue last said instead of its balances. */
  accountErrors: ReadonlyMap<VenueName, string> = new Map();
  #trading: { perform(effect: TradingEffect): void } | null = null;
  #engine: Engine | null = null;
  #feeds: Feeds | null = null;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  /** Connects engine and feeds; before this the host knows nothing and says so. */
  attach(engine: Engine, feeds: Feeds): void {
    this.#engine = engine;
    this.#feeds = feeds;
  }

  /** Who does what trading wants done. */
  attachTrading(trading: { perform(effect: TradingEffect): void }): void {
    this.#trading = trading;
  }

  /** Null until the engine trades. */
  tradingView(): TradingView | null {
    return this.#engine?.tradingView(this.#options.clock.monotonicNs()) ?? null;
  }

  /** Every open trade as it is this moment, oldest first; none until the engine trades. */
  openTrades(): readonly OpenTrade[] {
    return this.#engine?.openTrades() ?? [];
  }

  /** Both sides of an asset by its order symbol or its pool; null where it is unknown. */
  marketOf(of: { readonly symbol?: string; readonly pool?: string }): MarketSide | null {
    return this.#engine?.marketBy(({ symbol, pool }) => symbol === of.symbol || pool === of.pool) ?? null;
  }

  /** 1e-9 USD of one coin of each base that has a live price. */
  assetPrices(): ReadonlyMap<string, bigint> {
    return this.#engine?.assetPrices() ?? new Map();
  }

  /** Null until the venues' instruments and pools are known. */
  view(): EngineView | null {
    return this.#engine?.view(this.#options.clock.monotonicNs()) ?? null;
  }

  feedCounters(venue: VenueName): Readonly<Record<string, number>> {
    return this.#feeds?.[venue].stats() ?? {};
  }

  subscribe(listener: (frame: StreamFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes one event and performs its effects, in order. Returns them for who asked for one (inject). */
  readonly deliver = (event: EngineEvent): readonly EngineEffect[] => {
    const effects = this.#engine?.process(event) ?? [];
    for (const effect of effects) this.#perform(effect);
    return effects;
  };

  #perform(effect: EngineEffect): void {
    switch (effect.kind) {
      case "resync":
        this.#feeds?.[effect.venue].resync(effect.stream, effect.reason);
        return;
      case "opportunity":
        this.#publish(effect);
        return;
      case "prices":
        this.#publishPrices(effect.asset);
        return;
      case "log":
        this.#options.log[effect.level](effect.event, effect.fields);
        return;
      case "inject-refused":
        return;
      default:
        this.#trading?.perform(effect);
    }
  }

  nowNs(): number {
    return this.#options.clock.monotonicNs();
  }

  /** Sends a frame to every reader. */
  publish(frame: StreamFrame): void {
    this.#emit(frame);
  }

  #publish({ phase, opportunity, window, receivedNs }: OpportunityEffect): void {
    const stamped = { ...opportunity, detectionLatencyNs: this.#latencyOf(opportunity, phase, receivedNs) };
    this.#emit({ type: "opportunity", data: viewOpportunity(stamped) });
    this.#options.writer.put(stamped, window);
  }

  #latencyOf(opportunity: Opportunity, phase: OpportunityEffect["phase"], receivedNs: number): number {
    if (opportunity.isInjected) {
      if (phase === "opened") this.#options.onOpened(opportunity, null);
      return 0;
    }
    const known = this.#latencies.get(opportunity.id);
    if (phase === "closed") this.#latencies.delete(opportunity.id);
    if (known !== undefined) return known;
    const latencyNs = this.#options.clock.monotonicNs() - receivedNs;
    this.#options.onOpened(opportunity, latencyNs);
    if (phase !== "closed") this.#latencies.set(opportunity.id, latencyNs);
    return latencyNs;
  }

  #publishPrices(asset: string): void {
    if (this.#listeners.size === 0) return;
    const view = this.view()?.prices.find((one) => one.asset === asset);
    if (view === undefined) return;
    const timestamp = new Date(this.#options.clock.epochMs()).toISOString();
    this.#emit({ type: "price", data: { ...viewPrices(view), timestamp } });
  }

  #emit(frame: StreamFrame): void {
    for (const listener of this.#listeners) listener(frame);
  }
}

/** One asset's prices in the wire's names. */
export function viewPrices(view: EngineView["prices"][number]) {
  return {
    asset: view.asset,
    cex_bid: view.cexBid,
    cex_ask: view.cexAsk,
    dex_price: view.dexPrice,
    cex_state: view.cexState,
    dex_state: view.dexState,
    slot: view.slot,
    spread_pct: view.spreadPct,
    spread_direction: view.spreadDirection,
  };
}
