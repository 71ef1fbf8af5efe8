import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError, ConnectivityError, type Log } from "#model";
import type { StandInAddresses } from "#sim";
import { type Flags, flagText } from "./commands/command.ts";
import type { Environment, LoadedEnvironment } from "./env-file.ts";
import { isLoopback } from "./loopback.ts";
import { STAND_IN_FLAGS } from "./stand-in-flags.ts";

/** The demo's venues: a process of its own, so that they share neither event loop nor heap with the engine. */
export interface DemoVenues {
  /** Configuration that leads to them. */
  readonly environment: LoadedEnvironment;
  /** The same for a configuration that was read later. Throws ConfigError where that leads elsewhere. */
  lead(env: LoadedEnvironment): LoadedEnvironment;
  readonly capture: boolean;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const START_TIMEOUT_MS = 30_000;
const VENUE_KEYS = ["GEMINI_BASE_URL", "GEMINI_WS_URL", "SOLANA_RPC_URL", "SOLANA_WS_URL"];

/**
 * Starts the stand-ins, or takes those that the configuration already names on this machine
 * (`tandem sim --write-env`). Addresses elsewhere are not used: the demo never speaks to a real venue.
 */
export async function openDemoVenues(flags: Flags, env: LoadedEnvironment, log: Log): Promise<DemoVenues> {
  const named = VENUE_KEYS.filter((key) => env.values[key] !== undefined);
  if (namesStandIns(env))
    return { environment: env, lead: refuseElsewhere, capture: false, stop: async () => {} };
  if (named.length > 0)
    log.warning("the demo uses its own venues, not the configured ones", { keys: named.join(",") });
  return await forkStandIns(flags, env, log);
}

function refuseElsewhere(env: LoadedEnvironment): LoadedEnvironment {
  const elsewhere = VENUE_KEYS.find((key) => !isOnThisMachine(env.values[key]));
  if (elsewhere === undefined) return env;
  throw new ConfigError(elsewhere, `${elsewhere}: the demo speaks to stand-ins on this machine only`);
}

/** True where the configuration names stand-ins of this machine, which the demo then takes. */
export function namesStandIns(env: LoadedEnvironment): boolean {
  return VENUE_KEYS.every((key) => isOnThisMachine(env.values[key]));
}

function isOnThisMachine(addresses: string | undefined): boolean {
  const hosts = (addresses ?? "").split(",").map((address) => URL.parse(address.trim())?.hostname ?? "");
  return hosts.every(isLoopback);
}

async function forkStandIns(flags: Flags, env: LoadedEnvironment, log: Log): Promise<DemoVenues> {
  const capture = flagText(flags, "capture") !== undefined;
  const folder = mkdtempSync(join(tmpdir(), "tandem-"));
  const wallet = ["--wallet-file", join(folder, "wallet.json")];
  const child = fork(MAIN, ["sim", ...passedOn(flags), ...assetsOf(env), ...wallet], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    execArgv: [],
  });
  // The key is read once, at the start; whatever ends the stand-ins takes its file along.
  const forget = () => rmSync(folder, { recursive: true, force: true });
  // A process that ends in the midst of its start has no time to wait: nothing of a demo outlives it all the same.
  const takeAlong = () => {
    child.kill("SIGKILL");
    forget();
  };
  process.once("exit", takeAlong);
  child.once("exit", () => {
    process.off("exit", takeAlong);
    forget();
  });
  const addresses = await firstLine(child);
  let stopping = false;
  child.once("exit", (code, signal) => {
    if (!stopping) log.error("stand-in venues ended", { by: signal ?? `exit code ${code}` });
  });
  const lead = (said: LoadedEnvironment): LoadedEnvironment => ({
    ...said,
    values: mergeEnvironment(said.values, addresses.env, capture),
  });
  return {
    environment: lead(env),
    lead,
    capture,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/**
 * The made-up market's pools exist nowhere else, so its configuration wins. A capture holds several
 * pools of an asset, so there the user chooses, and only the addresses are ours.
 */
function mergeEnvironment(user: Environment, standIns: Environment, capture: boolean): Environment {
  if (!capture) return { ...user, ...standIns };
  const addresses = Object.fromEntries(VENUE_KEYS.map((key) => [key, standIns[key]]));
  return { ...standIns, ...user, ...addresses };
}

function passedOn(flags: Flags): string[] {
  return Object.keys(STAND_IN_FLAGS).flatMap((name) => {
    const value = flagText(flags, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
}

function assetsOf(env: LoadedEnvironment): string[] {
  const names = env.values.ASSET_LIST;
  return names === undefined ? [] : ["--assets", names.replaceAll(/-USD/gi, "")];
}

function firstLine(child: ChildProcess): Promise<StandInAddresses> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(
        new ConnectivityError("stand-ins", `the stand-in venues did not start in ${START_TIMEOUT_MS} ms`),
      );
    }, START_TIMEOUT_MS);
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf("\n");
      if (end < 0) return;
      clearTimeout(timer);
      resolve(JSON.parse(text.slice(0, end)) as StandInAddresses);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      if (code === 2)
        reject(new ConfigError("stand-ins", "the stand-in venues refused their options (see above)"));
      else
        reject(
          new ConnectivityError("stand-ins", `the stand-in venues ended with ${code} before they were ready`),
        );
    });
  });
}
