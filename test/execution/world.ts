import { expect } from "vitest";
import {
  type Attempt,
  awaitsPrice,
  beginTrade,
  residualOf,
  stepTrade,
  type TradeEffect,
  type TradeEvent,
  type TradePlan,
  type TradeState,
} from "#execution";
import { baseOfLots } from "#model";
import { aSigned, type Said, T0, USD } from "./builders.ts";
import { Disk, type IntentToSend } from "./disk.ts";
import { knownOf } from "./evidence-oracle.ts";
import type { Tape } from "./tape.ts";
import { Venues } from "./venues.ts";

/**
 * One trade, the disk that its records go to, both venues with their hidden truth, and a process that may die
 * between any two events. Checks after every event what must always hold.
 */
export class World {
  state: TradeState;
  /** False where the process died before the plan itself was on the disk: then there is no trade. */
  exists = true;
  readonly disk = new Disk();
  readonly venues: Venues;
  readonly #tape: Tape;
  #said: TradeEvent[] = [];
  /** How many events had happened when an attempt was planned. */
  #plannedAt = new Map<string, number>();
  #booked: string[] = [];
  #intents: IntentToSend[] = [];
  #persisted = new Set<string>();
  #reported = new Set<string>();
  #nowMs = T0;
  #life = 0;

  constructor(plan: TradePlan, tape: Tape) {
    this.#tape = tape;
    this.venues = new Venues(plan, tape);
    const event = { kind: "plan", plan, atMs: T0 } as const;
    const { state, effects } = beginTrade(event);
    this.state = state;
    this.disk.keep(event, state);
    this.#said.push(event);
    for (const { id } of state.attempts) this.#plannedAt.set(id, this.#said.length);
    this.#performAll(effects);
    this.#endTurn();
  }

  /** One thing that may happen now. */
  act(): void {
    const what = this.#tape.pick(8);
    if (what <= 1) this.#tellNext(false);
    else if (what === 2) this.#acknowledge();
    else if (what === 3) this.#tick();
    else if (what === 4) this.#tellNext(true);
    else if (what === 5) this.#tellAgain();
    else if (what === 6 && this.state.phase.kind === "stranded") this.#operate();
    else if (what === 7 && this.#tape.rarely(2)) this.#die();
    else this.#acknowledge();
  }

  /** Lets everything come out until the trade is closed. */
  bringHome(): void {
    for (let round = 0; round < 300 && this.state.phase.kind !== "closed" && this.exists; round += 1) {
      while (this.disk.isBusy) this.#acknowledge();
      while (this.#tellNext(false));
      this.#nowMs += 5_000;
      this.#tick();
      if (this.state.phase.kind === "stranded") this.#operate();
    }
  }

  #handle(said: Said): void {
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
    this.disk.keep(event, state);
    this.#check(before);
    this.#performAll(effects);
  }

  /** Every attempt is exactly what the evidence says, the residual its sum, and nothing follows what has no end. */
  #check(before: TradeState): void {
    const { attempts } = this.state;
    for (const { id } of attempts) {
      if (!this.#plannedAt.has(id)) this.#plannedAt.set(id, this.#said.length);
    }
    const known = attempts.map((attempt) =>
      knownOf(attempt, this.#said.slice(this.#plannedAt.get(attempt.id))),
    );
    const held = attempts.map(({ filled, settlement, phase }) => ({
      base: filled.base,
      terminal: ["filled", "rejected", "expired"].includes(phase),
      settled: settlement !== null,
    }));
    expect(held).toEqual(known.map(({ mayFollow: _, ...rest }) => rest));
    const signs = attempts.map(({ order }) => (order.side === "buy" ? 1n : -1n));
    const sum = known.reduce((net, { base }, i) => net + (signs[i] ?? 0n) * base, 0n);
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
      case "send-dex":
        expect(this.#reported).toContain(effect.intent.attemptId);
        this.venues.send(this.#attempt(effect.intent.attemptId), effect.intent);
        return;
      case "pursue-cex":
      case "pursue-dex":
        this.venues.pursue(this.#attempt(effect.intent.attemptId), effect);
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

  /** Both ways at about the same price, one of them or none; now and then beyond any bound. */
  #price(): void {
    const { plan } = this.state;
    const residual = residualOf(this.state);
    const selling = residual > 0n;
    const magnitude = selling ? residual : -residual;
    const lots = Number(magnitude / baseOfLots(1, plan));
    const limitTicks = 15_000 + this.#tape.pick(100) - 50;
    const usd = (magnitude * BigInt(limitTicks)) / 10n ** 11n;
    const worth = (selling ? usd : -usd) - (this.#tape.rarely(3) ? 1_000n * USD : 0n);
    const which = this.#tape.pick(5);
    const dearer = this.#tape.pick(2) === 0 ? USD : 0n;
    const expectedQuote = usd * 10n ** 9n;
    const limitQuoteUnits = usd / 1_000n + (selling ? -2_000n : 2_000n);
    const baseUnits = magnitude / 10n ** 9n;
    const noCex = which === 2 || which === 3 || lots < plan.minLots;
    const noDex = which === 1 || which === 3;
    this.#take({
      ...{ kind: "priced", atMs: this.#nowMs },
      cex: noCex ? null : { limitTicks, lots, netUsd: worth - USD / 10n, expectedQuote },
      dex: noDex
        ? null
        : { baseUnits, limitQuoteUnits, ticksCrossed: 1, netUsd: worth - dearer, expectedQuote },
    });
  }

  #tick(): void {
    this.#nowMs += this.#tape.pick(6_000);
    if (awaitsPrice(this.state)) this.#price();
    this.#endTurn();
  }

  #operate(): void {
    const action = this.#tape.rarely(2) ? "accept" : "retry";
    this.#handle({ kind: "operator", action, by: "ada", reason: "looked at it" });
  }

  #tellNext(outOfOrder: boolean): boolean {
    const said = this.venues.next(outOfOrder);
    if (said !== null) this.#handle(said);
    return said !== null;
  }

  /** A message that is delivered twice, or long after. */
  #tellAgain(): void {
    const told = this.#said.filter(({ kind }) => kind.startsWith("cex-") || kind.startsWith("dex-"));
    const event = told[this.#tape.pick(Math.max(1, told.length))];
    if (event !== undefined) this.#handle(event);
  }

  /** A batch is on the disk: its intents are sent, unless risk forbids a first one. */
  #acknowledge(): void {
    for (const { attemptId, first } of this.disk.acknowledge()) {
      expect(this.#persisted).toContain(attemptId);
      this.#reported.add(attemptId);
      if (first && this.#tape.rarely(20))
        this.#handle({ kind: "blocked", attemptId, reason: "manual (all)" });
      else this.#handle({ kind: "durable", attemptId });
    }
  }

  /** Killed: batches that were not acknowledged may be on the disk or not, and nothing else is left. */
  #die(): void {
    if (this.state.phase.kind === "closed") return;
    const state = this.disk.die(this.#tape.pick(this.disk.pending + 1));
    this.#intents = [];
    this.#life += 1;
    this.venues.hangUp();
    if (state === null) {
      expect(this.venues.ids).toEqual([]);
      this.exists = false;
      return;
    }
    this.state = state;
    const ids = state.attempts.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...this.venues.ids]));
    this.#persisted = new Set(ids);
    this.#reported = new Set();
    this.#said = this.disk.events();
    const { states } = this.disk;
    const plannedAt = (id: string) => 1 + states.findIndex((one) => one.attempts.some((a) => a.id === id));
    this.#plannedAt = new Map(ids.map((id) => [id, plannedAt(id)]));
    this.#booked = state.attempts
      .filter(({ settlement }) => settlement !== null && settlement.kind !== "nothing")
      .map(({ id }) => id);
    this.#handle({ kind: "resumed" });
  }

  #endTurn(): void {
    this.disk.endTurn(this.#intents);
    this.#intents = [];
  }

  #attempt(attemptId: string): Attempt {
    const attempt = this.state.attempts.find(({ id }) => id === attemptId);
    if (attempt === undefined) throw new Error(`no attempt ${attemptId}`);
    return attempt;
  }
}
