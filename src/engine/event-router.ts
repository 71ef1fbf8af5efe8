import { type Engine, type EngineOptions, USDC_SYMBOL } from "./engine-contract.ts";
import type { EngineView } from "./engine-view.ts";
import type { ConfigureEvent, EngineEffect, EngineEvent, InjectEvent } from "./events.ts";
import { injectable, injectedTrade } from "./inject.ts";
import { MarketDesk } from "./market-desk.ts";
import { routeMarket } from "./market-route.ts";
import { Outbox } from "./outbox.ts";
import { startLine, summaryLine } from "./report.ts";
import { viewDesk } from "./view.ts";

const SUMMARY_EVERY_NS = 60e9;

/** Gives each event to who handles it and hands back what that caused. */
export class EventRouter implements Engine {
  readonly symbols: readonly string[];
  readonly #out = new Outbox();
  readonly #desk: MarketDesk;
  #nextSummaryNs: number | null = null;

  constructor(options: EngineOptions) {
    this.#desk = new MarketDesk(options, this.#out);
    const listed = this.#desk.lanes.filter((lane) => lane.book !== null).map((lane) => lane.asset.symbol);
    this.symbols = this.#desk.usdc === null ? listed : [...listed, USDC_SYMBOL];
  }

  process(event: EngineEvent): readonly EngineEffect[] {
    const outer = this.#out.begin();
    if (this.#nextSummaryNs === null) this.#begin(event.receivedNs);
    this.#route(event);
    return this.#out.end(outer);
  }

  view(nowNs: number): EngineView {
    return viewDesk(this.#desk, nowNs);
  }

  #route(event: EngineEvent): void {
    switch (event.kind) {
      case "tick":
        this.#tick(event.receivedNs);
        break;
      case "configure":
        this.#configure(event);
        break;
      case "inject":
        this.#inject(event);
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
      lane.tracker.inject(
        injectedTrade(event, lane, this.#desk.evaluator.config),
        event.receivedNs,
        this.#out,
      );
    }
  }
}
