import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CDPSession } from "playwright-core";
import { status as statusSchema } from "#wire";
import { CHROMIUM, openBrowser, openPage } from "../support/browser.ts";
import { bytesBelow, type ProcessReading, readingsBelow } from "../support/process-readings.ts";
import { freePort, startTandem } from "../support/tandem-process.ts";

/**
 * The long demo, `soak [minutes] [pace]`: memory, handles, processor and disk of every process, the browser's heap
 * and main thread, detection latency and the log, as one JSON object, also in `test-results/soak.json`.
 */
const minutes = Number(process.argv[2] ?? 10);
const pace = process.argv[3] ?? "1";
const SCREENS = [
  "overview",
  "opportunities",
  "trades",
  "execution",
  "inventory",
  "risk",
  "reports",
  "settings",
];
const dataDir = mkdtempSync(join(tmpdir(), "tandem-soak-"));
const [port, consolePort] = [await freePort(), await freePort()];
// These two count within minutes, and so many more happen in a minute here.
const limits = { MAX_ORDER_ERRORS: "1000", MAX_CONSECUTIVE_LOSSES: "1000" };
const place = { ...limits, PORT: String(port), CONSOLE_PORT: String(consolePort), DATA_DIR: dataDir };
await using demo = startTandem(["start", "--pace", pace], place);
await demo.printed(`http://127.0.0.1:${consolePort}`, 90_000);
const browser = CHROMIUM === null ? null : await openBrowser();
const view = browser === null ? null : await openPage(browser, 1440, 900);
await view?.page.goto(`http://127.0.0.1:${consolePort}/overview`);
const devtools = (await view?.page.context().newCDPSession(view.page)) ?? null;
await devtools?.send("Performance.enable");

interface Sample {
  readonly second: number;
  readonly processes: Readonly<Record<string, ProcessReading>>;
  readonly diskMb: number;
  readonly screen: string;
  readonly browser: BrowserReading | null;
}
interface BrowserReading {
  /** After a collection, so that two of them can be compared. */
  readonly heapMb: number;
  readonly nodes: number;
  /** Seconds that the main thread was at work since the page was opened. */
  readonly busySec: number;
}

const samples: Sample[] = [];
const began = performance.now();
while (performance.now() < began + minutes * 60_000) {
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  samples.push(await sample());
  process.stderr.write(`${JSON.stringify(samples.at(-1))}\n`);
  await nextScreen();
}

async function sample(): Promise<Sample> {
  return {
    second: Math.round((performance.now() - began) / 1_000),
    processes: readingsBelow(demo.child.pid ?? 0),
    diskMb: Math.round(bytesBelow(dataDir) / 1e6),
    screen: screenAt(samples.length),
    browser: devtools === null ? null : await readBrowser(devtools),
  };
}

async function readBrowser(session: CDPSession): Promise<BrowserReading> {
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
  return {
    heapMb: Math.round(value("JSHeapUsedSize") / 1e5) / 10,
    nodes: value("Nodes"),
    busySec: Math.round(value("TaskDuration") * 100) / 100,
  };
}

/** Two minutes on each screen, as one who watches does, without loading the page anew. */
function screenAt(index: number): string {
  return SCREENS[Math.floor(index / 12) % SCREENS.length] ?? "overview";
}

async function nextScreen(): Promise<void> {
  const wanted = screenAt(samples.length);
  if (view !== null && wanted !== samples.at(-1)?.screen)
    await view.page.getByTestId(`nav-${wanted}`).first().click();
}

const status = statusSchema.parse(await (await fetch(`http://127.0.0.1:${port}/api/v1/status`)).json());
const log = demo.stderr();
const report = {
  minutes,
  pace: Number(pace),
  samples: samples.filter((_, index) => index % Math.ceil(samples.length / 12) === 0),
  last: samples.at(-1),
  main_thread_share: mainThreadShare(),
  browser_heap_mb: thirds(samples.map((one) => one.browser?.heapMb ?? 0)),
  engine_rss_mb: thirds(samples.map(({ processes }) => rssOf(processes, "main.ts start"))),
  events_per_second: {
    cex: perSecond(status.event_stats["cex.bookUpdate"]),
    dex: perSecond(status.event_stats["dex.poolUpdate"]),
  },
  detection_latency: status.detection_latency,
  status: status.status,
  evaluations: status.evaluations,
  refusals: status.refusals,
  opportunities: status.event_stats["signal.opportunity"],
  trades: status.event_stats["trade.completed"],
  open_trades: status.risk.open_trades,
  pause: status.risk.pause_reason,
  first_opportunity_sec: firstOpportunitySec(log),
  log_errors: log.split("\n").filter((line) => line.includes("ERROR") || line.includes("unhandled")),
  log_warnings: log.split("\n").filter((line) => line.includes("WARNING")).length,
  browser_complaints: view?.complaints ?? null,
};
await browser?.close();
const text = `${JSON.stringify(report, null, 1)}\n`;
mkdirSync("test-results", { recursive: true });
writeFileSync("test-results/soak.json", text);
process.stdout.write(text);
rmSync(dataDir, { recursive: true, force: true });
// Standing still is no soak.
const clean =
  report.pause === null && report.log_errors.length === 0 && (report.browser_complaints ?? []).length === 0;
process.exitCode = clean ? 0 : 1;

function perSecond(count = 0): number {
  return Math.round(count / status.uptime_sec);
}

/** Of all the time, and of the ten seconds in which it had most to do. */
function mainThreadShare(): { readonly mean: number; readonly worst: number } {
  const busy = samples.map((one) => one.browser?.busySec ?? 0);
  const seconds = samples.map(({ second }) => second);
  const shares = busy
    .slice(1)
    .map((sec, n) => (sec - (busy[n] ?? 0)) / ((seconds[n + 1] ?? 0) - (seconds[n] ?? 0)));
  const round = (share: number) => Math.round(share * 1_000) / 1_000;
  const whole = ((busy.at(-1) ?? 0) - (busy[0] ?? 0)) / ((seconds.at(-1) ?? 1) - (seconds[0] ?? 0));
  return { mean: round(whole), worst: round(Math.max(0, ...shares)) };
}

/** Medians of the first, second and last third: what grows shows. */
function thirds(values: readonly number[]): readonly number[] {
  const size = Math.ceil(values.length / 3);
  return [0, 1, 2].map((third) => median(values.slice(third * size, (third + 1) * size)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function rssOf(processes: Sample["processes"], name: string): number {
  return Object.entries(processes).find(([said]) => said.includes(name))?.[1].rssMb ?? 0;
}

function firstOpportunitySec(said: string): number | null {
  const at = (pattern: RegExp) => {
    const line = said.split("\n").find((one) => pattern.test(one));
    return line === undefined ? null : Date.parse(line.slice(0, 24));
  };
  const [start, first] = [at(/Connected to Gemini/), at(/spread detected/)];
  return start === null || first === null ? null : (first - start) / 1000;
}
