import { MongoClient } from "mongodb";

const MARK = "rehearsal";

/**
 * Empties the database that the runbook names. Throws where there is something in it that no rehearsal has left: the
 * runbook is played on a machine without a Tandem.
 */
export async function emptyDatabase(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000 });
  try {
    const database = client.db("arbitrage");
    const names = (await database.listCollections().toArray()).map(({ name }) => name);
    const isOurs = names.includes(MARK);
    if (!isOurs && (names.includes("trades") || names.includes("opportunities")))
      throw new Error(
        `${url} holds trades that no rehearsal has left: name an empty server, or drop the database`,
      );
    for (const name of names) await database.dropCollection(name);
    await database.collection(MARK).insertOne({ made: "by npm run runbook" });
  } finally {
    await client.close();
  }
}
