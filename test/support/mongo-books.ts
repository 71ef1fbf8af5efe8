import type { Db, Document } from "mongodb";
import type { Books } from "./books.ts";
import { mongoPlace } from "./mongo.ts";

/** The runbook's lines for `mongosh`, said through the driver against a database of their own. */
export async function mongoBooks(): Promise<Books> {
  const place = await mongoPlace();
  const copy = await mongoPlace();
  const { database } = place;
  const idOf = ({ id }: Document) => String(id);
  return {
    env: { MONGO_URL: place.url },
    // The stand-in engine never ends the transaction of a client that was killed; mongod does.
    hardestEnd: "SIGTERM",
    count: (table) => database.collection(table).countDocuments(),
    async newest(table, limit = 0) {
      const newest = database.collection(table).find().sort({ timestamp: -1 }).limit(limit);
      return (await newest.toArray()).map((row) => ({ id: idOf(row), atMs: row.timestamp.getTime() }));
    },
    async closedBefore(date) {
      const closed = { closed_at: { $ne: null }, timestamp: { $lt: date } };
      return (await database.collection("opportunities").find(closed).toArray()).map(idOf);
    },
    duplicates: (table) =>
      database
        .collection(table)
        .aggregate([{ $group: { _id: "$id", count: { $sum: 1 } } }, { $match: { count: { $gt: 1 } } }])
        .toArray(),
    indexes: (table) => database.collection(table).indexes(),
    async makeIndexes() {
      for (const table of ["opportunities", "trades"]) {
        await database.collection(table).createIndex({ timestamp: -1 });
        await database.collection(table).createIndex({ asset: 1, timestamp: -1 });
      }
    },
    async deleteOpportunitiesBefore(date) {
      const done = await database.collection("opportunities").deleteMany({ timestamp: { $lt: date } });
      return done.deletedCount;
    },
    async saveAndPutBack() {
      await copyDatabase(database, copy.database);
      return { MONGO_URL: copy.url };
    },
    async [Symbol.asyncDispose]() {
      await place.remove();
      await copy.remove();
    },
  };
}

/** What `mongodump` and `mongorestore` do to a database that nobody writes: documents as they are, and indexes. */
async function copyDatabase(from: Db, to: Db): Promise<void> {
  for (const { name } of await from.listCollections().toArray()) {
    const documents = await from.collection(name).find().toArray();
    if (documents.length > 0) await to.collection(name).insertMany(documents);
    for (const { key, v: _version, ...options } of await from.collection(name).indexes())
      if (options.name !== "_id_") await to.collection(name).createIndex(key, options);
  }
}
