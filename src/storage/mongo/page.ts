import type { Collection } from "mongodb";
import type { PageKey } from "#ledger";
import { type Fields, time } from "./fields.ts";

interface Item {
  readonly id: string;
  readonly openedAtMs: number;
}

interface Asked {
  readonly filter: Fields;
  readonly cursor: PageKey | undefined;
  readonly limit: number;
  /** Fields that the listing does not show, which then need not travel. */
  readonly without?: readonly string[];
}

/** Newest first by `timestamp`, then by `id`, as the indexes of indexes.ts are ordered. */
export async function readPage<Row extends Item>(
  collection: Collection<Fields>,
  { filter, cursor, limit, without = [] }: Asked,
  read: (fields: Fields) => Row,
): Promise<{ items: readonly Row[]; nextCursor: PageKey | null }> {
  const conditions = cursor === undefined ? filter : { $and: [filter, olderThan(cursor)] };
  // One row more than asked for tells whether there is another page.
  const rows = await collection
    .find(conditions, { projection: Object.fromEntries(without.map((field) => [field, 0])) })
    .sort({ timestamp: -1, id: -1 })
    .limit(limit + 1)
    .toArray();
  const items = rows.slice(0, limit).map(read);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : { timestampMs: last.openedAtMs, id: last.id } };
}

/** Those of a time, from and before; no condition where neither is given. */
export function within(fromMs: number | undefined, toMs: number | undefined): Fields {
  const timestamp = {
    ...(fromMs === undefined ? {} : { $gte: time(fromMs) }),
    ...(toMs === undefined ? {} : { $lt: time(toMs) }),
  };
  return Object.keys(timestamp).length === 0 ? {} : { timestamp };
}

/** The first condition alone bounds the index; the second says it exactly. */
function olderThan({ timestampMs, id }: PageKey): Fields {
  const timestamp = time(timestampMs);
  return {
    timestamp: { $lte: timestamp },
    $or: [{ timestamp: { $lt: timestamp } }, { timestamp, id: { $lt: id } }],
  };
}
