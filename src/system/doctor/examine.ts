import { systemClock, systemRandom, systemTimers } from "../clock.ts";
import type { Mode } from "../config.ts";
import { namesStandIns } from "../demo-venues.ts";
import { type Environment, type LoadedEnvironment, readEnvironment } from "../env-file.ts";
import { readPidFile } from "../errands/pid-file.ts";
import { accessCheck } from "./access.ts";
import { poolsCheck, providersCheck, socketsCheck } from "./chain.ts";
import type { Check } from "./check.ts";
import { chainClockCheck, exchangeClockCheck } from "./clocks.ts";
import { exchangeRestCheck, exchangeStreamCheck, statusPageCheck } from "./exchange.ts";
import { exchangeKeyCheck } from "./exchange-key.ts";
import { dataFolderCheck, environmentFileCheck, keypairFileCheck } from "./file-modes.ts";
import { type Finding, failed, ok } from "./finding.ts";
import { hostsCheck } from "./hosts.ts";
import { portsCheck } from "./ports.ts";
import { type ConfigReading, readAllErrors } from "./read-all-errors.ts";
import { withoutSecrets } from "./report.ts";
import { runChecks } from "./run-checks.ts";
import { diskCheck, runtimeCheck } from "./runtime.ts";
import { databasesCheck, mongoCheck } from "./storage.ts";
import { createVenueFacts } from "./venue-facts.ts";
import { walletCheck } from "./wallet.ts";

export interface ExamineOptions {
  readonly mode: Mode;
  readonly processEnv: Environment;
  /** As `--env-file` names it. */
  readonly envFile: string | undefined;
  /** As `--data-dir` names it. */
  readonly dataDir: string | undefined;
  readonly onWaiting: (names: readonly string[]) => void;
}

const CHECK_WITHIN_MS = 8_000;
const LOCAL = [keypairFileCheck, dataFolderCheck, accessCheck, runtimeCheck, diskCheck];
const STORES = [databasesCheck, mongoCheck, portsCheck];
const EXCHANGE = [hostsCheck, statusPageCheck, exchangeRestCheck, exchangeStreamCheck, exchangeClockCheck];
const ACCOUNTS = [exchangeKeyCheck, providersCheck, socketsCheck, chainClockCheck, poolsCheck, walletCheck];

/**
 * Looks at everything that a start in this mode would need, and changes nothing. Throws ConfigError where the
 * environment file cannot be read at all.
 */
export async function examine(options: ExamineOptions): Promise<readonly Finding[]> {
  const { mode, processEnv, envFile, dataDir, onWaiting } = options;
  const read = readEnvironment(processEnv, envFile);
  const values = dataDir === undefined ? read.values : { ...read.values, DATA_DIR: dataDir };
  const environment = { ...read, values };
  const reading = readAllErrors(mode, environment);
  const first = tellErrors(reading);
  const { config } = reading;
  if (config === null) return withoutSecrets(first, values);
  const backend = {
    ...{ config, clock: systemClock, timers: systemTimers, random: systemRandom, log: SILENT },
    allowUnlisted: false,
  };
  using venues = createVenueFacts(backend);
  const patient = {
    ...{ backend, venues, runningPid: readPidFile(config.dataDir) },
    whyNoVenues: whyNoVenues(mode, environment, reading),
  };
  const checks: readonly Check[] = [
    environmentFileCheck(environment, envFile),
    ...[LOCAL, STORES, EXCHANGE, ACCOUNTS].flat(),
  ];
  const found = await runChecks(checks, patient, {
    ...{ timers: systemTimers, withinMs: CHECK_WITHIN_MS, onWaiting },
  });
  return withoutSecrets([...first, ...found], values);
}

/** What the parts under trial would log is in the findings. */
const SILENT = { debug() {}, info() {}, warning() {}, error() {} };

function tellErrors({ errors, config }: ConfigReading): readonly Finding[] {
  const check = "configuration";
  if (errors.length === 0) return [ok(check, `can be read for --mode ${config?.mode}`)];
  return errors.map(({ message }) =>
    failed(check, message, "tandem --help tells every key and what it takes"),
  );
}

/** Nothing is asked in place of what was meant: neither the real venues by a demo, nor the usual ones for a misspelt address. */
function whyNoVenues(mode: Mode, environment: LoadedEnvironment, { errors }: ConfigReading): string | null {
  if (mode === "demo" && !namesStandIns(environment))
    return "the demo brings its own venues; --mode observe or live looks at those that are configured";
  const concerns = errors.some(({ key }) => /^(GEMINI|SOLANA|HELIUS|ORCA|ASSET|USDC)_|_MINT$/.test(key));
  return concerns ? "the configuration of the venues has to be put right first" : null;
}
