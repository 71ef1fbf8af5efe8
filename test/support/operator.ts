import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import {
  type AuditEntry,
  auditPage,
  inventory,
  type RiskOverview,
  riskOverview,
  type Status,
  status as statusSchema,
  type Trade,
  type TradeDetail,
  tradeDetail,
  tradePage,
} from "#wire";
import { freePort, startMain, type TandemProcess } from "./tandem-process.ts";

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly body: any;
}

/** What an operator has: curl, the log, and the power to stop and start the process over the same data. */
export class Operator implements AsyncDisposable {
  readonly api: string;
  readonly dataDir: string;
  process: TandemProcess;
  /** What every request carries, where the process knows users. */
  token: string | null = null;
  readonly #args: readonly string[];
  #env: Record<string, string>;
  /** Of processes that were ended already. */
  #earlierLog = "";

  constructor(args: readonly string[], env: Record<string, string>, port: number) {
    this.api = `http://127.0.0.1:${port}`;
    this.dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), "tandem-data-"));
    this.#args = args;
    this.#env = { DATA_DIR: this.dataDir, PORT: String(port), ...env };
    this.process = startMain(args, this.#env);
  }

  /** Everything that all processes wrote to standard error. */
  log(): string {
    return this.#earlierLog + this.process.stderr();
  }

  /** Ends the process with a signal and starts it anew over the same data; `env` changes configuration. */
  async restart(signal: "SIGKILL" | "SIGTERM", env: Record<string, string> = {}): Promise<void> {
    await this.stop(signal);
    this.start(env);
    await this.answering();
  }

  /** After a stop: starts the process over the same data, and waits for nothing. */
  start(env: Record<string, string> = {}): void {
    this.#env = { ...this.#env, ...env };
    this.process = startMain(this.#args, this.#env);
  }

  async stop(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const { child } = this.process;
    const ended = once(child, "close");
    child.kill(signal);
    await ended;
    this.#earlierLog += this.process.stderr();
    await this.process[Symbol.asyncDispose]();
  }

  /** Resolves when the API answers. */
  answering(): Promise<unknown> {
    return eventually(() => this.status().catch(() => null), 60_000, "the API does not answer", this);
  }

  /** Resolves when trades may start. */
  trading(): Promise<unknown> {
    const open = async () => (await this.status()).risk.gate_open;
    // A swap of the last process may have to outlive its blockhash: 150 blocks.
    return eventually(open, 100_000, "the gate stays shut", this);
  }

  /** Resolves when no trade is open. */
  flat(): Promise<unknown> {
    const none = async () => (await this.status()).risk.open_trades === 0;
    return eventually(none, 100_000, "trades stay open", this);
  }

  /** Waits for something to become so, and says in the error what the process was doing instead. */
  until<T>(
    look: () => T | Promise<T>,
    withinMs: number,
    what = "it did not happen",
  ): Promise<NonNullable<T>> {
    return eventually(look, withinMs, what, this);
  }

  /** As curl does it without a body: no content, no content type. */
  async post(path: string, body?: unknown): Promise<Answer> {
    const json = body === undefined ? {} : JSON_BODY;
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { ...json, ...this.#bearer() };
    return answerOf(await fetch(`${this.api}/api/v1${path}`, { method: "POST", ...sent, headers }));
  }

  async patchRisk(body: unknown): Promise<Answer> {
    const headers = { ...JSON_BODY, ...this.#bearer() };
    const sent = { method: "PATCH", body: JSON.stringify(body), headers };
    return answerOf(await fetch(`${this.api}/api/v1/risk`, sent));
  }

  async get(path: string): Promise<Answer> {
    return answerOf(await fetch(`${this.api}/api/v1${path}`, { headers: this.#bearer() }));
  }

  #bearer(): Record<string, string> {
    return this.token === null ? {} : { authorization: `Bearer ${this.token}` };
  }

  status(): Promise<Status> {
    return this.#read("/status", statusSchema);
  }

  risk(): Promise<RiskOverview> {
    return this.#read("/risk", riskOverview);
  }

  async trades(query = "limit=1000"): Promise<readonly Trade[]> {
    return (await this.#read(`/trades?${query}`, tradePage)).trades;
  }

  trade(id: string): Promise<TradeDetail> {
    return this.#read(`/trades/${id}`, tradeDetail);
  }

  async audit(): Promise<readonly AuditEntry[]> {
    return (await this.#read("/audit?limit=1000", auditPage)).entries;
  }

  async inventory() {
    return (await this.#read("/inventory", inventory)).balances;
  }

  /** One series by its full name with labels. */
  async metric(name: string): Promise<number> {
    const line = (await this.#metrics()).find((one) => one.startsWith(`${name} `));
    if (line === undefined) throw new Error(`no series ${name}`);
    return Number(line.slice(name.length + 1));
  }

  /** All series of a name, whatever their labels. */
  async series(name: string): Promise<readonly number[]> {
    const lines = (await this.#metrics()).filter((one) => one.startsWith(`${name}{`));
    return lines.map((line) => Number(line.slice(line.lastIndexOf(" "))));
  }

  async #metrics(): Promise<readonly string[]> {
    return (await (await fetch(`${this.api}/api/metrics`, { headers: this.#bearer() })).text()).split("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async #read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const { status, body } = await this.get(path);
    // 503 is how the status says that it is bad; the figures are there all the same.
    if (status !== 200 && !(status === 503 && path === "/status"))
      throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return schema.parse(body);
  }
}

const JSON_BODY = { "content-type": "application/json" };

/** Starts `tandem` with these arguments on a free port and waits for its API. */
export async function operate(
  args: readonly string[],
  env: Record<string, string> = {},
  token: string | null = null,
): Promise<Operator> {
  const operator = new Operator(args, env, await freePort());
  operator.token = token;
  await operator.answering();
  return operator;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** Slow enough for the API's own limit on requests. */
const LOOK_EVERY_MS = 150;

async function eventually<T>(
  look: () => T | Promise<T>,
  withinMs: number,
  what: string,
  operator: Operator,
): Promise<NonNullable<T>> {
  const { process } = operator;
  const end = performance.now() + withinMs;
  let last = "";
  for (;;) {
    const seen = await Promise.try(look).catch((error: unknown) => {
      last = String(error);
      return null;
    });
    if (seen !== null && seen !== undefined && seen !== false) return seen as NonNullable<T>;
    if (process.child.exitCode !== null || performance.now() > end)
      throw new Error(`${what} in ${withinMs} ms; ${last}\n${await standing(operator)}\n${lastOf(process)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Why nothing may have happened: who paused what, and what is still open. */
async function standing(operator: Operator): Promise<string> {
  const read = async () => {
    const { pauses } = await operator.risk();
    const open = (await operator.trades("limit=20")).filter(({ closed_at }) => closed_at === null);
    return JSON.stringify({ pauses, open, status: (await operator.get("/status")).body });
  };
  return read().catch((error: unknown) => `its state cannot be read: ${error}`);
}

/** The end of its log without the market's own chatter, which would push everything else out. */
function lastOf(process: TandemProcess): string {
  const lines = process.stderr().split("\n");
  return lines
    .filter((line) => !/ INFO (spread |\S+ prices: )/.test(line))
    .join("\n")
    .slice(-6_000);
}
