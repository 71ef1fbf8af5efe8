import type { ClientSession, Collection } from "mongodb";
import { away, isDuplicate } from "./errors.ts";
import type { Fields } from "./fields.ts";

/** How one kind of document is kept. */
export interface StateRule {
  /** Never change once they are stored: the id, and what listings are ordered by. */
  readonly fixed: readonly string[];
  /** Matches stored documents that this state may replace: those that are not later. */
  readonly notLaterThan: (state: Fields) => Fields;
}

/**
 * Inserts or updates by `id`. First what is missing is inserted, then what is not later is replaced, each in the
 * states' order: repeating it changes nothing, and no state replaces a later one. Both steps name the id, so that they
 * never meet a duplicate unless another process inserts in the same moment.
 */
export async function saveStates(
  collection: Collection<Fields>,
  states: readonly Fields[],
  { fixed, notLaterThan }: StateRule,
  session: ClientSession | undefined,
): Promise<void> {
  if (states.length === 0) return;
  const options = session === undefined ? {} : { session };
  const inserts = states.map((state) => ({
    updateOne: { filter: { id: state.id }, update: { $setOnInsert: state }, upsert: true },
  }));
  const updates = states.map((state) => ({
    updateOne: {
      filter: { id: state.id, ...notLaterThan(state) },
      update: { $set: without(state, fixed) },
    },
  }));
  try {
    await collection.bulkWrite(inserts, options);
    await collection.bulkWrite(updates, options);
  } catch (error) {
    throw isDuplicate(error) ? away("another process stored the same document at the same time") : error;
  }
}

/** A filter: what is stored is not later than these figures, the first of them counting most. */
export function notLater(rank: readonly (readonly [field: string, value: unknown])[]): Fields {
  const ways = rank.map(([field, value], index) => {
    const equal = Object.fromEntries(rank.slice(0, index));
    const isLast = index === rank.length - 1;
    return { ...equal, [field]: { [isLast ? "$lte" : "$lt"]: value } };
  });
  return { $or: ways };
}

function without(state: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !names.includes(name)));
}
