import { parseArgs } from "node:util";
import { createAccess } from "#access";
import { openAccessStore } from "#storage";
import { readTokenSecret } from "../../src/system/access/token-secret.ts";
import { systemClock as clock, systemEntropy as entropy } from "../../src/system/clock.ts";
import { createCast } from "../fuzz/cast.ts";
import { runFuzz } from "../fuzz/run-fuzz.ts";
import { hasMongo, mongoPlace } from "../support/mongo.ts";
import { operate } from "../support/operator.ts";
import { startStandInsProcess } from "../support/stand-ins-process.ts";

/**
 * Every route of a trading demo on stand-ins, fuzzed from its own document; on MongoDB where MONGO_URL names one. One
 * JSON line; exit 1 where a single answer was not what is documented.
 */
const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, requests: { type: "string", default: "20000" } },
});
const [seed, requests] = [whole("seed", values.seed), whole("requests", values.requests)];
const say = (line: string) => void process.stderr.write(`${line}\n`);
const report = await fuzzDemo();
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(report.ok ? 0 : 1);

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name}: a whole number from 1 on, not ${text}`);
  return value;
}

async function fuzzDemo() {
  await using place = hasMongo ? await mongoPlace() : null;
  await using venues = await startStandInsProcess();
  // No limits but those that are always there: what is behind them is what is looked at.
  const env = { ...venues.env, RATE_LIMIT_PER_MIN: "0", ...(place === null ? {} : { MONGO_URL: place.url }) };
  await using operator = await operate(["run", "--mode", "demo"], env);
  await operator.until(async () => (await operator.trades()).length >= 4, 120_000, "four trades");
  say(`a demo on ${place === null ? "SQLite" : "MongoDB"} trades; seed ${seed}`);
  await using store = await openAccessStore(operator.dataDir);
  const secret = readTokenSecret(null, operator.dataDir);
  const cast = await createCast(await createAccess({ store, clock, entropy, secret }));
  const isRunning = () =>
    operator.process.child.exitCode === null && operator.process.child.signalCode === null;
  const port = Number(new URL(operator.api).port);
  const { report } = await runFuzz({ port, seed, requests, cast, isRunning, say });
  if (report.crashed || report.server_errors > 0) say(operator.log().slice(-4_000));
  return report;
}
