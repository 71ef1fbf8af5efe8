import {
  beginTrade,
  decodeJson,
  type JournaledTrade,
  stepTrade,
  type TradeEvent,
  type TradePlan,
  type TradeState,
} from "#execution";
import { InvariantError, type Side, type VenueName } from "#model";

export interface AttemptStory {
  readonly id: string;
  readonly venue: VenueName;
  readonly side: Side;
  /** Every transaction that was ever signed for it; more than one is a fault of its own. */
  readonly signatures: readonly string[];
}

/** A trade as its journal tells it. */
export interface TradeStory {
  readonly plan: TradePlan;
  readonly state: TradeState;
  readonly attempts: readonly AttemptStory[];
  /** Attempts that were planned while an earlier one had no end: each one may have taken effect twice. */
  readonly overlaps: readonly string[];
}

/**
 * Reads a journal record by record. An attempt is planned where the state machine plans it or where a record first
 * names it, whichever comes first; whether an earlier one had ended by then is read from the raw evidence alone, so
 * that a mistake of the machine does not acquit itself.
 */
export function readStory({ tradeId, records }: JournaledTrade): TradeStory {
  let state: TradeState | null = null;
  const ends = new Ends();
  const planned: string[] = [];
  const overlaps: string[] = [];
  for (const { body } of records) {
    // The journal is this run's own and was written by this very code.
    const event = decodeJson(body) as TradeEvent;
    state = next(state, event, tradeId);
    for (const id of [...state.attempts.map((attempt) => attempt.id), ...namedBy(event)]) {
      if (planned.includes(id)) continue;
      const open = planned.filter((earlier) => !ends.ended(earlier));
      overlaps.push(...open.map((earlier) => `${id} was planned while ${earlier} had no end`));
      planned.push(id);
    }
    ends.take(event, state);
  }
  if (state === null) throw new InvariantError("empty-journal", `trade ${tradeId} has no record`);
  const attempts = state.attempts.map(({ id, venue, order }) => ({
    ...{ id, venue, side: order.side },
    signatures: ends.signatures.get(id) ?? [],
  }));
  return { plan: state.plan, state, attempts, overlaps };
}

function namedBy(event: TradeEvent): readonly string[] {
  return "attemptId" in event ? [event.attemptId] : [];
}

function next(state: TradeState | null, event: TradeEvent, tradeId: string): TradeState {
  if (event.kind === "plan") return beginTrade(event).state;
  if (state === null) throw new InvariantError("no-plan", `trade ${tradeId} does not begin with a plan`);
  return stepTrade(state, event).state;
}

/** Which attempts the raw evidence has ended so far. */
class Ends {
  readonly #ended = new Set<string>();
  readonly #final = new Set<string>();
  readonly signatures = new Map<string, readonly string[]>();

  ended(attemptId: string): boolean {
    return this.#ended.has(attemptId) || this.#final.has(attemptId);
  }

  take(event: TradeEvent, { attempts }: TradeState): void {
    switch (event.kind) {
      case "prepared": {
        const before = this.signatures.get(event.attemptId) ?? [];
        this.signatures.set(event.attemptId, [...before, event.signed.signature]);
        return;
      }
      case "resumed":
        // Never signed, and the process that could have signed it is gone.
        for (const { id, venue } of attempts)
          if (venue === "solana" && !this.signatures.has(id)) this.#final.add(id);
        return;
      case "dex-landed":
        // A confirmed swap may be hedged; a confirmed failure may still vanish, so only a final one lets another follow.
        if (event.commitment === "finalized") this.#final.add(event.attemptId);
        else if (event.outcome.ok) this.#ended.add(event.attemptId);
        return;
      case "dex-vanished":
        this.#ended.delete(event.attemptId);
        return;
      case "cex-ended":
      case "cex-settled":
      case "cex-absent":
      case "cex-not-sent":
      case "dex-expired":
      case "dex-not-sent":
      case "prepare-refused":
      case "blocked":
        this.#final.add(event.attemptId);
        return;
      default:
        return;
    }
  }
}
