import { expect } from "vitest";
import { type JournalRecord, recordOf, replayTrade, type TradeEvent, type TradeState } from "#execution";

export interface IntentToSend {
  readonly attemptId: string;
  readonly first: boolean;
}

interface Batch {
  readonly upTo: number;
  readonly intents: readonly IntentToSend[];
}

/** One trade's journal: batches reach it in order, and a process may die before it hears of the last ones. */
export class Disk {
  #records: JournalRecord[] = [];
  #states: TradeState[] = [];
  #batches: Batch[] = [];
  /** Records that were acknowledged. */
  #durable = 0;

  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** The state after each record. */
  get states(): readonly TradeState[] {
    return this.#states;
  }

  get isBusy(): boolean {
    return this.#batches.length > 0;
  }

  get pending(): number {
    return this.#batches.length;
  }

  keep(event: TradeEvent, state: TradeState): void {
    this.#records.push(recordOf(state.plan.tradeId, this.#records.length + 1, event));
    this.#states.push(state);
  }

  /** All that one event caused is one batch. */
  endTurn(intents: readonly IntentToSend[]): void {
    const upTo = this.#records.length;
    if (upTo > (this.#batches.at(-1)?.upTo ?? this.#durable) || intents.length > 0)
      this.#batches.push({ upTo, intents });
  }

  /** The oldest batch is on the disk; answers its intents. */
  acknowledge(): readonly IntentToSend[] {
    const batch = this.#batches.shift();
    if (batch === undefined) return [];
    this.#durable = batch.upTo;
    return batch.intents;
  }

  /** So many batches reached the disk unheard, the rest is lost. Answers what it tells, null where it holds no plan. */
  die(reached: number): TradeState | null {
    this.#durable = this.#batches.slice(0, reached).at(-1)?.upTo ?? this.#durable;
    this.#records = this.#records.slice(0, this.#durable);
    this.#states = this.#states.slice(0, this.#durable);
    this.#batches = [];
    const state = this.#states.at(-1);
    if (state === undefined) return null;
    expect(replayTrade({ tradeId: state.plan.tradeId, records: this.#records })).toEqual(state);
    return state;
  }

  /** The events of the records. */
  events(): TradeEvent[] {
    return this.#records.map(({ body }) => JSON.parse(body, reviveBig) as TradeEvent);
  }

  /** The journal gives back each state that the trade was ever in. */
  checkReplay(): void {
    for (const [i, state] of this.#states.entries()) {
      const records = this.#records.slice(0, i + 1);
      expect(replayTrade({ tradeId: state.plan.tradeId, records })).toEqual(state);
    }
  }
}

function reviveBig(_: string, held: unknown): unknown {
  return typeof held === "object" && held !== null && "$n" in held ? BigInt(String(held.$n)) : held;
}
