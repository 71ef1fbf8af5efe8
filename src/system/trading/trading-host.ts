import type { CommandAnswer, EngineEffect, EngineEvent, OperatorCommand, TradingEffect } from "#engine";
import type { Metrics } from "#gateway";
import {
  assertNever,
  type Clock,
  ConnectivityError,
  type LegEvidence,
  type TradeRecord,
  type VenueName,
} from "#model";
import type { LatencyWindow } from "../latency-window.ts";
import type { Counterparties, Filler } from "./counterparties.ts";
import type { JournalQueue } from "./journal-queue.ts";
import type { TradeArchive } from "./trade-archive.ts";

/** Moments at which a process may die; told to whoever wants to know, such as the test that kills it there. */
export type TradePoint = "journal" | "journaled" | "send" | "sent" | "evidence";

export interface TradingHostOptions {
  readonly clock: Clock;
  readonly deliver: (event: EngineEvent) => readonly EngineEffect[];
  readonly journal: JournalQueue;
  readonly archive: TradeArchive;
  readonly counterparties: () => Counterparties;
  readonly metrics: Metrics;
  readonly sendLatency: LatencyWindow;
  readonly exposureTime: LatencyWindow;
  readonly publishTrade: (record: TradeRecord) => void;
  readonly publishRisk: () => void;
  /** Balances of this venue are wanted soon. */
  readonly wantAccount: (venue: VenueName) => void;
  readonly onPoint?: (point: TradePoint) => void;
}

type Effect<Kind extends TradingEffect["kind"]> = TradingEffect & { readonly kind: Kind };

/** Does what trading wants done: journal, sign, send, follow, store, publish. Decides nothing. */
export class TradingHost {
  readonly #options: TradingHostOptions;

  constructor(options: TradingHostOptions) {
    this.#options = options;
  }

  perform(effect: TradingEffect): void {
    switch (effect.kind) {
      case "journal":
        this.#options.onPoint?.("journal");
        this.#options.journal.put(effect.batch, effect.intents);
        return;
      case "prepare":
        this.#prepare(effect);
        return;
      case "send-cex":
      case "send-dex":
        this.#send(effect);
        return;
      case "pursue-cex":
        this.#filler(effect).cex.pursue(effect.intent);
        return;
      case "pursue-dex":
        this.#filler(effect).dex.pursue(effect.intent, { rebroadcast: effect.rebroadcast });
        return;
      case "trade":
        this.#trade(effect.record);
        return;
      case "risk":
        this.#options.publishRisk();
        return;
      case "paused":
        this.#options.metrics.riskPaused(effect.reason);
        return;
      case "account-wanted":
        this.#options.wantAccount(effect.venue);
        return;
      case "execution-failed":
        this.#options.metrics.executionFailed(effect.reason);
        return;
      case "command-done":
        return;
      default:
        assertNever(effect);
    }
  }

  /** What a client learnt, handed on in the turn in which it came. */
  readonly evidence = (evidence: LegEvidence): void => {
    this.#options.onPoint?.("evidence");
    this.#options.deliver({ kind: "evidence", receivedNs: this.#options.clock.monotonicNs(), evidence });
  };

  /** Carries out a command and resolves when its consequences are durable. */
  async command(command: OperatorCommand): Promise<CommandAnswer> {
    const { deliver, clock, journal } = this.#options;
    if (!journal.works) throw new ConnectivityError("storage-away", "the journal cannot be written");
    const effects = deliver({ kind: "command", receivedNs: clock.monotonicNs(), command });
    const done = effects.find((effect) => effect.kind === "command-done");
    if (done === undefined) throw new ConnectivityError("not-ready", "the venues were not reached yet");
    await journal.settled();
    return done.answer;
  }

  #filler({ counterparty }: { readonly counterparty: keyof Counterparties }): Filler {
    const filler = this.#options.counterparties()[counterparty];
    // A trade of a run with keys, found in the journal of a run without: it waits for the keys.
    return filler ?? NOBODY;
  }

  #prepare(effect: Effect<"prepare">): void {
    const { clock, deliver } = this.#options;
    const { tradeId, attemptId, order, curve } = effect;
    const answer = this.#filler(effect).dex.prepare(order, curve);
    deliver({ kind: "prepared", receivedNs: clock.monotonicNs(), tradeId, attemptId, answer });
  }

  #send(effect: Effect<"send-cex"> | Effect<"send-dex">): void {
    const { onPoint, clock, metrics, sendLatency } = this.#options;
    onPoint?.("send");
    const filler = this.#filler(effect);
    if (effect.kind === "send-cex") filler.cex.send(effect.intent);
    else filler.dex.send(effect.intent);
    if (effect.decidedNs !== null) {
      const tookNs = clock.monotonicNs() - effect.decidedNs;
      sendLatency.add(tookNs);
      metrics.sendLatency(tookNs / 1e9);
    }
    onPoint?.("sent");
  }

  #trade(record: TradeRecord): void {
    const { archive, metrics, exposureTime, publishTrade } = this.#options;
    archive.put(record);
    publishTrade(record);
    if (record.closedAtMs === null) return;
    metrics.tradeClosed(record);
    if (record.exposureMs === null || record.isInjected) return;
    exposureTime.add(record.exposureMs * 1e6);
    metrics.exposure(record.exposureMs / 1000);
  }
}

const nothing = () => {};
const NOBODY: Filler = {
  cex: { send: nothing, pursue: nothing },
  dex: { prepare: () => ({ refused: "no wallet is configured" }), send: nothing, pursue: nothing },
};
