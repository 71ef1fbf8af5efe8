import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";
import { closedLoop, openLoop } from "./measure-load.ts";

/**
 * How many requests the gateway answers: on a core of its own beside a bare Fastify route, and in front of a demo that
 * trades; then readers of the stream, some of which stop reading. One JSON line for each figure; about two minutes.
 */
const SECONDS = Number(process.argv[2] ?? 8);
const say = (what: string, figures: object) =>
  process.stdout.write(`${JSON.stringify({ what, ...figures })}\n`);
const pin = (pid: number | undefined, core: number): boolean => {
  try {
    execFileSync("taskset", ["-acp", String(core), String(pid)], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

await aloneOnACore();
await beforeATradingDemo();
process.exit(0);

async function aloneOnACore(): Promise<void> {
  const server = fork(fileURLToPath(import.meta.resolve("./serve.ts")), {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const [line] = await once(server.stdout as NodeJS.ReadableStream, "data");
  const { gateway, bare } = JSON.parse(String(line)) as { gateway: number; bare: number };
  const isPinned = pin(server.pid, 0) && pin(process.pid, 1);
  const loop = { connections: 64, seconds: SECONDS };
  const status = () => "/api/v1/status";
  await closedLoop(gateway, status, { ...loop, seconds: 2 });
  const plain = await closedLoop(bare, () => "/status", loop);
  const fast = await closedLoop(gateway, status, loop);
  say("bare Fastify route", { ...plain, isPinned });
  say("status", { ...fast, ratio: Number((fast.perSecond / plain.perSecond).toFixed(2)) });
  const newest = await closedLoop(gateway, () => "/api/v1/trades?limit=100", {
    connections: 16,
    seconds: SECONDS,
  });
  say("pages of 100 trades, the newest again and again", newest);
  // Each address differs, so every page is read and written out anew.
  const cold = await closedLoop(gateway, (n) => `/api/v1/trades?limit=100&to=${stamp(n)}`, {
    connections: 16,
    seconds: SECONDS,
  });
  say("pages of 100 trades, each another one", cold);
  server.disconnect();
  await once(server, "exit");
  execFileSync("taskset", ["-acp", "0-63", String(process.pid)], { stdio: "ignore" });
}

function stamp(n: number): string {
  return encodeURIComponent(new Date(1_790_002_000_000 + n).toISOString());
}

async function beforeATradingDemo(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "tandem-load-demo-"));
  const [port, consolePort] = [await freePort(), await freePort()];
  const main = fileURLToPath(import.meta.resolve("../../src/system/main.ts"));
  const env = {
    ...process.env,
    DATA_DIR: dir,
    PORT: String(port),
    CONSOLE_PORT: String(consolePort),
    RATE_LIMIT_PER_MIN: "0",
  };
  const demo = spawn(process.execPath, [main, "run", "--mode", "demo", "--scenario", "churning"], {
    env,
    stdio: "ignore",
  });
  try {
    const before = await trading(port);
    const paths = [
      "/api/v1/status",
      "/api/v1/trades?limit=20",
      "/api/v1/status",
      "/api/v1/opportunities?limit=20",
    ];
    const load = { perSecond: 2_000, seconds: SECONDS * 2, connections: 64 };
    const open = await openLoop(port, (n) => paths[n % paths.length] ?? "", load);
    const after = await statusOf(port);
    const trades = after.risk.daily_trades - before.risk.daily_trades;
    say("open loop before a trading demo", { ...open, detection: after.detection_latency, trades });
    await readers(port, demo.pid ?? 0);
  } finally {
    demo.kill("SIGTERM");
    await once(demo, "exit");
    rmSync(dir, { recursive: true, force: true });
  }
}

interface SomeStatus {
  readonly detection_latency: {
    readonly count: number;
    readonly p50_ms: number | null;
    readonly p95_ms: number | null;
  };
  readonly risk: { readonly daily_trades: number };
}

async function statusOf(port: number): Promise<SomeStatus> {
  return (await (await fetch(`http://127.0.0.1:${port}/api/v1/status`)).json()) as SomeStatus;
}

async function trading(port: number): Promise<SomeStatus> {
  for (let tries = 0; tries < 240; tries += 1) {
    const status = await statusOf(port).catch(() => null);
    if (status !== null && status.risk.daily_trades >= 5) return status;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the demo does not trade");
}

async function readers(port: number, pid: number): Promise<void> {
  const memoryMb = () =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);
  const before = memoryMb();
  let frames = 0;
  let ended = 0;
  const sockets = Array.from({ length: 500 }, (_, n) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/ws`, { perMessageDeflate: false });
    socket.on("message", () => (frames += 1));
    socket.on("close", () => (ended += 1));
    socket.on("error", () => {});
    if (n < 10) socket.on("open", () => socket.pause());
    return socket;
  });
  const began = performance.now();
  // Who does not answer two pings is let go, and pings come every half minute.
  await new Promise((resolve) => setTimeout(resolve, 65_000));
  const seconds = (performance.now() - began) / 1e3;
  const { detection_latency } = await statusOf(port);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/api/metrics`)).text();
  const dropped = metrics.split("\n").filter((line) => line.startsWith("arb_stream_readers_dropped_total{"));
  const figures = { readers: 500, stopped: 10, framesPerSecond: Math.round(frames / seconds), ended };
  say("readers of the stream", {
    ...figures,
    memoryMb: [before, memoryMb()],
    dropped,
    detection: detection_latency,
  });
  for (const socket of sockets) socket.terminate();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
