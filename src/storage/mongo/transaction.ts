import { type ClientSession, type MongoClient, MongoServerError, MongoServerSelectionError } from "mongodb";
import type { MongoServer } from "./mongo-link.ts";

/**
 * Runs `work` in one transaction, once: where it fails or its end is unknown, that is told, and repeating all of it
 * changes nothing. Without transactions (see MongoServer) its parts are stored one after the other.
 */
export async function inTransaction(
  { client, hasTransactions }: MongoServer,
  work: (session: ClientSession | undefined) => Promise<void>,
): Promise<void> {
  if (!hasTransactions) return work(undefined);
  await using session = client.startSession();
  session.startTransaction({ writeConcern: { w: "majority", journal: true } });
  try {
    await work(session);
  } catch (error) {
    // Whatever becomes of this: a transaction that is not committed is none.
    await abort(client, session).catch(() => {});
    throw error;
  }
  await commit(client, session);
}

// A transaction that was cut off before it was told its end keeps its documents from everybody until the server gives it
// up, which takes a minute. The driver asks again only where it knows the socket's error, and then perhaps through another
// connection that is as dead: so a way to the server is found first.

async function abort(client: MongoClient, session: ClientSession): Promise<void> {
  await findServer(client);
  await session.abortTransaction();
}

/** Said again where no answer came: a transaction is committed once however often that is said. */
async function commit(client: MongoClient, session: ClientSession): Promise<void> {
  try {
    await session.commitTransaction();
  } catch (error) {
    if (error instanceof MongoServerError) throw error;
    await findServer(client);
    await session.commitTransaction();
  }
}

/** Each connection that died is found out once; more than the pool may hold are none of them. */
const TRIES = 10;

/** Resolves once the server answers; rejects where none is found within the time for that. */
async function findServer(client: MongoClient, triesLeft = TRIES): Promise<void> {
  try {
    await client.db("admin").command({ ping: 1 });
  } catch (error) {
    if (error instanceof MongoServerSelectionError || triesLeft === 1) throw error;
    await findServer(client, triesLeft - 1);
  }
}
