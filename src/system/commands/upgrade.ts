import { existsSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "#model";
import { planFolder, planMongo, type Upgrade, type UpgradePlan, upgradeFolder, upgradeMongo } from "#storage";
import { systemClock } from "../clock.ts";
import { loadEnvironment } from "../env-file.ts";
import { readPidFile } from "../errands/pid-file.ts";
import { type Command, type Flags, flagText } from "./command.ts";
import { booksFolder } from "./data-folder.ts";
import { ACCESS_FLAGS, demoFolder } from "./local-access.ts";

/**
 * `tandem upgrade`: brings every database to the schema of this build, as the next start would, while Tandem is stopped;
 * with --dry-run it only tells what that would do. 0 done or nothing to do, 1 where a database cannot be upgraded.
 */
export const upgradeCommand: Command = {
  options: { ...ACCESS_FLAGS, "dry-run": { type: "boolean" } },
  positionals: 0,
  async run(flags) {
    const dataDir = folderOf(flags);
    const mongoUrl = loadEnvironment(process.env, flagText(flags, "env-file")).values.MONGO_URL || null;
    const dryRun = flags["dry-run"] === true;
    if (!dryRun) refuseRunning(dataDir);
    const plans = await planAll(dataDir, mongoUrl);
    for (const plan of plans) say(lineOf(plan));
    const why = whyNot(plans, dataDir);
    const outcome =
      why !== null || dryRun ? { done: [], why } : await upgradeAll({ dataDir, mongoUrl }, plans);
    if (outcome.why !== null) say(outcome.why);
    const report = {
      ...{ data_dir: dataDir, dry_run: dryRun, ok: outcome.why === null, free_bytes: freeBytes(dataDir) },
      databases: plans.map((plan) => viewPlan(plan, outcome.done)),
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.ok ? 0 : 1;
  },
};

function folderOf(flags: Flags): string {
  const mode = flagText(flags, "mode");
  if (mode !== undefined && !["demo", "observe", "live"].includes(mode))
    throw new ConfigError("mode", `--mode: expected demo, observe or live, got ${mode}`);
  if (mode !== "demo") return booksFolder(flags);
  const dir = demoFolder(flags);
  if (!existsSync(join(dir, "trading.db"))) throw new ConfigError("data-dir", `no trading.db in ${dir}`);
  return dir;
}

function refuseRunning(dataDir: string): void {
  const pid = readPidFile(dataDir);
  if (pid === null) return;
  throw new ConfigError("data-dir-in-use", `DATA_DIR: ${dataDir} is in use by process ${pid}: stop it first`);
}

/** What is kept for reading is on MongoDB where that is configured, and an old arbitrage.db is nobody's then. */
async function planAll(dataDir: string, mongoUrl: string | null): Promise<readonly UpgradePlan[]> {
  const files = planFolder(dataDir);
  if (mongoUrl === null) return files;
  return [...files.filter(({ database }) => database !== "arbitrage.db"), await planMongo(mongoUrl)];
}

/** Null where nothing stands against it. */
function whyNot(plans: readonly UpgradePlan[], dataDir: string): string | null {
  const newer = plans.find(({ version, build }) => version !== null && version > build);
  if (newer !== undefined)
    return `${newer.database} was written by a newer Tandem (schema ${newer.version}, this one knows ${newer.build})`;
  const needed = plans.reduce((sum, plan) => sum + (plan.database === "MongoDB" ? 0 : plan.needsBytes), 0);
  const free = freeBytes(dataDir);
  return needed > free ? `DATA_DIR: ${needed} bytes must be free in ${dataDir}, and ${free} are` : null;
}

interface Outcome {
  readonly done: readonly Upgrade[];
  /** Why it ended early; null where it did not. */
  readonly why: string | null;
}

async function upgradeAll(
  { dataDir, mongoUrl }: { readonly dataDir: string; readonly mongoUrl: string | null },
  plans: readonly UpgradePlan[],
): Promise<Outcome> {
  const done: Upgrade[] = [];
  const note = (upgrade: Upgrade | null) => {
    if (upgrade === null) return;
    done.push(upgrade);
    for (const { name, from, to, tookMs } of upgrade.steps)
      say(`${upgrade.database}: schema ${from} to ${to} (${name}) took ${tookMs} ms`);
  };
  const due = plans.filter(({ steps }) => steps.length > 0).map(({ database }) => database);
  try {
    if (due.some((database) => database !== "MongoDB")) upgradeFolder(dataDir, due, note);
    if (due.includes("MongoDB")) note(await upgradeMongo(mongoUrl ?? "", systemClock));
    return { done, why: null };
  } catch (error) {
    return { done, why: error instanceof Error ? error.message : String(error) };
  }
}

function lineOf({ database, version, build, steps, copies }: UpgradePlan): string {
  if (version === null) return `${database}: in use by another process`;
  if (steps.length === 0) return `${database}: schema ${version}, this build ${build}: nothing to do`;
  const copied = copies.length === 0 ? "" : `; copied first: ${copies.join(", ")}`;
  return `${database}: schema ${version}, this build ${build}: ${steps.join("; ")}${copied}`;
}

function viewPlan(
  { database, version, build, steps, copies, needsBytes }: UpgradePlan,
  done: readonly Upgrade[],
) {
  const upgrade = done.find((one) => one.database === database);
  return {
    ...{ name: database, version, build, steps, upgraded: upgrade !== undefined },
    ...{ copies: upgrade?.copies ?? copies, needs_bytes: needsBytes },
  };
}

function freeBytes(dataDir: string): number {
  const { bavail, bsize } = statfsSync(dataDir);
  return bavail * bsize;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
