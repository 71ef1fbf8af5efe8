import type { Db, Document } from "mongodb";
import { InvariantError } from "#model";

const PAGE = 500;
/** Numbers keep their BSON type: a double of 5 does not come back as an integer. */
const AS_STORED = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

export function copyName(collection: string, version: number): string {
  return `${collection}_before_v${version}`;
}

/**
 * Copies a collection page by page, in the order of `_id`; what was begun earlier is begun anew. Throws InvariantError
 * where documents are missing from the copy. Indexes are not copied.
 */
export async function copyCollection(
  database: Db,
  { from, to }: { readonly from: string; readonly to: string },
  keep: () => Promise<void>,
): Promise<void> {
  const source = database.collection<Document>(from);
  const target = database.collection<Document>(to);
  await target.drop();
  let last: Document | undefined;
  for (;;) {
    const after = last === undefined ? {} : { _id: { $gt: last._id } };
    const page = await source.find(after, AS_STORED).sort({ _id: 1 }).limit(PAGE).toArray();
    if (page.length > 0) await target.insertMany(page);
    await keep();
    last = page.at(-1);
    if (page.length < PAGE) break;
  }
  const [wanted, copied] = await Promise.all([source.countDocuments(), target.countDocuments()]);
  if (wanted !== copied)
    throw new InvariantError("copy-differs", `${to} holds ${copied} of the ${wanted} documents of ${from}`);
}
