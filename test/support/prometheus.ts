import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse, stringify } from "yaml";
import { ROOT } from "./paths.ts";
import { freePort } from "./tandem-process.ts";
import { until } from "./until.ts";

/** Prometheus' own programs on this machine; null where one is missing: tests of it then skip, and say so by name. */
const TOOLS = findTools(["prometheus", "promtool", "amtool"]);

/** Where CI demands them, their absence is a failure and not a skip. */
export const skipPrometheusTests = TOOLS === null && process.env.REQUIRE_PROMETHEUS === undefined;

export const OPS = join(ROOT, "ops");

/** Runs one of them; its whole output where it ends well, else an error with it. */
export function runTool(name: "promtool" | "amtool", args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(toolAt(name), args, { encoding: "utf8" });
  const said = `${stdout}\n${stderr}`;
  if (status !== 0) throw new Error(`${name} ${args.join(" ")} ended with ${status}:\n${said}`);
  return said;
}

/** An alert as `GET /api/v1/alerts` tells it. */
export interface RunningAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing";
}

export interface RunningPrometheus extends AsyncDisposable {
  alerts(): Promise<readonly RunningAlert[]>;
  /** Rules with what kept them from being evaluated; "" where nothing did. */
  rules(): Promise<
    readonly { readonly name: string; readonly health: string; readonly lastError?: string }[]
  >;
}

/** A real Prometheus over the shipped configuration, in a hurry: it looks twice a second, and every `for` is one second. */
export async function startPrometheus(target: string): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "tandem-prometheus-"));
  writeHurriedConfig(folder, target);
  const port = await freePort();
  const child = spawn(
    toolAt("prometheus"),
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  const ask = async (path: string) => (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()).data;
  const end = () => endProcess(child, folder);
  // It looks for its targets seconds after it is ready: what rose before the first scrape is no rise to it.
  const scraped = async () => (await ask("/api/v1/query?query=up==1")).result.length > 0;
  await until(scraped, 30_000).catch(async () => {
    await end();
    throw new Error(`Prometheus does not start:\n${said}`);
  });
  return {
    alerts: async () => (await ask("/api/v1/alerts")).alerts,
    rules: async () => (await ask("/api/v1/rules")).groups.flatMap((group: { rules: [] }) => group.rules),
    [Symbol.asyncDispose]: end,
  };
}

/** The shipped files with other paces and without an Alertmanager. */
function writeHurriedConfig(folder: string, target: string): void {
  const config = parse(readFileSync(join(OPS, "prometheus/prometheus.yml"), "utf8"));
  delete config.alerting;
  config.global = { scrape_interval: "500ms", scrape_timeout: "500ms", evaluation_interval: "500ms" };
  config.scrape_configs[0].static_configs[0].targets = [target];
  writeFileSync(join(folder, "prometheus.yml"), stringify(config));
  mkdirSync(join(folder, "rules"));
  for (const name of readdirSync(join(OPS, "prometheus/rules"))) {
    const file = parse(readFileSync(join(OPS, "prometheus/rules", name), "utf8"));
    for (const { rules } of file.groups) for (const rule of rules) if ("for" in rule) rule.for = "1s";
    writeFileSync(join(folder, "rules", name), stringify(file));
  }
}

async function endProcess(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

function toolAt(name: string): string {
  const path = TOOLS?.get(name);
  if (path === undefined)
    throw new Error(`no ${name}: install Debian's prometheus and prometheus-alertmanager`);
  return path;
}

function findTools(names: readonly string[]): ReadonlyMap<string, string> | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = new Map<string, string>();
  for (const name of names) {
    const folder = folders.find((one) => one !== "" && existsSync(join(one, name)));
    if (folder === undefined) return null;
    found.set(name, join(folder, name));
  }
  return found;
}
