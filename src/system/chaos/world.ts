import { type ChildProcess, fork } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ConnectivityError } from "#model";
import type { StandInOptions } from "#sim";
import { PRIVATE_PER_MINUTE } from "./compressed-time.ts";
import type { Fault } from "./draw-faults.ts";
import { readTruth, type Truth } from "./judge/truth.ts";
import type { WorldAnswer, WorldMessage } from "./stand-in-child.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly scenario: StandInOptions["scenario"];
  readonly bases: readonly string[];
  readonly slotMs: number;
  readonly faults: readonly Fault[];
  /** Where the key file is written; it is taken away with the world. */
  readonly folder: string;
}

const TRUTH_ATTEMPTS = 20;
const TRUTH_RETRY_MS = 250;
const SCRIPT = fileURLToPath(new URL("./stand-in-child.ts", import.meta.url));

/** The venues of a run: they outlive every kill, and know what is true. */
export class World implements AsyncDisposable {
  /** Configuration that leads to them, the wallet's key file included. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #truthUrl: string;
  readonly #keyFile: string;

  private constructor(
    child: ChildProcess,
    { env, truth, wallet }: WorldAnswer & { kind: "opened" },
    folder: string,
  ) {
    this.#child = child;
    this.#truthUrl = truth;
    this.#keyFile = join(folder, "wallet.json");
    writeFileSync(this.#keyFile, `${JSON.stringify(wallet)}\n`, { mode: 0o600 });
    this.environment = { ...env, SOLANA_KEYPAIR: this.#keyFile };
  }

  static async open(options: WorldOptions): Promise<World> {
    const child = fork(SCRIPT, { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
    const { folder, faults, ...market } = options;
    const said = firstAnswer(child);
    tell(child, {
      kind: "open",
      options: {
        ...market,
        ...{ captureDir: null, geminiPort: 0, solanaPort: 0, faults: { faults: [...faults] } },
        account: { privatePerMinute: PRIVATE_PER_MINUTE },
      },
    });
    return new World(child, await said, folder);
  }

  /** Faults that begin now; their `atMs` counts from now. */
  inject(faults: readonly Fault[]): void {
    tell(this.#child, { kind: "inject", faults });
  }

  /** Asked until it is answered: while a fault cuts connections, it cuts this one too. */
  async truth(): Promise<Truth> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await fetch(this.#truthUrl, { signal: AbortSignal.timeout(30_000) });
        return readTruth(await response.json());
      } catch (error) {
        if (attempt === TRUTH_ATTEMPTS) throw error;
        await sleep(TRUTH_RETRY_MS);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#keyFile, { force: true });
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}

function tell(child: ChildProcess, message: WorldMessage): void {
  child.send(message);
}

function firstAnswer(child: ChildProcess): Promise<WorldAnswer & { kind: "opened" }> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new ConnectivityError("stand-ins", `the venues: ${reason}`));
    child.once("message", (said: WorldAnswer) =>
      said.kind === "opened" ? resolve(said) : fail(said.reason),
    );
    child.once("exit", (code, signal) => fail(`ended by ${signal ?? code} before they were open`));
  });
}
