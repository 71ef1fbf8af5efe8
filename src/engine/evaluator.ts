import type { OrderBook } from "#book";
import type { Direction, OpportunityDepth } from "#model";
import {
  type FoundTrade,
  findTrade,
  floorUsd,
  type Refusal,
  readDepth,
  type SignalConfig,
  type SizeCaps,
  tickPrice,
  type UsdcRate,
} from "#signal";
import type { EvaluationTrace } from "./evaluation-trace.ts";
import type { AssetLane } from "./lane.ts";
import type { Outbox } from "./outbox.ts";
import { OpeningLimit } from "./rate-limit.ts";
import { bestSpread, bookPrice, poolMid } from "./side-prices.ts";
import { createRefusalTally } from "./tally.ts";
import type { VenueHealth } from "./venue-health.ts";

export interface EvaluatorOptions {
  readonly config: SignalConfig;
  readonly gemini: VenueHealth;
  readonly solana: VenueHealth;
  readonly onEvaluation: ((trace: EvaluationTrace) => void) | null;
}

/** Who takes what is found, or hears that a spread is beyond belief. */
export interface Taker {
  /** The lane's opportunity passed again: take it where it was not taken yet. */
  offer(lane: AssetLane, found: FoundTrade, nowNs: number): void;
  tooWide(lane: AssetLane, spreadPct: bigint, nowNs: number): void;
  /** What inventory allows; null where it allows not even the smallest order, which is for risk to refuse. */
  caps(lane: AssetLane, direction: Direction): SizeCaps | null;
}

/** Reasons that are a void side rather than a price: they end an open opportunity at once. */
const SIDE_VOID: ReadonlySet<Refusal> = new Set<Refusal>([
  "cex-unlisted",
  "cex-not-live",
  "dex-not-live",
  "stale-cex",
  "stale-dex",
  "usdc-rate-missing",
  "usdc-rate-stale",
  "usdc-off-peg",
]);

const HINT_EVERY_NS = 250e6;
const LOG_EVERY_NS = 5e9;

/** Looks at both sides of an asset whenever either moved and says yes or counts why not. */
export class Evaluator {
  readonly refusals = createRefusalTally();
  readonly #options: EvaluatorOptions;
  readonly #limit: OpeningLimit;
  config: SignalConfig;
  rate: UsdcRate | Refusal = "usdc-rate-missing";
  usdc: OrderBook | null = null;
  /** Where a live price of SOL is, for the network fee. */
  solLane: AssetLane | null = null;
  evaluations = 0;
  /** Null in an engine that only watches. */
  taker: Taker | null = null;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.config = options.config;
    this.#limit = new OpeningLimit(options.config.maxOpportunitiesPerMin);
  }

  /** One evaluation, counted; its opportunity or the end of one goes to `out`. */
  evaluate(lane: AssetLane, nowNs: number, out: Outbox): void {
    this.evaluations += 1;
    const outcome = this.#judge(lane, nowNs);
    if (typeof outcome === "string") this.#refuse(lane, outcome, nowNs, out);
    else if (lane.tracker.wouldOpen(outcome) && !this.#limit.take(nowNs)) {
      this.#refuse(lane, "rate-limited", nowNs, out);
    } else {
      const depth = lane.tracker.wouldKeep(outcome) ? this.#depthOf(lane, outcome) : null;
      lane.tracker.pass(outcome, depth, nowNs, out);
      this.taker?.offer(lane, outcome, nowNs);
    }
    if (nowNs >= lane.nextHintNs) this.#hint(lane, nowNs, out);
  }

  /** The venue whose silence makes the lane's prices worthless now, if any. */
  staleSide(nowNs: number): "stale-cex" | "stale-dex" | null {
    const stalenessNs = this.config.stalenessMs * 1e6;
    if (this.#options.gemini.silent(nowNs, stalenessNs)) return "stale-cex";
    if (this.#options.solana.silent(nowNs, stalenessNs)) return "stale-dex";
    return null;
  }

  #judge(lane: AssetLane, nowNs: number): FoundTrade | Refusal {
    const { book, blocked } = lane;
    if (book === null) return "cex-unlisted";
    if (book.state !== "live") return "cex-not-live";
    if (blocked !== null) return blocked;
    const stale = this.staleSide(nowNs);
    if (stale !== null) return stale;
    const askTicks = book.bestAskTicks;
    const bidTicks = book.bestBidTicks;
    if (askTicks === 0 || bidTicks === 0) return "cex-not-live";
    if (this.#options.onEvaluation !== null) this.#trace(lane, nowNs);
    const direction = lane.gate(askTicks, bidTicks);
    if (direction !== "cex_to_dex" && direction !== "dex_to_cex") return direction;
    return this.#find(lane, direction);
  }

  #find(lane: AssetLane, direction: "cex_to_dex" | "dex_to_cex"): FoundTrade | Refusal {
    const { book, pool } = lane;
    if (book === null || pool.curve === null || typeof this.rate === "string") return "dex-not-live";
    const { config, rate } = this;
    const caps = this.taker?.caps(lane, direction) ?? null;
    const found = findTrade({
      direction,
      book,
      curve: pool.curve,
      rate,
      config,
      solUsd: this.solUsd(),
      caps,
    });
    return "refused" in found ? found.refused : found;
  }

  /** What stood behind figures that are kept; the sides are those that they were found in, in this same turn. */
  #depthOf({ book, pool }: AssetLane, { direction, size }: FoundTrade): OpportunityDepth | null {
    const { rate } = this;
    if (book === null || pool.curve === null || typeof rate === "string") return null;
    return readDepth({ direction, book, curve: pool.curve, rate }, size);
  }

  #refuse(lane: AssetLane, reason: Refusal, nowNs: number, out: Outbox): void {
    this.refusals.add(reason);
    if (reason === "suspect-spread") this.#tooWide(lane, nowNs);
    if (lane.tracker.open === null) return;
    if (SIDE_VOID.has(reason)) lane.tracker.close(reason, nowNs, out);
    else lane.tracker.fail(nowNs, out);
  }

  #tooWide(lane: AssetLane, nowNs: number): void {
    if (this.taker === null || typeof this.rate === "string") return;
    const spread = bestSpread(lane, this.rate);
    if (spread !== null) this.taker.tooWide(lane, spread.pct, nowNs);
  }

  /** A live ask of SOL, against us; the configured price where there is none. */
  solUsd(): bigint {
    const book = this.solLane?.book;
    if (book?.state !== "live" || book.bestAskTicks === 0) return this.config.measuredCosts.solUsd;
    return floorUsd(tickPrice(book.instrument, book.bestAskTicks)) + 1n;
  }

  #trace({ asset, book, pool }: AssetLane, nowNs: number): void {
    if (book === null || pool.curve === null || typeof this.rate === "string") return;
    this.#options.onEvaluation?.({
      asset: asset.name,
      instrument: book.instrument,
      bookLastId: book.lastId,
      bidTicks: book.bestBidTicks,
      askTicks: book.bestAskTicks,
      slot: pool.curve.slot,
      mid: pool.curve.mid,
      rate: this.rate,
      usdcLastId: this.usdc?.lastId ?? 0,
      nowNs,
    });
  }

  /** Tells readers that prices moved, and the operator's log every few seconds. */
  #hint(lane: AssetLane, nowNs: number, out: Outbox): void {
    lane.nextHintNs = nowNs + HINT_EVERY_NS;
    out.push({ kind: "prices", asset: lane.asset.name });
    if (nowNs < lane.nextLogNs) return;
    lane.nextLogNs = nowNs + LOG_EVERY_NS;
    const bid = bookPrice(lane, "bid") ?? "none";
    const ask = bookPrice(lane, "ask") ?? "none";
    const mid = poolMid(lane, typeof this.rate === "string" ? null : this.rate) ?? "none";
    const event = `${lane.asset.name} prices: CEX bid=${bid}, ask=${ask}, DEX mid=${mid}`;
    out.push({ kind: "log", level: "info", event, fields: {} });
  }
}
