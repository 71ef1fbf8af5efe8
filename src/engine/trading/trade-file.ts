import { recordOf, stepTrade, type TradeEffect, type TradeEvent, type TradeState } from "#execution";
import type { Transfer } from "#ledger";
import type { JournalOutbox } from "./journal-outbox.ts";
import type { Counterparty } from "./trading-events.ts";

/** One open trade as the desk holds it: its state, its place in the journal, and what was booked of it. */
export class TradeFile {
  readonly counterparty: Counterparty;
  state: TradeState;
  transfers: readonly Transfer[] = [];
  /** Rises with each state that is told. */
  version = 0;
  #seq: number;

  constructor(state: TradeState, counterparty: Counterparty, seq: number) {
    this.state = state;
    this.counterparty = counterparty;
    this.#seq = seq;
    this.version = seq;
  }

  get id(): string {
    return this.state.plan.tradeId;
  }

  /** The plan itself is the first record. */
  begin(event: TradeEvent & { kind: "plan" }, journal: JournalOutbox): void {
    this.#keep(event, journal);
  }

  /** Takes an event; what changes nothing is not journaled and wants nothing. */
  step(event: TradeEvent, journal: JournalOutbox): readonly TradeEffect[] {
    const { state, effects } = stepTrade(this.state, event);
    if (state === this.state) return [];
    this.state = state;
    this.#keep(event, journal);
    return effects;
  }

  #keep(event: TradeEvent, journal: JournalOutbox): void {
    this.#seq += 1;
    this.version += 1;
    journal.record(recordOf(this.id, this.#seq, event));
  }
}
