import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqlite } from "#storage";
import { SCHEMA_STEPS } from "../../src/storage/sqlite/schema.ts";
import { TRADING_STEPS } from "../../src/storage/sqlite/trading/schema.ts";
import type { SchemaStep } from "../../src/storage/sqlite/upgrade/take-steps.ts";
import { anOpportunity, createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";

export const NOW = { "arbitrage.db": SCHEMA_STEPS.length, "trading.db": TRADING_STEPS.length } as const;
type File = keyof typeof NOW;
const STEPS: Readonly<Record<File, readonly SchemaStep[]>> = {
  "arbitrage.db": SCHEMA_STEPS,
  "trading.db": TRADING_STEPS,
};
const TANDEM = 0x54414e44;

/** Makes the file as the build of that version made it, by its first steps alone; `fill` puts rows into it. */
export function makeOld(
  dir: string,
  file: File,
  version: number,
  fill: (database: DatabaseSync) => void = () => {},
): string {
  const path = join(dir, file);
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL");
  if (file === "trading.db") database.exec(`PRAGMA application_id = ${TANDEM}`);
  for (const { change } of STEPS[file].slice(0, version))
    typeof change === "string" ? database.exec(change) : change(database);
  database.exec(`PRAGMA user_version = ${version}`);
  fill(database);
  database.close();
  return path;
}

/** An `arbitrage.db` of that version with an opportunity and, where it knows them, a trade: rows as they always were. */
export async function makeOldArbitrage(dir: string, version: number): Promise<string> {
  const donor = join(dir, "donor");
  const stores = await openSqlite({ dir: donor, log: createRecordedLog(), clock: createFakeTime(0).clock });
  await stores.opportunities.save({ opportunities: [anOpportunity({ closedAtMs: 5 })], windows: [] });
  await stores.trades.saveTrades([aTrade()]);
  await stores.close();
  const path = makeOld(dir, "arbitrage.db", version, (database) => {
    database.prepare("ATTACH ? AS donor").run(join(donor, "arbitrage.db"));
    const tables = version === 1 ? ["opportunities"] : ["opportunities", "trades"];
    for (const table of tables) database.exec(`INSERT INTO ${table} SELECT * FROM donor.${table}`);
  });
  rmSync(donor, { recursive: true });
  return path;
}

/** A `trading.db` of that version with a journal record and, before the chain, an entry of the operators' log. */
export function makeOldTrading(dir: string, version: number): string {
  return makeOld(dir, "trading.db", version, (database) => {
    database.exec(`
      INSERT INTO journal (trade_id, seq, at, kind, body) VALUES ('T1', 1, 1001, 'intent', '{"step":1}');
      INSERT INTO journal_trades (trade_id, opened) VALUES ('T1', 1001)`);
    if (version < 3)
      database.exec(
        "INSERT INTO audit (at, by, action, before, after) VALUES (5, 'ada', 'pause', NULL, NULL)",
      );
  });
}

export function versionIn(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare("PRAGMA user_version").get();
  database.close();
  return Number(row?.user_version);
}
