import type { EngineEffect } from "./events.ts";

/** What most events cause. */
export const NOTHING: readonly EngineEffect[] = Object.freeze([]);

/** Collects the effects of one event; no array exists until there is an effect. */
export class Outbox {
  #effects: EngineEffect[] | null = null;

  push(effect: EngineEffect): void {
    if (this.#effects === null) this.#effects = [effect];
    else this.#effects.push(effect);
  }

  /** Before all that the event caused so far: what must be on its way to the disk before anything acts on it. */
  pushFirst(effect: EngineEffect): void {
    if (this.#effects === null) this.#effects = [effect];
    else this.#effects.unshift(effect);
  }

  /** Starts a fresh list and returns the unfinished one of an event around this one. */
  begin(): EngineEffect[] | null {
    const outer = this.#effects;
    this.#effects = null;
    return outer;
  }

  /** Hands over the effects since `begin` and goes on with the list of the event around. */
  end(outer: EngineEffect[] | null): readonly EngineEffect[] {
    const effects = this.#effects;
    this.#effects = outer;
    return effects ?? NOTHING;
  }
}
