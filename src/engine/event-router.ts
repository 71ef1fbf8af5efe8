import type { Asset } from "#model";
import { lastWindowOf } from "./build-lanes.ts";
import { decideInjected } from "./decide-injected.ts";
import { type Engine, type EngineOptions, USDC_SYMBOL } from "./engine-contract.ts";
import type { EngineView } from "./engine-view.ts";
import type { ConfigureEvent, EngineEffect, EngineEvent, InjectEvent } from "./events.ts";
import { accessTo, marketSide, openFloor } from "./floor.ts";
import { injectable, injectedTrade } from "./inject.ts";
import { MarketDesk } from "./market-desk.ts";
import { routeMarket } from "./market-route.ts";
import { Outbox } from "./outbox.ts";
import { startLine, summaryLine } from "./report.ts";
import type { MarketSide } from "./trading/market-access.ts";
import { pricesOfAssets } from "./trading/market-prices.ts";
import type { OpenTrade } from "./trading/open-trade.ts";
import type { Trading } from "./trading/trading.ts";
import type { TradingView } from "./trading/trading-view.ts";
import { viewDesk } from "./view.ts";

const SUMMARY_EVERY_NS = 60e9;

/** Gives each event to who handles it and hands back what that caused. */
export class EventRouter implements Engine {
  readonly symbols: readonly string[];
  readonly #out = new Outbox();
  readonly #desk: MarketDesk;
  readonly #trading: Trading | null;
  #nextSummaryNs: number | null = null;

  constructor(options: EngineOptions) {
    this.#desk = new MarketDesk(options, this.#out);
    this.#trading = openFloor(options, this.#desk, this.#out);
    const listed = this.#desk.lanes.filter((lane) => lane.book !== null).map((lane) => lane.asset.symbol);
    this.symbols = this.#desk.usdc === null ? listed : [...listed, USDC_SYMBOL];
  }

  process(event: EngineEvent): readonly EngineEffect[] {
    const outer = this.#out.begin();
    if (this.#nextSummaryNs === null) this.#begin(event.receivedNs);
    this.#route(event);
    this.#trading?.flush();
    return this.#out.end(outer);
  }

  view(nowNs: number): EngineView {
    return viewDesk(this.#desk, nowNs);
  }

  tradingView(nowNs: number): TradingView | null {
    return this.#trading?.view(nowNs) ?? null;
  }

  openTrades(): readonly OpenTrade[] {
    return this.#trading?.desk.openTrades() ?? [];
  }

  marketBy(is: (asset: Asset) => boolean): MarketSide | null {
    const asset = this.#desk.lanes.find((lane) => is(lane.asset))?.asset.name;
    return asset === undefined ? null : marketSide(this.#desk, asset);
  }

  assetPrices(): ReadonlyMap<string, bigint> {
    return pricesOfAssets(accessTo(this.#desk));
  }

  #route(event: EngineEvent): void {
    switch (event.kind) {
      case "tick":
        this.#tick(event.receivedNs);
        this.#trading?.tick(event.receivedNs, event.epochMs);
        break;
      case "configure":
        this.#configure(event);
        break;
      case "inject":
        this.#inject(event);
        break;
      case "windows":
        for (const { asset, tracker } of this.#desk.lanes)
          tracker.goOnFrom(lastWindowOf(asset, event.windows));
        break;
      case "restore":
      case "evidence":
      case "prepared":
      case "journaled":
      case "storage":
      case "account":
      case "fee-tiers":
      case "readiness":
      case "command":
      case "ending":
        this.#trading?.handle(event);
        break;
      default:
        routeMarket(this.#desk, event);
    }
  }

  #begin(nowNs: number): void {
    this.#nextSummaryNs = nowNs + SUMMARY_EVERY_NS;
    this.#out.push(startLine(this.#desk));
  }

  #tick(nowNs: number): void {
    const { evaluator, lanes } = this.#desk;
    const stale = evaluator.staleSide(nowNs);
    for (const lane of lanes) {
      if (stale === null) lane.tracker.tick(nowNs, this.#out);
      else lane.tracker.close(stale, nowNs, this.#out);
    }
    if (this.#nextSummaryNs === null || nowNs < this.#nextSummaryNs) return;
    this.#nextSummaryNs = nowNs + SUMMARY_EVERY_NS;
    this.#out.push(summaryLine(this.#desk));
  }

  #configure({ thresholds, receivedNs }: ConfigureEvent): void {
    const { evaluator } = this.#desk;
    const { config } = evaluator;
    evaluator.config = { ...config, thresholds: { ...config.thresholds, ...thresholds } };
    this.#desk.refreshAll(receivedNs);
  }

  #inject(event: InjectEvent): void {
    const lane = this.#desk.lanes.find((one) => one.asset.name === event.asset);
    if (lane === undefined) this.#out.push({ kind: "inject-refused", reason: "unknown-asset" });
    else if (!injectable(event.spreadPct)) {
      this.#out.push({ kind: "inject-refused", reason: "spread-out-of-range" });
    } else {
      const { config } = this.#desk.evaluator;
      const found = injectedTrade(event, lane, config);
      lane.tracker.inject(found, event.receivedNs, this.#out, (opportunity) =>
        decideInjected({ trading: this.#trading, lane, found, opportunity, config, nowNs: event.receivedNs }),
      );
    }
  }
}
