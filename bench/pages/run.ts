import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closedLoop } from "../load/measure-load.ts";
import type { Amounts } from "./fill.ts";
import { LISTINGS } from "./listings.ts";
import { dropMongo, explainMongo } from "./mongo.ts";
import { explainSqlite } from "./sqlite-plans.ts";

/**
 * How long each listing takes when much is kept: 100,000 trades and 1,000,000 opportunities, or as many as said. Each
 * address is asked once, so that no page comes from memory. One JSON line for each listing, then how each query is
 * answered by its store. SQLite in a folder of its own; MongoDB where MONGO_URL is set and `--mongo` is said.
 */
const { values } = parseArgs({
  options: {
    trades: { type: "string", default: "100000" },
    opportunities: { type: "string", default: "1000000" },
    pages: { type: "string", default: "200" },
    mongo: { type: "boolean", default: false },
  },
});
const amounts: Amounts = { trades: Number(values.trades), opportunities: Number(values.opportunities) };
const say = (figures: object) => process.stdout.write(`${JSON.stringify(figures)}\n`);

if (values.mongo) await onMongo();
else await onSqlite();

async function onSqlite(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "tandem-pages-"));
  try {
    await measure("sqlite", { dir });
    for (const plan of explainSqlite(dir)) say({ store: "sqlite", ...plan });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function onMongo(): Promise<void> {
  const given = process.env.MONGO_URL;
  if (given === undefined) throw new Error("--mongo: MONGO_URL is not set");
  const url = new URL(given);
  url.pathname = `/tandem_pages_${process.pid}`;
  try {
    await measure("mongodb", { url: url.href });
    for (const plan of await explainMongo(url.href)) say({ store: "mongodb", ...plan });
  } finally {
    await dropMongo(url.href);
  }
}

async function measure(
  store: string,
  where: { readonly dir?: string; readonly url?: string },
): Promise<void> {
  const server = fork(
    fileURLToPath(import.meta.resolve("./serve.ts")),
    [JSON.stringify({ ...where, ...amounts })],
    { stdio: ["ignore", "pipe", "inherit", "ipc"] },
  );
  const [line] = await Promise.race([
    once(server.stdout as NodeJS.ReadableStream, "data"),
    once(server, "exit").then(() => Promise.reject(new Error("the server ended before it listened"))),
  ]);
  const { port, fillSeconds } = JSON.parse(String(line)) as { port: number; fillSeconds: number };
  say({ store, ...amounts, fillSeconds, memoryMb: memoryMb(server.pid) });
  for (const listing of LISTINGS) {
    const addresses = await listing.addresses(port, Number(values.pages));
    const began = memoryMb(server.pid);
    const rate = await closedLoop(port, (n) => addresses[n % addresses.length] ?? "", {
      connections: 1,
      ...{ seconds: 120, requests: Number(values.pages) },
    });
    say({ store, listing: listing.name, ...rate, memoryMb: [began, memoryMb(server.pid)] });
  }
  server.disconnect();
  await once(server, "exit");
}

function memoryMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
