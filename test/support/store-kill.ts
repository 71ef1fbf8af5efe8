import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { MainStores } from "#storage";
import { mongoPlace } from "./mongo.ts";
import { openStore } from "./store-child.ts";

export interface KillReport {
  readonly store: string;
  readonly kills: number;
  /** Names that a killed process printed as stored: a trade, an opportunity and a window each. */
  readonly acknowledged: number;
  readonly trades: number;
  readonly opportunities: number;
  /** Rows of the runbook's check, over all three. */
  readonly duplicates: number;
  /** Acknowledged and not there, or there in an earlier state. */
  readonly lost: readonly string[];
  /** An opportunity without its window, or the other way round. */
  readonly torn: readonly string[];
}

/** Everything of one kind that is stored: how often each id is there. */
type Counts = (kind: "trades" | "opportunities" | "windows") => Promise<ReadonlyMap<string, number>>;

const CHILD = fileURLToPath(new URL("./store-child.ts", import.meta.url));

/** Kills a writing process `kills` times at any moment over one SQLite file. */
export async function killOnSqlite(kills: number): Promise<KillReport> {
  const dir = mkdtempSync(join(tmpdir(), "tandem-store-kill-"));
  try {
    return await run({ store: "sqlite", place: dir, kills }, async (kind) => {
      using database = new DatabaseSync(join(dir, "arbitrage.db"), { readOnly: true });
      const rows = database.prepare(`SELECT id, count(*) AS count FROM ${kind} GROUP BY id`).all();
      return new Map(rows.map(({ id, count }) => [String(id), Number(count)]));
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The same over one MongoDB database. */
export async function killOnMongo(kills: number): Promise<KillReport> {
  await using place = await mongoPlace();
  return await run({ store: "mongodb", place: place.url, kills }, async (kind) => {
    const ids = { $group: { _id: "$id", count: { $sum: 1 } } };
    const rows = await place.database.collection(kind).aggregate([ids]).toArray();
    return new Map(rows.map(({ _id, count }) => [String(_id), Number(count)]));
  });
}

async function run(
  { store, place, kills }: { store: string; place: string; kills: number },
  counts: Counts,
): Promise<KillReport> {
  const acknowledged = new Set<string>();
  for (let round = 1; round <= kills; round += 1)
    for (const name of await writeUntilKilled([store, place, String(round)])) acknowledged.add(name);
  await using stores = await openStore(store, place);
  const [trades, opportunities, windows] = [
    await counts("trades"),
    await counts("opportunities"),
    await counts("windows"),
  ];
  const all = [trades, opportunities, windows].flatMap((kind) => [...kind.values()]);
  return {
    ...{ store, kills, acknowledged: acknowledged.size },
    ...{ trades: trades.size, opportunities: opportunities.size },
    duplicates: all.filter((count) => count > 1).length,
    lost: await lostOf(stores, acknowledged),
    torn: tornOf(opportunities, windows),
  };
}

/** The child tells when it has begun; it is killed within the tenth of a second after that. */
async function writeUntilKilled(args: readonly string[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  let output = "";
  let isDoomed = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (isDoomed || !output.includes("open\n")) return;
    isDoomed = true;
    setTimeout(() => child.kill("SIGKILL"), Math.random() * 100);
  });
  const [code] = await ended;
  if (code !== null) throw new Error(`the writing process ended by itself with ${code}`);
  return output.split("\n").filter((line) => /^\d+-\d+$/.test(line));
}

async function lostOf(stores: MainStores, names: ReadonlySet<string>): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const name of names) {
    const trade = await stores.trades.getTrade(`t-${name}`);
    if (trade?.version !== 2 || trade.closedAtMs === null) lost.push(`t-${name}`);
    const found = await stores.opportunities.getOpportunity(`o-${name}`);
    if (found?.updates !== 2 || found.closedAtMs === null) lost.push(`o-${name}`);
  }
  return lost;
}

function tornOf(
  opportunities: ReadonlyMap<string, number>,
  windows: ReadonlyMap<string, number>,
): readonly string[] {
  const found = new Set([...opportunities.keys()].map((id) => id.slice(2)));
  const around = new Set([...windows.keys()].map((id) => id.slice(2)));
  return [...found.symmetricDifference(around)];
}
