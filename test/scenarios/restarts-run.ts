import { parseArgs } from "node:util";
import { isCleanRestart, runRestarts } from "../support/restarts.ts";

/**
 * A trading demo under load that is ended (`--kill`: by SIGKILL) and started again, 50 times where not said, with trades
 * open. One JSON object; exit 1 where a trade was lost or doubled, or a start took longer than ten seconds.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kill: { type: "boolean", default: false }, "slot-ms": { type: "string", default: "250" } },
});
const report = await runRestarts({
  ...{ restarts: Number(positionals[0] ?? 50), signal: values.kill ? "SIGKILL" : "SIGTERM" },
  ...{ slotMs: Number(values["slot-ms"]), readers: 20, streams: 5 },
  say: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
process.exit(isCleanRestart(report) ? 0 : 1);
