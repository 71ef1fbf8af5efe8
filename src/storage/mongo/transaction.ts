import type { ClientSession } from "mongodb";
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
    await session.abortTransaction().catch(() => {});
    throw error;
  }
  await session.commitTransaction();
}
