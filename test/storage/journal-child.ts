import { writeSync } from "node:fs";
import { openTradingStore } from "#storage";
import { aTransfer } from "../ledger/builders.ts";
import { realTime, recordingLog } from "../support/fake-time.ts";
import { aBatch, aRecord } from "./trading-builders.ts";

/**
 * A process to be killed: `journal-child.ts DIR append` appends step after step and prints the number of each one as
 * soon as it is durable, `fill` does so until one is refused and prints why, `open` only opens and says how that went.
 */
export const STEPS_A_TRADE = 20;

/** The batch of step `n`: one record, one transfer, and `n` itself as the state of risk. */
function batchOf(n: number) {
  const tradeId = `t${Math.floor(n / STEPS_A_TRADE)}`;
  const seq = (n % STEPS_A_TRADE) + 1;
  return aBatch({
    records: [aRecord(tradeId, seq)],
    transfers: [aTransfer({ id: `${tradeId}/${seq}`, tradeId, amount: BigInt(n + 1) })],
    closed: seq === STEPS_A_TRADE ? [tradeId] : [],
    risk: String(n),
  });
}

async function appendForEver(dir: string): Promise<never> {
  const store = await openTradingStore({ dir, log: recordingLog(), clock: realTime });
  const last = await store.readRisk();
  let next = last === null ? 0 : Number(last) + 1;
  writeSync(1, "open\n");
  const one = async (): Promise<never> => {
    for (;;) {
      const n = next;
      next += 1;
      await store.append(batchOf(n));
      writeSync(1, `${n}\n`);
    }
  };
  return Promise.race(Array.from({ length: 5 }, one));
}

async function appendUntilRefused(dir: string): Promise<void> {
  const store = await openTradingStore({ dir, log: recordingLog(), clock: realTime });
  for (let n = 0; n < 100_000; n += 1) {
    try {
      await store.append(batchOf(n));
      writeSync(1, `${n}\n`);
    } catch (error) {
      writeSync(1, `${(error as Error).name}\n`);
      return store.close();
    }
  }
}

async function tryToOpen(dir: string): Promise<void> {
  try {
    await using _store = await openTradingStore({ dir, log: recordingLog(), clock: realTime });
    writeSync(1, "opened\n");
  } catch (error) {
    const { name, message } = error as Error;
    writeSync(1, `${name} ${message}\n`);
  }
}

const [dir = "", action = ""] = process.argv.slice(2);
if (import.meta.main) {
  if (action === "append") await appendForEver(dir);
  else if (action === "fill") await appendUntilRefused(dir);
  else await tryToOpen(dir);
}
