import { type ChildProcess, fork } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConnectivityError } from "#model";
import type { LifeAnswer, LifeMessage } from "./child.ts";

export interface LivesOptions {
  /** Whom each life is: addresses, keys, DATA_DIR and port, always the same. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where its log (`tandem.log`) and its deaths (`deaths.txt`) are written. */
  readonly folder: string;
  /** After how many trade points the next life ends; null where it is not killed. */
  readonly nextKill: () => number | null;
}

const SCRIPT = fileURLToPath(new URL("./child.ts", import.meta.url));
const STOP_MS = 15_000;

/**
 * One Tandem after the other on the same data: as soon as one was killed the next one begins. A spare process that
 * has loaded everything and begun nothing stands by, so that a restart costs what recovery costs.
 */
export class Lives implements AsyncDisposable {
  readonly #options: LivesOptions;
  readonly #log: number;
  #spare: ChildProcess | null = null;
  #current: ChildProcess | null = null;
  #stopping = false;
  #failure: Error | null = null;
  #deathListeners: (() => void)[] = [];
  /** SIGKILLs so far. */
  kills = 0;

  constructor(options: LivesOptions) {
    this.#options = options;
    this.#log = openSync(join(options.folder, "tandem.log"), "a");
    this.#spare = this.#fork();
    this.#begin();
  }

  /** Throws where a life ended that nobody killed. */
  check(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Counts from now; null lets the present life go on. */
  arm(killAfter: number | null): void {
    this.#tell(this.#current, { kind: "arm", killAfter });
  }

  /** Resolves with the next kill. */
  death(): Promise<void> {
    return new Promise((resolve) => this.#deathListeners.push(resolve));
  }

  /** Ends the present life gently; answers its exit code. */
  async stop(): Promise<number> {
    this.#stopping = true;
    const child = this.#current;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? 0;
    const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    const code = await ended;
    clearTimeout(late);
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    for (const child of [this.#current, this.#spare]) await killed(child);
    closeSync(this.#log);
  }

  #begin(): void {
    const child = isAlive(this.#spare) ? this.#spare : this.#fork();
    this.#spare = null;
    this.#current = child;
    const { environment, folder, nextKill } = this.#options;
    const deaths = join(folder, "deaths.txt");
    this.#tell(child, { kind: "live", environment, deaths, killAfter: nextKill() });
    child.on("message", (said: LifeAnswer) => {
      // Only then: while a life begins, it needs the processor more than its heir does.
      if (said.kind === "running" && !this.#stopping) this.#spare ??= this.#fork();
    });
    child.once("exit", (code, signal) => this.#ended(code, signal));
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#stopping) return;
    if (signal !== "SIGKILL") {
      const said = lastError(join(this.#options.folder, "tandem.log"));
      this.#failure = new ConnectivityError(
        "chaos-child",
        `Tandem ended by itself (${signal ?? code}): ${said}`,
      );
      return;
    }
    this.kills += 1;
    this.#begin();
    const listeners = this.#deathListeners;
    this.#deathListeners = [];
    for (const listener of listeners) listener();
  }

  #fork(): ChildProcess {
    return fork(SCRIPT, { stdio: ["ignore", this.#log, this.#log, "ipc"], execArgv: [] });
  }

  #tell(child: ChildProcess | null, message: LifeMessage): void {
    // A process that was killed a moment ago takes no message; its heir is told when it begins.
    if (child?.connected === true) child.send(message, () => {});
  }
}

/** A spare may have failed to load, with nobody listening. */
function isAlive(child: ChildProcess | null): child is ChildProcess {
  return child !== null && child.exitCode === null && child.signalCode === null;
}

/** The last error in a log, with what follows it. */
function lastError(file: string): string {
  const text = readFileSync(file, "utf8");
  const at = Math.max(text.lastIndexOf("ERROR"), text.lastIndexOf("Error: "));
  return at < 0 ? "no error was logged" : text.slice(at, at + 1_000).trim();
}

async function killed(child: ChildProcess | null): Promise<void> {
  if (!isAlive(child)) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
