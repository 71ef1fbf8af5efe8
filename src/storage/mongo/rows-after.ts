import type { PageKey, StoredRows } from "#ledger";
import { type Fields, time } from "./fields.ts";
import type { MongoLink } from "./mongo-link.ts";
import { opportunityRecordFromFields } from "./opportunity-document.ts";
import { snapshotsAfter } from "./snapshot-collection.ts";
import { tradeFromFields } from "./trade-document.ts";
import { windowFromFields } from "./window-document.ts";

/** Walks over whole collections, oldest first, through the indexes that the listings use from their other end. */
export function createRowsAfter(link: MongoLink): StoredRows {
  return {
    opportunitiesAfter: walk(
      link,
      { collection: "opportunities", by: "timestamp" },
      opportunityRecordFromFields,
    ),
    windowsAfter: walk(link, { collection: "windows", by: "start_time" }, windowFromFields),
    snapshotsAfter: (atMs, limit) => link.use((server) => snapshotsAfter(server, atMs, limit)),
    tradesAfter: walk(link, { collection: "trades", by: "timestamp" }, tradeFromFields),
  };
}

function walk<Kept>(
  link: MongoLink,
  { collection, by }: { readonly collection: string; readonly by: string },
  read: (fields: Fields) => Kept,
) {
  return (key: PageKey | null, limit: number): Promise<readonly Kept[]> =>
    link.use(async ({ database }) => {
      const filter = key === null ? {} : newerThan(by, key);
      const rows = database
        .collection<Fields>(collection)
        .find(filter)
        .sort({ [by]: 1, id: 1 });
      return (await rows.limit(limit).toArray()).map(read);
    });
}

/** The first condition alone bounds the index; the second says it exactly. */
function newerThan(by: string, { timestampMs, id }: PageKey): Fields {
  const began = time(timestampMs);
  return { [by]: { $gte: began }, $or: [{ [by]: { $gt: began } }, { [by]: began, id: { $gt: id } }] };
}
