import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../support/paths.ts";
import { type Block, readBlocks } from "./blocks.ts";
import { emptyDatabase } from "./database.ts";
import { BACKEND, checkOut, hasProgram, listens, shell, startSupervisor } from "./machine.ts";
import { type Outcome, play } from "./play.ts";
import { MONGO_URL, Stage } from "./stage.ts";

/**
 * Plays docs/RUNBOOK.md on a fresh checkout of what is committed, under Debian's supervisor: every block in its order,
 * each outcome compared with what is written. One JSON object; 1 where anything was otherwise. Needs root, supervisor
 * and jq; `mongosh` and the database's test server where they are there. `--from TEXT` begins at the heading that has it.
 */
const { values } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } });
const say = (line: string) => process.stderr.write(`${line}\n`);
// An operator's shell knows nothing of the folder in which the npm that started this script keeps its packages.
const { npm_config_cache: _, ...env } = process.env;
const missing = ["supervisord", "supervisorctl", "jq", "git", "runuser", "ss"].filter(
  (name) => !hasProgram(name, env),
);
if (process.getuid?.() !== 0 || missing.length > 0) {
  say(
    `npm run runbook needs root and ${missing.join(", ")}: apt-get install supervisor jq git iproute2 util-linux`,
  );
  process.exit(2);
}

const blocks = readBlocks(readFileSync(join(ROOT, "docs/RUNBOOK.md"), "utf8"));
const server = join(ROOT, "../shared/tools/mongo-testserver");
const mongo = existsSync(join(server, "start")) ? server : null;

say("checking out and installing ...");
shell("supervisorctl stop backend frontend || true");
checkOut();
say(shell(`${BACKEND}/ops/supervisor/install.sh --mode demo`).trim());
const supervisor = await startSupervisor();
await using stage = await Stage.open(mongo);
if (mongo !== null && !listens(27_017)) say(shell(`NODE=${process.execPath} ${join(mongo, "start")}`).trim());
if (mongo !== null) await emptyDatabase(MONGO_URL);
shell("supervisorctl update && supervisorctl restart backend frontend || true");

const outcomes: Outcome[] = [];
for (const block of chosen(blocks)) {
  outcomes.push(await perform(block));
  const { heading, line, state, seconds, detail } = outcomes.at(-1) as Outcome;
  say(`${state.padEnd(10)} ${String(seconds).padStart(6)} s  ${heading} (line ${line})`);
  if (state !== "as written") say(`    ${detail.replaceAll("\n", "\n    ")}`);
}
shell("supervisorctl stop backend frontend || true");
supervisor?.kill("SIGTERM");

const count = (state: Outcome["state"]) => outcomes.filter((one) => one.state === state).length;
const report = {
  played: count("as written"),
  wrong: outcomes.filter(({ state }) => state === "wrong"),
  not_run: outcomes
    .filter(({ state }) => state === "not run")
    .map(({ line, heading, detail }) => ({ line, heading, detail })),
  seconds: Math.round(outcomes.reduce((sum, { seconds }) => sum + seconds, 0)),
};
const text = `${JSON.stringify(report, null, 1)}\n`;
mkdirSync(join(ROOT, "test-results"), { recursive: true });
writeFileSync(join(ROOT, "test-results/runbook.json"), text);
process.stdout.write(text);
process.exitCode = report.wrong.length === 0 && report.played > 0 ? 0 : 1;

function chosen(all: readonly Block[]): readonly Block[] {
  const { from, to } = values;
  const first = from === undefined ? 0 : all.findIndex(({ heading }) => heading.includes(from));
  const last = to === undefined ? all.length : all.findLastIndex(({ heading }) => heading.includes(to)) + 1;
  return all.slice(first, last);
}

async function perform(block: Block): Promise<Outcome> {
  const { heading, line, notRun } = block;
  const lacking = block.needs.find(
    (name) => !hasProgram(name, env) || (name === "mongosh" && mongo === null),
  );
  const why = notRun ?? (lacking === undefined ? null : `${lacking} is not there`);
  if (why !== null) return { heading, line, state: "not run", seconds: 0, detail: why };
  for (const act of block.before) await stage.act(act);
  const outcome = await play(block, env);
  for (const act of block.after) await stage.act(act);
  return outcome;
}
