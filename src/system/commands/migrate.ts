import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, ConnectivityError, formatDecimal, USD_DECIMALS } from "#model";
import {
  type KindReport,
  type MigrationReport,
  type MigrationStores,
  migrate,
  openMongo,
  openSqlite,
  openTradingStore,
  type RowFigures,
} from "#storage";
import { systemClock } from "../clock.ts";
import { loadEnvironment } from "../env-file.ts";
import { createLog } from "../log.ts";
import { type Command, flagText } from "./command.ts";
import { booksFolder, FOLDER_FLAGS } from "./data-folder.ts";

const TELL_EVERY_MS = 2_000;
/** A copy forgets nothing, however old; the next start keeps its seven days. */
const KEEP_ALL_MS = 100 * 365 * 86_400_000;

/**
 * `tandem migrate --to mongodb|sqlite`: copies opportunities, windows, trades and inventory snapshots from the other store
 * into this one, and proves it. The journal, the operators' log and the settings always stay in trading.db, which is held meanwhile, so
 * that no Tandem writes into either store.
 */
export const migrateCommand: Command = {
  options: { ...FOLDER_FLAGS, to: { type: "string" } },
  positionals: 0,
  async run(flags) {
    const to = flagText(flags, "to");
    if (to !== "mongodb" && to !== "sqlite")
      throw new ConfigError("to", `--to: expected mongodb or sqlite, got ${to ?? "nothing"}`);
    const { values } = loadEnvironment(process.env, flagText(flags, "env-file"));
    if (!values.MONGO_URL) throw new ConfigError("MONGO_URL", "MONGO_URL: tandem migrate needs it");
    const dir = booksFolder(flags);
    if (to === "mongodb" && !existsSync(join(dir, "arbitrage.db")))
      throw new ConfigError("data-dir", `DATA_DIR: ${dir} holds no arbitrage.db`);
    const report = await copyTo(to, dir, values.MONGO_URL);
    process.stdout.write(`${JSON.stringify({ to, ok: isSame(report), ...viewReport(report) })}\n`);
    return isSame(report) ? 0 : 1;
  },
};

async function copyTo(to: "mongodb" | "sqlite", dir: string, url: string): Promise<MigrationReport> {
  const log = createLog("warning", systemClock, (line) => process.stderr.write(line));
  const options = { log, clock: systemClock, retentionMs: KEEP_ALL_MS };
  await using _held = await openTradingStore({ dir, log, clock: systemClock });
  await using mongo = openMongo({ ...options, url });
  // Before a file is made for nothing.
  await mongo.check().catch((cause: Error) => {
    throw new ConnectivityError("storage-away", `MONGO_URL: MongoDB does not answer (${cause.message})`, {
      cause,
    });
  });
  await using sqlite = await openSqlite({ ...options, dir });
  const [source, target]: readonly [MigrationStores, MigrationStores] =
    to === "mongodb" ? [sqlite, mongo] : [mongo, sqlite];
  process.stderr.write(`copying ${to === "mongodb" ? `${dir} into MongoDB` : `MongoDB into ${dir}`}\n`);
  return await migrate({ source, target, onProgress: createProgress() });
}

function createProgress(): (kind: string, rows: number) => void {
  let toldMs = systemClock.epochMs();
  return (kind, rows) => {
    const nowMs = systemClock.epochMs();
    if (nowMs - toldMs < TELL_EVERY_MS) return;
    toldMs = nowMs;
    process.stderr.write(`${kind}: ${rows}\n`);
  };
}

function isSame({ opportunities, windows, trades, snapshots }: MigrationReport): boolean {
  return [opportunities, windows, trades, snapshots].every(({ same }) => same);
}

function viewReport({ opportunities, windows, trades, snapshots }: MigrationReport) {
  return {
    opportunities: viewKind(opportunities),
    windows: viewKind(windows),
    trades: viewKind(trades),
    inventory_snapshots: viewKind(snapshots),
  };
}

function viewKind({ same, written, source, target }: KindReport) {
  return { same, written, source: viewFigures(source), target: viewFigures(target) };
}

/** Sums as decimal text in dollars. */
function viewFigures({ rows, sums, sha256 }: RowFigures) {
  const dollars = Object.entries(sums).map(([name, sum]) => [name, formatDecimal(sum, USD_DECIMALS)]);
  return { rows, ...Object.fromEntries(dollars), sha256 };
}
