import { expect } from "vitest";
import {
  type Attempt,
  awaitsPrice,
  baseOfLots,
  beginTrade,
  type JournalRecord,
  recordOf,
  replayTrade,
  residualOf,
  stepTrade,
  type TradeEffect,
  type TradeEvent,
  type TradePlan,
  type TradeState,
} from "#execution";
import { aSigned, type Said, T0, USD } from "./builders.ts";
import { knownOf } from "./evidence-oracle.ts";
import { cexTruth, dexTruth, type Truth } from "./hidden-truth.ts";
import type { Tape } from "./tape.ts";

/** One attempt at its venue. */
interface Leg {
  readonly truth: Truth;
  readonly content: unknown;
  /** What it has not told yet to the process that lives now. */
  waiting: Said[];
}

interface Batch {
  readonly upTo: number;
  readonly intents: readonly { readonly attemptId: string; readonly first: boolean }[];
}

/**
 * One trade, the disk that its records go to, both venues with their hidden truth, and a process that may die
 * between any two events. Checks after every event what must always hold.
 */
export class World {
  state: TradeState;
  /** False where the process died before the plan itself was on the disk: then there is no trade. */
  exists = true;
  readonly legs = new Map<string, Leg>();
  readonly #tape: Tape;
  #records: JournalRecord[] = [];
  #states: TradeState[] = [];
  #said: TradeEvent[] = [];
  #booked: string[] = [];
  #batches: Batch[] = [];
  #intents: Batch["intents"][number][] = [];
  #persisted = new Set<string>();
  #reported = new Set<string>();
  /** How many events had happened when an attempt was planned. */
  #plannedAt = new Map<string, number>();
  /** Records that were acknowledged. */
  #durable = 0;
  #nowMs = T0;
  #life = 0;

  constructor(plan: TradePlan, tape: Tape) {
    this.#tape = tape;
    const event = { kind: "plan", plan, atMs: T0 } as const;
    const { state, effects } = beginTrade(event);
    this.state = state;
    this.#keep(event);
    this.#said.push(event);
    this.#plannedAt.set(state.attempts[0]?.id ?? "", 1);
    this.#performAll(effects);
    this.#endTurn();
  }

  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** One thing that may happen now. */
  act(): void {
    switch (this.#tape.pick(8)) {
      case 0:
      case 1:
        this.#tellNext(false);
        break;
      case 2:
        this.#acknowledge();
        break;
      case 3:
        this.#tick();
        break;
      case 4:
        this.#tellNext(true);
        break;
      case 5:
        this.#tellAgain();
        break;
      case 6:
        if (this.state.phase.kind === "stranded") this.#operate();
        else this.#acknowledge();
        break;
      default:
        if (this.#tape.rarely(2)) this.#die();
        else this.#tellNext(false);
    }
  }

  /** Lets everything come out until the trade is closed. */
  bringHome(): void {
    for (let round = 0; round < 300 && this.state.phase.kind !== "closed" && this.exists; round += 1) {
      while (this.#batches.length > 0) this.#acknowledge();
      for (const leg of this.legs.values()) while (leg.waiting.length > 0) this.#tell(leg, 0);
      this.#nowMs += 5_000;
      this.#tick();
      if (this.state.phase.kind === "stranded") this.#operate();
    }
  }

  /** The journal gives back each state that it was ever in. */
  checkReplay(): void {
    this.#states.forEach((state, i) => {
      const records = this.#records.slice(0, i + 1);
      expect(replayTrade({ tradeId: state.plan.tradeId, records })).toEqual(state);
    });
  }

  handle(said: Said): void {
    this.#take({ ...said, atMs: this.#nowMs } as TradeEvent);
    this.#endTurn();
  }

  #take(event: TradeEvent): void {
    const before = this.state;
    const { state, effects } = stepTrade(before, event);
    this.#said.push(event);
    if (state === before) {
      expect(effects).toEqual([]);
      return;
    }
    this.state = state;
    this.#keep(event);
    this.#check(before);
    this.#performAll(effects);
  }

  #check(before: TradeState): void {
    const { attempts } = this.state;
    for (const { id } of attempts) if (!this.#plannedAt.has(id)) this.#plannedAt.set(id, this.#said.length);
    const known = attempts.map((attempt) =>
      knownOf(attempt, this.#said.slice(this.#plannedAt.get(attempt.id))),
    );
    attempts.forEach((attempt, i) => {
      const { filled, settlement, phase } = attempt;
      const terminal = ["filled", "rejected", "expired"].includes(phase);
      const { base, settled } = known[i] ?? { base: -1n, settled: false };
      expect({ id: attempt.id, base: filled.base, settled: settlement !== null, terminal }).toEqual({
        ...{ id: attempt.id, base, settled, terminal: known[i]?.terminal },
      });
    });
    const sum = attempts.reduce(
      (net, { order }, i) => net + (order.side === "buy" ? 1n : -1n) * (known[i]?.base ?? 0n),
      0n,
    );
    expect(residualOf(this.state)).toBe(sum);
    if (attempts.length > before.attempts.length)
      expect(known.slice(0, -1).map(({ mayFollow }) => mayFollow)).not.toContain(false);
  }

  #performAll(effects: readonly TradeEffect[]): void {
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: TradeEffect): void {
    switch (effect.kind) {
      case "prepare":
        this.#prepare(effect.attemptId);
        return;
      case "persist":
        this.#persisted.add(effect.attemptId);
        this.#intents.push(effect);
        return;
      case "send-cex":
      case "send-dex": {
        const { attemptId } = effect.intent;
        expect(this.#reported).toContain(attemptId);
        expect([...this.legs.keys()]).not.toContain(attemptId);
        this.#open(attemptId, effect.intent, false);
        return;
      }
      case "pursue-cex":
      case "pursue-dex":
        this.#pursue(effect);
        return;
      case "price":
        expect(effect.residual).toBe(residualOf(this.state));
        if (!this.#tape.rarely(4)) this.#price();
        return;
      case "book":
        expect(this.#booked).not.toContain(effect.attemptId);
        this.#booked.push(effect.attemptId);
        return;
      case "closed":
        expect(this.state.phase.kind).toBe("closed");
    }
  }

  #prepare(attemptId: string): void {
    const about = { attemptId, atMs: this.#nowMs };
    if (this.#tape.rarely(12)) this.#take({ kind: "prepare-refused", reason: "no blockhash", ...about });
    else {
      const signed = { ...aSigned(), signature: `sig-${attemptId}-${this.#life}` };
      this.#take({ kind: "prepared", signed, ...about });
    }
  }

  #open(attemptId: string, content: unknown, pursued: boolean): void {
    const attempt = this.#attempt(attemptId);
    const truth =
      attempt.venue === "gemini"
        ? cexTruth(attempt, this.#tape)
        : dexTruth(attempt, this.state.plan, this.#tape);
    const leg: Leg = { truth, content, waiting: [...truth.story] };
    this.legs.set(attemptId, leg);
    if (pursued && truth.neverLeft) leg.waiting = [noSuchThing(attempt)];
  }

  /** A new client asks from the beginning; what never reached the venue is not there. */
  #pursue(effect: TradeEffect & { kind: "pursue-cex" | "pursue-dex" }): void {
    const { attemptId } = effect.intent;
    const leg = this.legs.get(attemptId);
    if (leg !== undefined) {
      expect(effect.intent).toEqual(leg.content);
      leg.waiting = leg.truth.neverLeft ? [noSuchThing(this.#attempt(attemptId))] : [...leg.truth.story];
    } else if (effect.kind === "pursue-dex" && effect.rebroadcast) {
      this.#open(attemptId, effect.intent, true);
    } else {
      const story = [noSuchThing(this.#attempt(attemptId))];
      const nothing = { base: 0n, quote: 0n, feeUsd: 0n, feeLamports: 0n, neverLeft: true };
      this.legs.set(attemptId, { truth: { ...nothing, story }, content: effect.intent, waiting: story });
    }
  }

  #price(): void {
    const { plan } = this.state;
    const residual = residualOf(this.state);
    const selling = residual > 0n;
    const magnitude = selling ? residual : -residual;
    const lot = baseOfLots(1, plan);
    const lots = Number(magnitude / lot);
    const cents = 15_000 + this.#tape.pick(100) - 50;
    const usd = (magnitude * BigInt(cents)) / 10n ** 11n;
    const dire = this.#tape.rarely(3) ? 1_000n * USD : 0n;
    const worth = (selling ? usd : -usd) - dire;
    const which = this.#tape.pick(5);
    const expectedQuote = usd * 10n ** 9n;
    const limitQuoteUnits = usd / 1_000n + (selling ? -2_000n : 2_000n);
    this.#take({
      kind: "priced",
      atMs: this.#nowMs,
      cex:
        which === 2 || which === 3 || lots < plan.minLots
          ? null
          : { limitTicks: cents, lots, netUsd: worth - USD / 10n, expectedQuote },
      dex:
        which === 1 || which === 3
          ? null
          : {
              ...{ baseUnits: magnitude / 10n ** 9n, limitQuoteUnits, ticksCrossed: 1, expectedQuote },
              netUsd: worth - (this.#tape.pick(2) === 0 ? USD : 0n),
            },
    });
  }

  #tick(): void {
    this.#nowMs += this.#tape.pick(6_000);
    if (awaitsPrice(this.state)) this.#price();
    this.#endTurn();
  }

  #operate(): void {
    const action = this.#tape.rarely(2) ? "accept" : "retry";
    this.handle({ kind: "operator", action, by: "ada", reason: "looked at it" });
  }

  #tellNext(outOfOrder: boolean): void {
    const open = [...this.legs.values()].filter(({ waiting }) => waiting.length > 0);
    const leg = open[this.#tape.pick(Math.max(1, open.length))];
    if (leg !== undefined) this.#tell(leg, outOfOrder ? this.#tape.pick(leg.waiting.length) : 0);
  }

  #tell(leg: Leg, index: number): void {
    const [said] = leg.waiting.splice(index, 1);
    if (said !== undefined) this.handle(said);
  }

  /** A message that is delivered twice, or long after. */
  #tellAgain(): void {
    const told = this.#said.filter(({ kind }) => kind.startsWith("cex-") || kind.startsWith("dex-"));
    const event = told[this.#tape.pick(Math.max(1, told.length))];
    if (event !== undefined) this.handle(event);
  }

  /** A batch is on the disk: its intents are sent, unless risk forbids a first one. */
  #acknowledge(): void {
    const batch = this.#batches.shift();
    if (batch === undefined) return;
    this.#durable = batch.upTo;
    for (const { attemptId, first } of batch.intents) {
      expect(this.#persisted).toContain(attemptId);
      this.#reported.add(attemptId);
      const blocked = first && this.#tape.rarely(20);
      this.handle(
        blocked ? { kind: "blocked", attemptId, reason: "manual (all)" } : { kind: "durable", attemptId },
      );
    }
  }

  /** Killed: batches that were not acknowledged may be on the disk or not, and nothing else is left. */
  #die(): void {
    if (this.state.phase.kind === "closed") return;
    const reached = this.#batches.slice(0, this.#tape.pick(this.#batches.length + 1)).at(-1);
    const durable = reached?.upTo ?? this.#durable;
    this.#durable = durable;
    this.#records = this.#records.slice(0, durable);
    this.#states = this.#states.slice(0, durable);
    this.#batches = [];
    this.#intents = [];
    this.#life += 1;
    for (const leg of this.legs.values()) leg.waiting = [];
    const state = this.#states.at(-1);
    if (state === undefined) {
      expect(this.legs.size).toBe(0);
      this.exists = false;
      return;
    }
    expect(replayTrade({ tradeId: state.plan.tradeId, records: this.#records })).toEqual(state);
    this.state = state;
    const ids = state.attempts.map(({ id }) => id);
    for (const id of this.legs.keys()) expect(ids).toContain(id);
    this.#persisted = new Set(ids);
    this.#reported = new Set();
    this.#said = this.#records.map(({ body }) => JSON.parse(body, reviveBig) as TradeEvent);
    this.#plannedAt = new Map(
      ids.map((id) => [
        id,
        1 + this.#states.findIndex(({ attempts }) => attempts.some((one) => one.id === id)),
      ]),
    );
    this.#booked = state.attempts
      .filter(({ settlement }) => settlement !== null && settlement.kind !== "nothing")
      .map(({ id }) => id);
    this.handle({ kind: "resumed" });
  }

  #keep(event: TradeEvent): void {
    this.#records.push(recordOf(this.state.plan.tradeId, this.#records.length + 1, event));
    this.#states.push(this.state);
  }

  /** All that one event caused is one batch. */
  #endTurn(): void {
    const upTo = this.#records.length;
    if (upTo > (this.#batches.at(-1)?.upTo ?? this.#durable) || this.#intents.length > 0)
      this.#batches.push({ upTo, intents: this.#intents });
    this.#intents = [];
  }

  #attempt(attemptId: string): Attempt {
    const attempt = this.state.attempts.find(({ id }) => id === attemptId);
    if (attempt === undefined) throw new Error(`no attempt ${attemptId}`);
    return attempt;
  }
}

function noSuchThing({ id: attemptId, venue }: Attempt): Said {
  return venue === "gemini"
    ? { kind: "cex-absent", attemptId, detail: "nowhere, twice" }
    : { kind: "dex-expired", attemptId, finalizedHeight: 151, detail: "twice" };
}

function reviveBig(_: string, held: unknown): unknown {
  return typeof held === "object" && held !== null && "$n" in held ? BigInt(String(held.$n)) : held;
}
