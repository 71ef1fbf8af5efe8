import { amendWindow, continuesWindow, openInWindow } from "#ledger";
import {
  formatDecimal,
  type Opportunity,
  type OpportunityDepth,
  type OpportunityRecord,
  PCT_DECIMALS,
  SIZE_DECIMALS,
  USD_DECIMALS,
  type Window,
} from "#model";
import type { FoundTrade } from "#signal";
import type { EngineEffect } from "./events.ts";
import type { Outbox } from "./outbox.ts";
import type { EventName, Tally } from "./tally.ts";

/** Updates of one opportunity are published this far apart, unless the net grew by a tenth. */
const UPDATE_EVERY_NS = 250e6;
/** A dislocation that stopped passing for this long has ended; a shorter lapse belongs to it. */
const CLOSE_AFTER_NS = 500e6;

export interface TrackerOptions {
  readonly asset: string;
  readonly dexPool: string;
  readonly newId: (kind: "opportunity" | "window") => string;
  /** Wall-clock milliseconds of a monotonic stamp. */
  readonly wallMs: (receivedNs: number) => number;
  readonly lastWindow: Window | null;
  readonly events: Tally<EventName>;
}

/** What is done about an injected opportunity, asked before it is published. */
export type DecideInjected = (opportunity: Opportunity) => Pick<Opportunity, "decision" | "decisionReason">;

/**
 * The one dislocation of an asset that may be open: opened by the first evaluation that passes, updated
 * while it lasts with the best figures seen, closed when it has not passed for half a second or at once
 * when a side is void. Effects are appended to the list that each call is given.
 */
export class OpportunityTracker {
  readonly #options: TrackerOptions;
  #window: Window | null;
  #open: OpportunityRecord | null = null;
  /** What was last published of the open one. */
  #published: OpportunityRecord | null = null;
  #publishedNs = 0;
  #failingSinceNs: number | null = null;

  constructor(options: TrackerOptions) {
    this.#options = options;
    this.#window = options.lastWindow;
  }

  get open(): Opportunity | null {
    return this.#open;
  }

  /** A window of an earlier process that is learnt late goes on, unless another one has begun meanwhile. */
  goOnFrom(window: Window | null): void {
    this.#window ??= window;
  }

  /** True where `found` would open a new opportunity rather than update the open one. */
  wouldOpen(found: FoundTrade): boolean {
    return this.#open === null || this.#open.direction !== found.direction;
  }

  /** True where the figures of `found` would be kept: of a new opportunity, or better than any of the open one. */
  wouldKeep(found: FoundTrade): boolean {
    return this.#open === null || this.wouldOpen(found) || found.predictedPnlUsd > this.#open.predictedPnlUsd;
  }

  /** An evaluation passed; `depth` is what stood behind its figures and is kept with them. */
  pass(found: FoundTrade, depth: OpportunityDepth | null, nowNs: number, out: Outbox): void {
    if (this.#open !== null && this.#open.direction !== found.direction)
      this.close("direction turned", nowNs, out);
    this.#failingSinceNs = null;
    const open = this.#open;
    if (open === null) {
      this.#begin(found, depth, nowNs, out);
      return;
    }
    const figures = found.predictedPnlUsd > open.predictedPnlUsd ? { ...found, depth } : null;
    const updatedAtMs = this.#options.wallMs(nowNs);
    this.#open = { ...open, ...figures, updatedAtMs, updates: open.updates + 1 };
    this.#publishIfDue(nowNs, out);
  }

  /** What was done about the open opportunity, and why; told at once where it is news. */
  decide(decision: Opportunity["decision"], reason: string, nowNs: number, out: Outbox): void {
    const open = this.#open;
    // The figures in a reason change with every evaluation; the reason itself is its first word.
    if (open === null || (open.decision === decision && firstWord(open.decisionReason) === firstWord(reason)))
      return;
    this.#open = { ...open, decision, decisionReason: reason };
    this.#publish("updated", this.#open, nowNs, out);
    this.#published = this.#open;
    this.#publishedNs = nowNs;
  }

  /** An evaluation refused; the opportunity outlives a short lapse. */
  fail(nowNs: number, out: Outbox): void {
    if (this.#open === null) return;
    this.#failingSinceNs ??= nowNs;
    this.tick(nowNs, out);
  }

  /** Time passed: publishes what waits, closes what stopped passing long enough ago. */
  tick(nowNs: number, out: Outbox): void {
    if (this.#open === null) return;
    const failing = this.#failingSinceNs;
    if (failing !== null && nowNs - failing >= CLOSE_AFTER_NS) this.close("no longer passes", nowNs, out);
    else this.#publishIfDue(nowNs, out);
  }

  /** Ends the open opportunity now; it ended when it was last known not to pass. */
  close(reason: string, nowNs: number, out: Outbox): void {
    const open = this.#open;
    if (open === null) return;
    const endedMs = this.#options.wallMs(this.#failingSinceNs ?? nowNs);
    const closed = { ...open, closedAtMs: Math.max(endedMs, open.updatedAtMs) };
    this.#publish("closed", closed, nowNs, out);
    this.#open = null;
    this.#published = null;
    this.#failingSinceNs = null;
    out.push({
      kind: "log",
      level: "info",
      event: "spread closed",
      fields: { id: open.id, asset: open.asset, reason },
    });
  }

  /** Publishes an injected opportunity, which opens and closes at once, beside whatever is open. */
  inject(found: FoundTrade, nowNs: number, out: Outbox, decide: DecideInjected): void {
    // No book and no pool stands behind made-up prices.
    const fresh = { ...this.#create(found, nowNs, true), depth: null };
    const opened = { ...fresh, ...decide(fresh) };
    const window = openInWindow(this.#window, opened);
    const closed = { ...opened, closedAtMs: opened.openedAtMs };
    this.#window = amendWindow(window, opened, closed);
    this.#options.events.add("signal.opportunity");
    this.#options.events.add("signal.closed");
    out.push({ kind: "opportunity", phase: "opened", opportunity: opened, window, receivedNs: nowNs });
    out.push({
      kind: "opportunity",
      phase: "closed",
      opportunity: closed,
      window: this.#window,
      receivedNs: nowNs,
    });
    out.push(detected(opened));
  }

  #begin(found: FoundTrade, depth: OpportunityDepth | null, nowNs: number, out: Outbox): void {
    const opened = { ...this.#create(found, nowNs, false), depth };
    this.#window = openInWindow(this.#window, opened);
    this.#open = opened;
    this.#published = opened;
    this.#publishedNs = nowNs;
    this.#options.events.add("signal.opportunity");
    out.push({
      kind: "opportunity",
      phase: "opened",
      opportunity: opened,
      window: this.#window,
      receivedNs: nowNs,
    });
    out.push(detected(opened));
  }

  #create(found: FoundTrade, nowNs: number, isInjected: boolean): Opportunity {
    const nowMs = this.#options.wallMs(nowNs);
    const last = this.#window;
    // While one is open its window goes on, however long ago its last update was.
    const goesOn = this.#open !== null || continuesWindow(last, nowMs);
    return {
      id: this.#options.newId("opportunity"),
      asset: this.#options.asset,
      cexVenue: "gemini",
      dexPool: this.#options.dexPool,
      ...found,
      openedAtMs: nowMs,
      updatedAtMs: nowMs,
      closedAtMs: null,
      updates: 1,
      detectionLatencyNs: 0,
      decision: "observed",
      decisionReason: isInjected ? "injected by an operator" : "recorded only: trading is not enabled",
      windowId: goesOn && last !== null ? last.id : this.#options.newId("window"),
      isInjected,
    };
  }

  #publishIfDue(nowNs: number, out: Outbox): void {
    const open = this.#open;
    const published = this.#published;
    if (open === null || published === null || open === published) return;
    const grew = (open.predictedPnlUsd - published.predictedPnlUsd) * 10n >= published.predictedPnlUsd;
    const better = grew && open.predictedPnlUsd > published.predictedPnlUsd;
    if (nowNs - this.#publishedNs < UPDATE_EVERY_NS && !better) return;
    this.#publish("updated", open, nowNs, out);
    this.#published = open;
    this.#publishedNs = nowNs;
  }

  #publish(phase: "updated" | "closed", opportunity: OpportunityRecord, nowNs: number, out: Outbox): void {
    if (this.#window === null || this.#published === null) return;
    this.#window = amendWindow(this.#window, this.#published, opportunity);
    this.#options.events.add(`signal.${phase}`);
    out.push({ kind: "opportunity", phase, opportunity, window: this.#window, receivedNs: nowNs });
  }
}

function firstWord(reason: string): string {
  return reason.split(":")[0] ?? "";
}

function detected(opened: Opportunity): EngineEffect {
  const fields = {
    id: opened.id,
    asset: opened.asset,
    direction: opened.direction,
    spread: `${formatDecimal(opened.spreadPct, PCT_DECIMALS)}%`,
    predicted_pnl: `${formatDecimal(opened.predictedPnlPct, PCT_DECIMALS)}%`,
    net_usd: formatDecimal(opened.predictedPnlUsd, USD_DECIMALS),
    size: formatDecimal(opened.size, SIZE_DECIMALS),
    cex: formatDecimal(opened.cexPrice, USD_DECIMALS),
    dex: formatDecimal(opened.dexPrice, USD_DECIMALS),
    injected: opened.isInjected,
  };
  return { kind: "log", level: "info", event: "spread detected", fields };
}
