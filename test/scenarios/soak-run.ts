import { readdirSync, readFileSync } from "node:fs";
import { status as statusSchema } from "#wire";
import { CHROMIUM, openBrowser, openPage } from "../support/browser.ts";
import { freePort, startTandem } from "../support/tandem-process.ts";

/** The long demo: memory of every process, detection latency, the log and a browser's console, as one JSON object. */
const minutes = Number(process.argv[2] ?? 10);
const [port, consolePort] = [await freePort(), await freePort()];
await using demo = startTandem(["start"], { PORT: String(port), CONSOLE_PORT: String(consolePort) });
await demo.printed(`http://127.0.0.1:${consolePort}`, 90_000);
const browser = CHROMIUM === null ? null : await openBrowser();
const view = browser === null ? null : await openPage(browser, 1440, 900);
await view?.page.goto(`http://127.0.0.1:${consolePort}/overview`);

interface Sample {
  readonly second: number;
  readonly rssMb: Readonly<Record<string, number>>;
  readonly browserHeapMb: number | null;
}
const samples: Sample[] = [];
const end = performance.now() + minutes * 60_000;
while (performance.now() < end) {
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  const heap = await view?.page.evaluate(
    () => (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize,
  );
  const second = Math.round((minutes * 60_000 - (end - performance.now())) / 1000);
  const sample = {
    second,
    rssMb: memoryBelow(demo.child.pid ?? 0),
    browserHeapMb: heap == null ? null : Math.round(heap / 1e6),
  };
  samples.push(sample);
  process.stderr.write(`${JSON.stringify(sample)}\n`);
}

const status = statusSchema.parse(await (await fetch(`http://127.0.0.1:${port}/api/v1/status`)).json());
const log = demo.stderr();
const report = {
  minutes,
  memory: samples.filter(
    (_, index) => index % Math.ceil(samples.length / 10) === 0 || index === samples.length - 1,
  ),
  detection_latency: status.detection_latency,
  status: status.status,
  evaluations: status.evaluations,
  refusals: status.refusals,
  opportunities: status.event_stats["signal.opportunity"],
  first_opportunity_sec: firstOpportunitySec(log),
  log_errors: log.split("\n").filter((line) => line.includes("ERROR") || line.includes("unhandled")),
  log_warnings: log.split("\n").filter((line) => line.includes("WARNING")).length,
  browser_complaints: view?.complaints ?? null,
};
await browser?.close();
process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
const clean = report.log_errors.length === 0 && (report.browser_complaints ?? []).length === 0;
process.exitCode = clean ? 0 : 1;

function firstOpportunitySec(text: string): number | null {
  const at = (pattern: RegExp) => {
    const line = text.split("\n").find((one) => pattern.test(one));
    return line === undefined ? null : Date.parse(line.slice(0, 24));
  };
  const [start, first] = [at(/Connected to Gemini/), at(/spread detected/)];
  return start === null || first === null ? null : (first - start) / 1000;
}

/** Resident megabytes of the process and all below it, by command. */
function memoryBelow(pid: number): Record<string, number> {
  const found: Record<string, number> = {};
  for (const child of childrenOf(pid)) {
    const command = readFileSync(`/proc/${child}/cmdline`, "utf8").split("\0").slice(1, 3).join(" ");
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, "utf8"))?.[1];
    found[command.replace(/^.*\//, "")] = Math.round(Number(rss) / 1024);
  }
  return found;
}

function childrenOf(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        return [];
      }
    });
  const below = parents.filter(({ parent }) => parent === pid).map((one) => one.pid);
  return [...below, ...below.flatMap(childrenOf)];
}
