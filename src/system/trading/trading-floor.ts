import type { CommandAnswer, EngineEvent, OperatorCommand, TradingEffect } from "#engine";
import { type Metrics, viewTrade } from "#gateway";
import type { AuditNote } from "#ledger";
import type { TradeRecord, VenueName } from "#model";
import { createTradeWriter, type MainStores, type SqliteTradingStore, type TradeWriter } from "#storage";
import type { BackendOptions } from "../backend-options.ts";
import type { EngineHost } from "../engine-host.ts";
import type { LatencyWindow } from "../latency-window.ts";
import type { Counterparties } from "./counterparties.ts";
import { JournalQueue } from "./journal-queue.ts";
import { createPaper } from "./paper.ts";
import { TradeArchive } from "./trade-archive.ts";
import { TradingHost } from "./trading-host.ts";

export interface TradingFloorOptions extends BackendOptions {
  readonly host: EngineHost;
  readonly stores: MainStores;
  readonly journalStore: SqliteTradingStore;
  readonly metrics: Metrics;
  readonly sendLatency: LatencyWindow;
  readonly exposureTime: LatencyWindow;
  readonly publishRisk: () => void;
}

/** What a paper trade waits for: the way to Gemini and back, two slots until confirmation, and finality. */
const PAPER_WAITS = { cexMs: 120, confirmMs: 800, finalMs: 13_000 };
/** An injected trade shows its states one after the other, and is over soon. */
const INJECTED_WAITS = { cexMs: 40, confirmMs: 80, finalMs: 40 };

/**
 * Everything around the engine that trading needs before any venue is reached: the journal's queue, the archive of
 * trades, and the counterparties that need no venue.
 */
export class TradingFloor implements AsyncDisposable {
  readonly journal: JournalQueue;
  readonly writer: TradeWriter;
  readonly #options: TradingFloorOptions;
  readonly #host: TradingHost;
  #counterparties: Counterparties;
  #wantAccount: (venue: VenueName) => void = () => {};

  constructor(options: TradingFloorOptions) {
    const { clock, timers, log, host, metrics, stores, journalStore } = options;
    this.#options = options;
    this.journal = new JournalQueue({
      ...{ store: journalStore, clock, timers, log },
      onDurable: (intents) => {
        options.onTradePoint?.("journaled");
        this.#deliver({ kind: "journaled", receivedNs: clock.monotonicNs(), intents });
      },
      onWorks: (works) => this.#deliver({ kind: "storage", receivedNs: clock.monotonicNs(), works }),
      onWrite: (seconds) => metrics.journalWrite(seconds),
    });
    this.writer = createTradeWriter({
      ...{ store: stores.trades, clock, timers, log, metrics },
      onStored: (record) => archive.stored(record),
    });
    const archive = new TradeArchive(this.writer, this.journal);
    this.#counterparties = this.#onPaper();
    this.#host = new TradingHost({
      ...{ clock, metrics, journal: this.journal, archive },
      ...{ sendLatency: options.sendLatency, exposureTime: options.exposureTime },
      deliver: (event) => host.deliver(event),
      counterparties: () => this.#counterparties,
      publishTrade: (record: TradeRecord) => host.publish({ type: "trade", data: viewTrade(record) }),
      publishRisk: options.publishRisk,
      wantAccount: (venue) => this.#wantAccount(venue),
      ...(options.onTradePoint === undefined ? {} : { onPoint: options.onTradePoint }),
    });
  }

  /** Called once the venues are known: who fills real trades, and who reads balances when they are wanted. */
  connect(venue: Counterparties["venue"], wantAccount: (venue: VenueName) => void): void {
    this.#counterparties = { ...this.#counterparties, venue };
    this.#wantAccount = wantAccount;
  }

  get evidence(): TradingHost["evidence"] {
    return this.#host.evidence;
  }

  perform(effect: TradingEffect): void {
    this.#host.perform(effect);
  }

  command(command: OperatorCommand): Promise<CommandAnswer> {
    return this.#host.command(command);
  }

  /** Resolves when the entry is durable; one that says no time happens now. */
  async audit(entry: Omit<AuditNote, "atMs"> & { readonly atMs?: number }): Promise<void> {
    const audit = [{ atMs: this.#options.clock.epochMs(), ...entry }];
    this.journal.put({ records: [], transfers: [], closed: [], risk: null, audit }, []);
    await this.journal.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.journal.close();
    await this.writer.close();
    // What was stored just now leaves the replay.
    await this.journal.close();
  }

  #deliver(event: EngineEvent): void {
    this.#options.host.deliver(event);
  }

  #onPaper(): Counterparties {
    const { clock, timers, config, host } = this.#options;
    const takerFeePpm = config.cexTakerFeePpm ?? Number(config.cexFeePct / 100n);
    const shared = { clock, timers, takerFeePpm, networkLamports: config.networkFeeLamports };
    const evidence: TradingHost["evidence"] = (learnt) => this.#host.evidence(learnt);
    return {
      venue: null,
      paper: createPaper({ ...shared, ...PAPER_WAITS, evidence, market: (of) => host.marketOf(of) }),
      injected: createPaper({ ...shared, ...INJECTED_WAITS, evidence, market: null }),
    };
  }
}
