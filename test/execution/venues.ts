import { expect } from "vitest";
import type { Attempt, TradeEffect, TradePlan } from "#execution";
import type { Said } from "./builders.ts";
import { cexTruth, dexTruth, NOTHING_HAPPENED, type Truth } from "./hidden-truth.ts";
import type { Tape } from "./tape.ts";

/** One attempt at its venue. */
interface Leg {
  readonly truth: Truth;
  /** What was sent, or was meant to be: it never changes. */
  readonly intent: unknown;
  /** What it has not told yet to the process that lives now. */
  waiting: Said[];
}

/** Both venues of one trade: what they did with each attempt is decided when it is sent, and told bit by bit. */
export class Venues {
  readonly #legs = new Map<string, Leg>();
  readonly #plan: TradePlan;
  readonly #tape: Tape;

  constructor(plan: TradePlan, tape: Tape) {
    this.#plan = plan;
    this.#tape = tape;
  }

  get ids(): readonly string[] {
    return [...this.#legs.keys()];
  }

  truthOf(attemptId: string): Truth {
    return this.#legs.get(attemptId)?.truth ?? NOTHING_HAPPENED;
  }

  send(attempt: Attempt, intent: unknown): void {
    expect(this.ids).not.toContain(attempt.id);
    const truth = this.#decide(attempt);
    this.#legs.set(attempt.id, { truth, intent, waiting: [...truth.story] });
  }

  /** A new client asks from the beginning; what never reached the venue is not there. */
  pursue(attempt: Attempt, effect: TradeEffect & { kind: "pursue-cex" | "pursue-dex" }): void {
    const leg = this.#legs.get(attempt.id) ?? this.#found(attempt, effect);
    expect(effect.intent).toEqual(leg.intent);
    leg.waiting = leg.truth.neverLeft ? [noSuchThing(attempt)] : [...leg.truth.story];
    this.#legs.set(attempt.id, leg);
  }

  /** The next thing that any leg says, or one that overtakes others; null where all has been said. */
  next(outOfOrder: boolean): Said | null {
    const open = [...this.#legs.values()].filter(({ waiting }) => waiting.length > 0);
    const leg = open[this.#tape.pick(Math.max(1, open.length))];
    if (leg === undefined) return null;
    const [said] = leg.waiting.splice(outOfOrder ? this.#tape.pick(leg.waiting.length) : 0, 1);
    return said ?? null;
  }

  /** Nobody listens any more. */
  hangUp(): void {
    for (const leg of this.#legs.values()) leg.waiting = [];
  }

  #decide(attempt: Attempt): Truth {
    return attempt.venue === "gemini"
      ? cexTruth(attempt, this.#tape)
      : dexTruth(attempt, this.#plan, this.#tape);
  }

  /** An intent that was durable and never sent; the bytes of a closing swap are sent now. */
  #found(attempt: Attempt, effect: TradeEffect & { kind: "pursue-cex" | "pursue-dex" }): Leg {
    const isSent = effect.kind === "pursue-dex" && effect.rebroadcast;
    const truth = isSent ? this.#decide(attempt) : NOTHING_HAPPENED;
    return { truth, intent: effect.intent, waiting: [] };
  }
}

function noSuchThing({ id: attemptId, venue }: Attempt): Said {
  return venue === "gemini"
    ? { kind: "cex-absent", attemptId, detail: "nowhere, twice" }
    : { kind: "dex-expired", attemptId, finalizedHeight: 151, detail: "twice" };
}
