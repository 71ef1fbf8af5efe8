import {
  awaitsPrice,
  beginTrade,
  type Claim,
  claimsOf,
  hasFills,
  type JournaledTrade,
  replayTrade,
  residualOf,
  type TradeEffect,
  type TradeEvent,
  type TradePlan,
  type TradeState,
} from "#execution";
import type { Transfer, TwoSided } from "#ledger";
import { assertNever, type LegEvidence, type SignedSwap, type TradeRecord } from "#model";
import type { RiskApproved } from "#risk";
import type { Outbox } from "../outbox.ts";
import type { EventName, Tally } from "../tally.ts";
import type { BalanceDesk } from "./balance-desk.ts";
import type { JournalOutbox } from "./journal-outbox.ts";
import { tellRisk } from "./leg-news.ts";
import { exposureOf, hasUnsettled, isInDoubt } from "./open-exposure.ts";
import { type OpenTrade, openTradeOf } from "./open-trade.ts";
import { type CloseMarket, priceAsInjected, priceOnBook, priceOnPool } from "./price-residual.ts";
import type { RiskDesk } from "./risk-desk.ts";
import { transfersOfAttempt, transfersOfTrade } from "./settle.ts";
import { TradeFile } from "./trade-file.ts";
import { recordOfTrade } from "./trade-record.ts";
import type { CommandAnswer, Counterparty, IntentRef } from "./trading-events.ts";

export interface TradeDeskOptions {
  readonly journal: JournalOutbox;
  readonly out: Outbox;
  readonly risk: RiskDesk;
  readonly balances: BalanceDesk;
  readonly events: Tally<EventName>;
  /** What a residual of this plan can be closed with now. */
  readonly market: (plan: TradePlan) => CloseMarket;
  /** What the base is worth now, for a residual that is held. */
  readonly baseUsd: (plan: TradePlan) => TwoSided;
}

/** Residuals that could not be closed at once are priced again this often: a little more than depth comes in. */
const REPRICE_MS = 150;

/** Every open trade: takes what happened to it, and turns what it wants into effects. */
export class TradeDesk {
  readonly #options: TradeDeskOptions;
  readonly #files = new Map<string, TradeFile>();
  /** Monotonic time at which a leg was last under way: balances asked for before it compare nothing. */
  lastBusyNs = Number.NEGATIVE_INFINITY;
  #nextRepriceMs = 0;

  constructor(options: TradeDeskOptions) {
    this.#options = options;
  }

  get open(): readonly TradeState[] {
    return Array.from(this.#files.values(), ({ state }) => state);
  }

  /** Every open trade with its attempts, oldest first. */
  openTrades(): readonly OpenTrade[] {
    return Array.from(this.#files.values(), (file) => openTradeOf(file.state, this.#recordOf(file)));
  }

  get claims(): readonly Claim[] {
    return this.open.filter(({ plan }) => !plan.isInjected).flatMap(claimsOf);
  }

  /**
   * Dollars (1e-9) of what open trades hold too much or owe, at the prices of their decisions, and of what a leg
   * without evidence may have done. Injected ones hold nothing.
   */
  get exposureUsd(): bigint {
    return exposureOf(this.open);
  }

  /**
   * Trades of the last process; answers what they had booked, which the stored balances hold already. One that was
   * closed and not yet stored is told again.
   */
  restore(trades: readonly JournaledTrade[]): readonly Transfer[] {
    return trades.flatMap((trade) => {
      const state = replayTrade(trade);
      const { plan, attempts } = state;
      const file = new TradeFile(state, counterpartyOf(plan), trade.records.length);
      file.transfers = transfersOfTrade(plan, attempts);
      if (state.phase.kind !== "closed") this.#files.set(plan.tradeId, file);
      else this.#options.out.push({ kind: "trade", record: this.#recordOf(file) });
      return plan.isInjected ? [] : file.transfers;
    });
  }

  /** Asks after everything that the last process may have left under way; `held` strands what is open. */
  resume(nowMs: number, held: string | null): void {
    const event = { kind: "resumed", atMs: nowMs, ...(held === null ? {} : { held }) } as const;
    for (const file of [...this.#files.values()]) this.#take(file, event);
  }

  /** Only what risk approved can be begun. */
  begin({ plan }: RiskApproved<TradePlan>, nowMs: number): void {
    const event = { kind: "plan", plan, atMs: nowMs } as const;
    const { state, effects } = beginTrade(event);
    const file = new TradeFile(state, counterpartyOf(plan), 0);
    this.#files.set(plan.tradeId, file);
    file.begin(event, this.#options.journal);
    for (const effect of effects) this.#perform(file, effect, nowMs);
    this.#publishAfter(effects, file);
  }

  evidence(evidence: LegEvidence): void {
    const file = this.#fileOf(evidence.attemptId);
    if (file !== undefined) this.#take(file, evidence);
  }

  prepared(
    tradeId: string,
    attemptId: string,
    answer: SignedSwap | { readonly refused: string },
    nowMs: number,
  ): void {
    const file = this.#files.get(tradeId);
    if (file === undefined) return;
    const about = { atMs: nowMs, attemptId };
    if ("refused" in answer) this.#take(file, { kind: "prepare-refused", reason: answer.refused, ...about });
    else this.#take(file, { kind: "prepared", signed: answer, ...about });
  }

  /** The intents are on the disk: they are sent now, unless risk has changed its mind about a first one. */
  journaled(intents: readonly IntentRef[], nowMs: number): void {
    for (const { tradeId, attemptId, first } of intents) {
      const file = this.#files.get(tradeId);
      if (file === undefined) continue;
      const refused = first ? this.#options.risk.mayStillSend(file.state.plan) : null;
      const about = { atMs: nowMs, attemptId };
      if (refused === null) this.#take(file, { kind: "durable", ...about });
      else this.#take(file, { kind: "blocked", reason: refused.detail, ...about });
    }
  }

  resolve(
    {
      tradeId,
      action,
      by,
      reason,
    }: { tradeId: string; action: "retry" | "accept"; by: string; reason: string },
    nowMs: number,
  ): CommandAnswer {
    const file = this.#files.get(tradeId);
    if (file === undefined) return { ok: false, kind: "missing", detail: `no open trade ${tradeId}` };
    if (file.state.phase.kind !== "stranded")
      return {
        ok: false,
        kind: "conflict",
        detail: `trade ${tradeId} is ${file.state.phase.kind}, not stranded`,
      };
    this.#options.risk.tell({ kind: "resolved", tradeId }, nowMs);
    this.#take(file, { kind: "operator", action, by, reason, atMs: nowMs });
    return { ok: true, reason: action };
  }

  tick(nowMs: number, nowNs: number): void {
    if (this.open.some(hasUnsettled)) this.lastBusyNs = nowNs;
    if (nowMs < this.#nextRepriceMs) return;
    this.#nextRepriceMs = nowMs + REPRICE_MS;
    for (const file of [...this.#files.values()]) if (awaitsPrice(file.state)) this.#price(file, nowMs);
  }

  /** True while an order or swap of any trade has no settlement. */
  get underWay(): boolean {
    return this.open.some(hasUnsettled);
  }

  /** True while nobody knows of an order or swap whether it took effect. */
  get inDoubt(): boolean {
    return this.open.some(isInDoubt);
  }

  #fileOf(attemptId: string): TradeFile | undefined {
    return this.#files.get(attemptId.slice(0, attemptId.lastIndexOf("-")));
  }

  #take(file: TradeFile, event: TradeEvent): void {
    const before = file.state;
    const effects = file.step(event, this.#options.journal);
    if (file.state === before) return;
    tellRisk(this.#options, { before, after: file.state, event });
    for (const effect of effects) this.#perform(file, effect, event.atMs);
    this.#publishAfter(effects, file);
  }

  /** What a venue waits for goes before whatever else the event caused: publishing and logging can wait. */
  #perform(file: TradeFile, effect: TradeEffect, nowMs: number): void {
    const { out, journal } = this.#options;
    const { id: tradeId, counterparty } = file;
    switch (effect.kind) {
      case "prepare": {
        const { curve } = this.#options.market(file.state.plan);
        out.pushFirst({ ...effect, tradeId, counterparty, curve });
        return;
      }
      case "persist":
        journal.intent({ tradeId, attemptId: effect.attemptId, first: effect.first });
        return;
      case "send-cex":
      case "send-dex":
        out.pushFirst({ ...effect, counterparty, decidedNs: this.#decidedNs(file) });
        return;
      case "pursue-cex":
      case "pursue-dex":
        out.push({ ...effect, counterparty });
        return;
      case "price":
        this.#price(file, nowMs);
        return;
      case "book":
        this.#book(file, effect.attemptId, nowMs);
        return;
      case "closed":
        this.#close(file);
        return;
      default:
        assertNever(effect);
    }
  }

  /** Only the very first send is measured from the decision. */
  #decidedNs({ state }: TradeFile): number | null {
    return state.attempts.length === 1 ? state.plan.decidedNs : null;
  }

  #price(file: TradeFile, nowMs: number): void {
    const { plan } = file.state;
    const residual = residualOf(file.state);
    const market = this.#options.market(plan);
    const ways =
      file.counterparty === "injected"
        ? priceAsInjected(residual, plan)
        : { cex: priceOnBook(residual, plan, market), dex: priceOnPool(residual, plan, market) };
    this.#take(file, { kind: "priced", atMs: nowMs, ...ways });
  }

  #book(file: TradeFile, attemptId: string, nowMs: number): void {
    const { plan, attempts } = file.state;
    const attempt = attempts.find(({ id }) => id === attemptId);
    if (attempt === undefined) return;
    const transfers = transfersOfAttempt(plan, attempt, nowMs);
    file.transfers = [...file.transfers, ...transfers];
    if (!plan.isInjected) this.#options.balances.book(transfers);
  }

  #close(file: TradeFile): void {
    const { balances, out } = this.#options;
    balances.balances.forget(file.id);
    this.#files.delete(file.id);
    out.push({ kind: "account-wanted", venue: "gemini" });
    out.push({ kind: "account-wanted", venue: "solana" });
  }

  #recordOf({ state, transfers, version }: TradeFile): TradeRecord {
    return recordOfTrade({ state, transfers, version, baseUsd: this.#options.baseUsd(state.plan) });
  }

  /** A swap that is being prepared brings its own state in this turn, which an earlier one must not follow. */
  #publishAfter(effects: readonly TradeEffect[], file: TradeFile): void {
    if (!effects.some(({ kind }) => kind === "prepare")) this.#publish(file);
  }

  #publish(file: TradeFile): void {
    const { state } = file;
    const record = this.#recordOf(file);
    this.#options.out.push({ kind: "trade", record });
    if (state.phase.kind !== "closed") return;
    const { risk, events } = this.#options;
    events.add("trade.completed");
    const { pnlUsd, isInjected, id: tradeId } = record;
    const traded = hasFills(state);
    // A failed trade earned nothing, but it may have paid a network fee, which the day has to bear.
    risk.tell({ kind: "trade-closed", tradeId, pnlUsd, counts: !isInjected, traded }, state.updatedAtMs);
  }
}

function counterpartyOf({ isInjected, paper }: TradePlan): Counterparty {
  if (isInjected) return "injected";
  return paper ? "paper" : "venue";
}
