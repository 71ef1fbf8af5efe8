import { MongoClient } from "mongodb";
import { ASSETS } from "./fill.ts";

/** How the server says that it answers the listings' queries, or in its own words that it does not say. */
export async function explainMongo(url: string): Promise<readonly object[]> {
  const client = new MongoClient(url);
  try {
    const database = client.db();
    const newest = { timestamp: -1, id: -1 } as const;
    const asked = [
      { collection: "trades", filter: {} },
      { collection: "trades", filter: { asset: ASSETS[0] } },
      { collection: "trades", filter: { status: "failed" } },
      { collection: "opportunities", filter: {} },
      { collection: "opportunities", filter: { asset: ASSETS[0] } },
    ];
    const plans: object[] = [];
    for (const { collection, filter } of asked) {
      const find = database.collection(collection).find(filter).sort(newest).limit(101);
      const plan = await find.explain("queryPlanner").catch((error: Error) => error.message);
      plans.push({ query: { collection, filter }, plan });
    }
    return plans;
  } finally {
    await client.close();
  }
}

export async function dropMongo(url: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}
