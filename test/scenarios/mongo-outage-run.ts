import { parseArgs } from "node:util";
import { hasMongo } from "../support/mongo.ts";
import { runOutage } from "../support/mongo-outage.ts";

/**
 * A trading demo on the MongoDB that MONGO_URL names, which is cut off for `--seconds` and comes back; `--kill` kills
 * Tandem meanwhile. One JSON object; exit 1 where anything was lost, doubled or traded.
 */
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, kill: { type: "boolean", default: false } },
});
if (!hasMongo) throw new Error("MONGO_URL names no server");
const say = (line: string) => void process.stderr.write(`${line}\n`);
const report = await runOutage({ seconds: Number(values.seconds), kill: values.kill, say });
process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
const faults = Object.values(report.wrong).map((wrong) => (typeof wrong === "number" ? wrong : wrong.length));
process.exit(faults.every((count) => count === 0) ? 0 : 1);
