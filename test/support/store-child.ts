import { writeSync } from "node:fs";
import { type MainStores, openMongo, openSqlite } from "#storage";
import { anOpportunity, aWindow } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";
import { realTime, recordingLog } from "./fake-time.ts";

/**
 * A process to be killed: `store-child.ts sqlite|mongodb PLACE ROUND` writes trades and opportunities, each with an
 * earlier and a later state, and prints the id of each as soon as its state is acknowledged. As a process does that
 * finds them in its journal, it first writes the last ones of the round before again.
 */
export const REPEATED = 10;
const WRITERS = 4;

export async function openStore(store: string, place: string): Promise<MainStores> {
  const shared = { log: recordingLog(), clock: realTime };
  return store === "sqlite"
    ? await openSqlite({ dir: place, ...shared })
    : openMongo({ url: place, ...shared });
}

async function write(stores: MainStores, name: string): Promise<void> {
  const nowMs = Date.now();
  const trade = aTrade({ id: `t-${name}`, openedAtMs: nowMs });
  await stores.trades.saveTrades([{ ...trade, version: 1, status: "executing", closedAtMs: null }]);
  await stores.trades.saveTrades([{ ...trade, version: 2 }]);
  const found = anOpportunity({
    id: `o-${name}`,
    openedAtMs: nowMs,
    updatedAtMs: nowMs,
    windowId: `w-${name}`,
  });
  const windows = [aWindow({ id: `w-${name}` })];
  await stores.opportunities.save({ opportunities: [found], windows });
  await stores.opportunities.save({ opportunities: [{ ...found, updates: 2, closedAtMs: nowMs }], windows });
  writeSync(1, `${name}\n`);
}

async function writeForEver(stores: MainStores, round: number): Promise<never> {
  for (let n = 0; n < REPEATED; n += 1) await write(stores, `${round - 1}-${n}`);
  writeSync(1, "open\n");
  let next = 0;
  const one = async (): Promise<never> => {
    for (;;) {
      const n = next;
      next += 1;
      await write(stores, `${round}-${n}`);
    }
  };
  return await Promise.race(Array.from({ length: WRITERS }, one));
}

if (import.meta.main) {
  const [store = "", place = "", round = "1"] = process.argv.slice(2);
  await writeForEver(await openStore(store, place), Number(round));
}
