import { type AuditNote, inventoryView } from "#ledger";
import {
  assertNever,
  type Direction,
  type FeeTier,
  type Opportunity,
  type VenueAccount,
  type VenueName,
} from "#model";
import type { RiskLimits } from "#risk";
import type { FoundTrade, SizeCaps } from "#signal";
import type { AssetLane } from "../lane.ts";
import type { Outbox } from "../outbox.ts";
import type { EventName, Tally } from "../tally.ts";
import { BalanceDesk } from "./balance-desk.ts";
import { answerCommand } from "./commands.ts";
import { type ConsiderInputs, consider, type Decision, judge } from "./consider.ts";
import { JournalOutbox } from "./journal-outbox.ts";
import type { MarketAccess } from "./market-access.ts";
import { baseWorth, closeMarket, pricesOfAssets } from "./market-prices.ts";
import { planInjected } from "./plan-injected.ts";
import { lifeOf, RiskDesk } from "./risk-desk.ts";
import { sizeCaps } from "./size-caps.ts";
import { StartGate } from "./start-gate.ts";
import { TradeDesk } from "./trade-desk.ts";
import type { Readiness, TradingEvent } from "./trading-events.ts";
import type { TradingOptions } from "./trading-options.ts";
import type { TradingView } from "./trading-view.ts";
import { watchSpreads } from "./watch-spreads.ts";

export interface TradingDeps {
  readonly options: TradingOptions;
  readonly market: MarketAccess;
  readonly out: Outbox;
  readonly events: Tally<EventName>;
  /** Called with the limits in force when an operator changed them. */
  readonly onLimits: (limits: RiskLimits) => void;
  /** Wall-clock milliseconds at monotonic zero, until the first tick says it anew. */
  readonly epochOffsetMs: number;
}

const VENUES: readonly VenueName[] = ["gemini", "solana"];
/** Longer than the venues take to answer for their balances. */
const WANT_AGAIN_MS = 5_000;
const NOT_READY: Readiness = { cex: false, dex: false, skewMs: null, networkLamports: new Map() };

/**
 * All of trading behind the engine's door: decides on opportunities, takes evidence, commands and the clock, and
 * makes everything durable that it decides. Pure but for its own state.
 */
export class Trading {
  readonly risk: RiskDesk;
  readonly desk: TradeDesk;
  readonly balances: BalanceDesk;
  readonly gate = new StartGate();
  readonly #deps: TradingDeps;
  readonly #journal = new JournalOutbox();
  readonly #tiers = new Map<string, number>();
  #offsetMs: number;
  #readiness = NOT_READY;
  #nextWantMs = 0;

  constructor(deps: TradingDeps) {
    const { options, out, events, market } = deps;
    const journal = this.#journal;
    this.#deps = deps;
    this.#offsetMs = deps.epochOffsetMs;
    this.risk = new RiskDesk({ ...options, journal, out, events });
    this.balances = new BalanceDesk({ ...options, journal, out, risk: this.risk });
    this.desk = new TradeDesk({
      ...{ journal, out, events, risk: this.risk, balances: this.balances },
      market: (plan) => closeMarket(plan, { ...this.#pricing(), venues: this.#usable(plan.paper) }),
      baseUsd: (plan) => baseWorth(plan, market),
    });
  }

  /** An opportunity that was opened, or is open still and was not taken yet: takes it or says why not. */
  offer(
    found: FoundTrade,
    opportunity: Opportunity,
    lane: AssetLane,
    thresholdPct: bigint,
    nowNs: number,
  ): Decision {
    const inputs = this.#considerInputs(thresholdPct, nowNs);
    const decision = opportunity.isInjected
      ? this.#offerInjected(found, opportunity, lane, inputs)
      : consider(found, opportunity, inputs);
    if ("approved" in decision) this.desk.begin(decision.approved, inputs.nowMs);
    return decision;
  }

  /** The largest size that both venues' free balances carry; null where that is below the smallest order. */
  capsOf(lane: AssetLane, direction: Direction): SizeCaps | null {
    return sizeCaps(lane, direction, this.balances.balances, this.desk.claims);
  }

  /**
   * Before the journal was read nothing but readiness and tiers is taken: what risk made of anything else would be
   * kept over the pauses and losses that are about to be restored.
   */
  handle(event: TradingEvent): void {
    const isEarly = event.kind !== "restore" && event.kind !== "readiness" && event.kind !== "fee-tiers";
    if (isEarly && !this.gate.isRestored) return;
    const wasUnderWay = this.desk.underWay;
    this.#handle(event, this.#wallMs(event.receivedNs));
    // A whole trade may fit between two ticks.
    if (wasUnderWay || this.desk.underWay) this.desk.lastBusyNs = event.receivedNs;
  }

  #handle(event: TradingEvent, nowMs: number): void {
    switch (event.kind) {
      case "restore":
        this.#restore(event, nowMs);
        return;
      case "evidence":
        this.desk.evidence(event.evidence);
        return;
      case "prepared":
        this.desk.prepared(event.tradeId, event.attemptId, event.answer, nowMs);
        return;
      case "journaled":
        this.desk.journaled(event.intents, nowMs);
        return;
      case "storage":
        this.risk.tell({ kind: "storage", works: event.works }, nowMs);
        return;
      case "account":
        this.#account(event.account, nowMs);
        return;
      case "fee-tiers":
        this.#readTiers(event.tiers);
        return;
      case "readiness":
        this.#ready(event.readiness, nowMs);
        return;
      case "command": {
        const answer = answerCommand(this, event.command, nowMs, (entry) => this.#audited(entry));
        if (event.command.kind === "limits") this.#deps.onLimits(this.risk.limits);
        this.#deps.out.push({ kind: "command-done", answer });
        return;
      }
      case "ending":
        this.gate.end();
        this.#deps.out.push({ kind: "risk" });
        return;
      default:
        assertNever(event);
    }
  }

  /** Pauses and resumes have lines of their own; whatever else an operator does is logged as it is audited. */
  #audited(entry: AuditNote): void {
    this.#journal.audit(entry);
    const { by, action, before, after } = entry;
    const fields = { by, before, after };
    this.#deps.out.push({ kind: "log", level: "info", event: `operator: ${action}`, fields });
  }

  /** A few times a second, with the wall clock as it is now. */
  tick(nowNs: number, epochMs: number): void {
    this.#offsetMs = epochMs - nowNs / 1e6;
    if (!this.gate.isRestored) return;
    const { market } = this.#deps;
    const venues = VENUES.map((venue) => lifeOf(venue, market.lastLifeNs(venue), nowNs));
    this.risk.tell({ kind: "tick", venues }, epochMs);
    watchSpreads(market, this.risk, epochMs);
    this.desk.tick(epochMs, nowNs);
    this.#wantComparison(epochMs);
    if (!this.gate.tryOpen(this.desk.open, this.balances)) return;
    const { out } = this.#deps;
    out.push({ kind: "log", level: "info", event: "start-up reconciled, trading gate open", fields: {} });
    out.push({ kind: "risk" });
  }

  /** A spread that was just refused as too wide to be believed. */
  wideSpread(asset: string, pct: bigint, nowNs: number): void {
    if (this.gate.isRestored) this.risk.tell({ kind: "spread", asset, spreadPct: pct }, this.#wallMs(nowNs));
  }

  /** What the event that was just handled makes durable; called once at the end of each. */
  flush(): void {
    const effect = this.#journal.take();
    // First, because an effect may bring the next event at once, whose records come after these.
    if (effect !== null) this.#deps.out.pushFirst(effect);
  }

  view(nowNs: number): TradingView {
    const { desk, balances, gate } = this;
    const open = desk.open;
    return {
      risk: this.risk.view(this.#wallMs(nowNs)),
      gateReason: gate.reason(open, balances),
      openTrades: open.length,
      inDoubt: this.desk.inDoubt,
      strandedTrades: open.filter(({ phase }) => phase.kind === "stranded").length,
      exposureUsd: desk.exposureUsd,
      inventory: inventoryView({
        balances: balances.balances,
        claims: desk.claims,
        prices: pricesOfAssets(this.#deps.market),
        targets: balances.targets,
      }),
    };
  }

  #restore(event: TradingEvent & { kind: "restore" }, nowMs: number): void {
    this.risk.restore(event.risk, nowMs);
    // What paused or lost since those books were written is not in them.
    if (event.held !== null)
      this.risk.tell({ kind: "pause", by: "tandem", detail: event.held, scope: { kind: "all" } }, nowMs);
    const booked = this.desk.restore(event.trades);
    this.balances.restore({ ...event, booked }, nowMs);
    this.gate.restored(this.desk.open);
    this.desk.resume(nowMs, event.held);
    // Those that came before the journal was read were not looked at.
    for (const venue of VENUES) this.#deps.out.push({ kind: "account-wanted", venue });
  }

  #offerInjected(
    found: FoundTrade,
    opportunity: Opportunity,
    { asset, book }: AssetLane,
    inputs: ConsiderInputs,
  ): Decision {
    if (book === null) return { refused: "stale", detail: "the exchange does not list the asset" };
    const { options, market } = this.#deps;
    const { nowMs, nowNs } = inputs;
    const solUsd = market.solUsd();
    const { instrument } = book;
    return judge(
      planInjected({ asset, instrument, opportunity, found, options, solUsd, nowMs, nowNs }),
      inputs,
    );
  }

  #considerInputs(thresholdPct: bigint, nowNs: number): ConsiderInputs {
    const { options, market } = this.#deps;
    const { risk, desk, gate } = this;
    return {
      ...{ options, market, risk, desk, gate, thresholdPct, nowNs, balances: this.balances.balances },
      ...{ readiness: this.#readiness, takerFeePpm: (symbol) => this.#tiers.get(symbol) ?? null },
      isComparisonDue: this.balances.isDue(this.#wallMs(nowNs)),
      nowMs: this.#wallMs(nowNs),
    };
  }

  #pricing() {
    const { market, options } = this.#deps;
    const { networkLamports } = this.#readiness;
    return { market, slackPct: options.slackPct, networkLamports, tiers: this.#tiers };
  }

  /** Paper needs no venue. */
  #usable(paper: boolean): Pick<Readiness, "cex" | "dex"> {
    return paper ? { cex: true, dex: true } : this.#readiness;
  }

  /** What is due is asked for as soon as the last open trade has come home. */
  #wantComparison(nowMs: number): void {
    if (!this.balances.isDue(nowMs) || this.desk.underWay || nowMs < this.#nextWantMs) return;
    this.#nextWantMs = nowMs + WANT_AGAIN_MS;
    for (const venue of VENUES) this.#deps.out.push({ kind: "account-wanted", venue });
  }

  #account(account: VenueAccount, nowMs: number): void {
    // Balances that were asked for while a leg was under way may show it or not: they prove nothing.
    if (this.desk.underWay || account.requestedNs <= this.desk.lastBusyNs) return;
    this.balances.compare(account, nowMs);
  }

  #readTiers(tiers: readonly FeeTier[]): void {
    for (const { symbol, takerFeePpm } of tiers) {
      if (this.#tiers.get(symbol) === takerFeePpm) continue;
      this.#tiers.set(symbol, takerFeePpm);
      const fields = { symbol, taker_fee_bps: takerFeePpm / 100 };
      this.#deps.out.push({ kind: "log", level: "info", event: "Gemini fee tier read", fields });
    }
  }

  #ready(readiness: Readiness, nowMs: number): void {
    this.#readiness = readiness;
    const { skewMs } = readiness;
    if (skewMs !== null && this.gate.isRestored)
      this.risk.tell({ kind: "clock-skew", venue: "gemini", skewMs }, nowMs);
  }

  #wallMs(nowNs: number): number {
    return Math.round(this.#offsetMs + nowNs / 1e6);
  }
}
