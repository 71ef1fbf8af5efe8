import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type MongoPlace, mongoPlace, throughProxy } from "./mongo.ts";
import { type Operator, operate } from "./operator.ts";
import { startStandInsProcess } from "./stand-ins-process.ts";

export interface OutagePlan {
  /** How long MongoDB is away. */
  readonly seconds: number;
  /** Tandem itself is killed in the middle of it and started again. */
  readonly kill: boolean;
  readonly say: (line: string) => void;
}

/** What was seen, in numbers that must be zero and numbers that tell how it went. */
export interface OutageReport {
  readonly outageSeconds: number;
  /** From the cut to the first read that answers 503, and how long the slowest read took meanwhile. */
  readonly readsRefusedMs: number;
  readonly slowestReadMs: number;
  readonly pausedMs: number;
  readonly pauseReason: string | null;
  readonly openAtCut: number;
  /** From the cut until everything that was open had come home. */
  readonly flatMs: number;
  /** From the mending to the first read that answers, and to a healthy status. */
  readonly readsAnswerMs: number;
  readonly healthyMs: number;
  readonly memoryMb: { readonly atCut: number; readonly atMend: number };
  readonly trades: { readonly before: number; readonly whileAway: number; readonly total: number };
  readonly opportunities: number;
  /** ERROR lines that say it: one of each process. */
  readonly timesLogged: number;
  readonly wrong: OutageFaults;
}

export interface OutageFaults {
  readonly openedWhilePaused: number;
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
  readonly duplicates: number;
  readonly leftOpen: number;
  readonly leftInReplay: number;
  readonly auditMissing: number;
}

/** A trading demo on MongoDB, whose server is cut off, stays away and comes back. */
export async function runOutage({ seconds, kill, say }: OutagePlan): Promise<OutageReport> {
  await using place = await mongoPlace();
  const { proxy, url } = await throughProxy(place.url);
  await using _proxy = proxy;
  await using venues = await startStandInsProcess();
  await using operator = await operate(["run", "--mode", "demo"], { ...venues.env, MONGO_URL: url });
  await operator.trading();
  await operator.until(async () => (await operator.trades()).length >= 4, 90_000, "four trades");
  const openTrades = async () => (await operator.status()).risk.open_trades;
  await operator.until(async () => (await openTrades()) > 0, 60_000, "an open trade");
  const before = (await operator.trades()).length;
  const memoryAtCut = memoryMb(operator);
  const openAtCut = await openTrades();
  await proxy.cutWhenQuiet(20);
  const cutMs = Date.now();
  say(`MongoDB is cut off with ${openAtCut} trades open`);
  const reads = await readsUntil(operator, 503, 30_000);
  const paused = await operator.until(async () => pausedRisk(operator), 30_000, "no pause");
  const pausedAtMs = Date.now();
  say(`reads answer 503 after ${reads.ms} ms, paused after ${pausedAtMs - cutMs} ms: ${paused.pause_reason}`);
  await operator.flat();
  const flatMs = Date.now() - cutMs;
  say(`flat after ${flatMs} ms`);
  if (kill) {
    await operator.restart("SIGKILL");
    say("Tandem was killed and started again");
    await operator.until(async () => pausedRisk(operator), 60_000, "no pause after the restart");
  }
  await untilMs(cutMs + seconds * 1_000);
  const whileAway = await readsUntil(operator, 503, 10_000);
  const memoryAtMend = memoryMb(operator);
  proxy.mend();
  const mendMs = Date.now();
  const back = await readsUntil(operator, 200, 30_000);
  await operator.until(async () => (await operator.status()).storage_works, 30_000, "storage stays away");
  const healthyMs = Date.now() - mendMs;
  say(`reads answer ${back.ms} ms after it is back, storage works after ${healthyMs} ms`);
  const resumedAtMs = Date.now();
  await operator.until(
    async () => (await operator.post("/controls/resume")).status === 200,
    60_000,
    "no resume",
  );
  const more = (await operator.trades()).length + 2;
  await operator.until(async () => (await operator.trades()).length >= more, 90_000, "no trade afterwards");
  await operator.post("/controls/pause");
  await operator.flat();
  const timesLogged = operator.log().split("ERROR Database not initialized").length - 1;
  await operator.stop("SIGTERM");
  const kept = await compare(place, operator.dataDir, { pausedAtMs, resumedAtMs });
  return {
    ...{ outageSeconds: (mendMs - cutMs) / 1_000, readsRefusedMs: reads.ms, openAtCut, flatMs, healthyMs },
    slowestReadMs: Math.max(reads.slowestMs, whileAway.slowestMs),
    ...{ pausedMs: pausedAtMs - cutMs, pauseReason: paused.pause_reason, readsAnswerMs: back.ms },
    memoryMb: { atCut: memoryAtCut, atMend: memoryAtMend },
    trades: { before, whileAway: kept.closedBetween(cutMs, mendMs), total: kept.total },
    opportunities: kept.opportunities,
    timesLogged,
    wrong: kept.wrong,
  };
}

async function pausedRisk(operator: Operator) {
  const { risk, status } = await operator.status();
  const forStorage = risk.is_paused && (risk.pause_reason ?? "").includes("storage");
  return forStorage && status === "unhealthy" ? risk : null;
}

/** Reads trades until they are answered with this status: when that was, and the slowest answer on the way. */
async function readsUntil(operator: Operator, wanted: number, withinMs: number) {
  const startMs = Date.now();
  let slowestMs = 0;
  await operator.until(
    async () => {
      const askedMs = Date.now();
      const { status, body } = await operator.get("/trades?limit=10");
      slowestMs = Math.max(slowestMs, Date.now() - askedMs);
      if (status === 503 && body.detail !== "Database not initialized") throw new Error(body.detail);
      return status === wanted;
    },
    withinMs,
    `reads do not answer ${wanted}`,
  );
  return { ms: Date.now() - startMs, slowestMs };
}

/** What the local journal knows against what MongoDB has. */
async function compare(
  { database }: MongoPlace,
  dataDir: string,
  { pausedAtMs, resumedAtMs }: { pausedAtMs: number; resumedAtMs: number },
) {
  using journal = new DatabaseSync(join(dataDir, "trading.db"), { readOnly: true });
  const journaled = journal.prepare("SELECT trade_id, opened, closed FROM journal_trades").all();
  const audited = Number(journal.prepare("SELECT count(*) AS entries FROM audit").get()?.entries);
  const trades = await database.collection("trades").find().toArray();
  const stored = new Set(trades.map(({ id }) => String(id)));
  const known = new Set(journaled.map(({ trade_id }) => String(trade_id)));
  const opportunities = await database.collection("opportunities").find().toArray();
  const doubled = opportunities.length - new Set(opportunities.map(({ id }) => id)).size;
  const openedAt = ({ opened }: Record<string, unknown>) => Number(opened);
  const isBetween = (ms: number, from: number, to: number) => ms > from && ms < to;
  return {
    ...{ total: trades.length, opportunities: opportunities.length },
    closedBetween: (from: number, to: number) =>
      trades.filter(({ closed_at }) => closed_at !== null && isBetween(closed_at.getTime(), from, to)).length,
    wrong: {
      openedWhilePaused: journaled.filter((row) => isBetween(openedAt(row), pausedAtMs, resumedAtMs)).length,
      missing: [...known].filter((id) => !stored.has(id)),
      unknown: [...stored].filter((id) => !known.has(id)),
      duplicates: trades.length - stored.size + doubled,
      leftOpen: trades.filter(({ closed_at }) => closed_at === null).length,
      leftInReplay: journaled.filter(({ closed }) => closed === null).length,
      auditMissing: audited - (await database.collection("audit").countDocuments()),
    },
  };
}

function memoryMb({ process }: Operator): number {
  const status = readFileSync(`/proc/${process.child.pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

async function untilMs(epochMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, epochMs - Date.now())));
}
