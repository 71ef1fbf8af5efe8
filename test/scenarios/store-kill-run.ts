import { hasMongo } from "../support/mongo.ts";
import { killOnMongo, killOnSqlite } from "../support/store-kill.ts";

/** Kills a writing process so many times (200 where not said) on SQLite and, where MONGO_URL names one, on MongoDB. */
const kills = Number(process.argv[2] ?? 200);
const reports = [await killOnSqlite(kills), ...(hasMongo ? [await killOnMongo(kills)] : [])];
process.stdout.write(`${JSON.stringify(reports, null, 1)}\n`);
const isClean = reports.every(({ duplicates, lost, torn }) => duplicates + lost.length + torn.length === 0);
process.exit(isClean ? 0 : 1);
