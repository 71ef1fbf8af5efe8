import { ConfigError, InputError } from "#model";
import { systemClock, systemRandom, systemTimers } from "../clock.ts";
import { readConfig } from "../config.ts";
import { wholeBetween } from "../config-values.ts";
import { loadEnvironment } from "../env-file.ts";
import { createLog } from "../log.ts";
import { type ProbeOptions, probeExchange, probePool } from "../probe/index.ts";
import { untilStopped } from "../stop-signal.ts";
import { type Command, type Flags, flagText } from "./command.ts";

const USUAL_SECONDS = 10;
const PROBES: Readonly<Record<string, (what: string, options: ProbeOptions) => Promise<void>>> = {
  gemini: probeExchange,
  solana: probePool,
};

/** `tandem probe gemini SYMBOL`, `tandem probe solana POOL`: prints what comes; 1 with the reason where nothing does. */
export const probeCommand: Command = {
  options: { "env-file": { type: "string" }, seconds: { type: "string" } },
  positionals: 2,
  async run(flags, [venue = "", what = ""]) {
    const probe = Object.hasOwn(PROBES, venue) ? PROBES[venue] : undefined;
    if (probe === undefined)
      throw new ConfigError("probe", `tandem probe: expected gemini SYMBOL or solana POOL, got ${venue}`);
    const options = optionsOf(flags);
    const stopped = untilStopped();
    let code = 0;
    void stopped.then((signal) => (code = signal));
    try {
      await probe(what, { ...options, stopped });
      return code;
    } catch (error) {
      // What the chain holds at the address is no wrong usage.
      if (!(error instanceof InputError)) throw error;
      process.stderr.write(`tandem: ${error.message}\n`);
      return 1;
    }
  },
};

/** As observe would watch: with the configured addresses and no key. */
function optionsOf(flags: Flags): Omit<ProbeOptions, "stopped"> {
  const said = flagText(flags, "seconds");
  const seconds = said === undefined ? USUAL_SECONDS : wholeBetween(1, 86_400)("--seconds", said);
  const config = readConfig("observe", loadEnvironment(process.env, flagText(flags, "env-file")));
  const log = createLog("warning", systemClock, (line) => process.stderr.write(line));
  return {
    backend: {
      ...{ config, log, clock: systemClock, timers: systemTimers, random: systemRandom },
      allowUnlisted: true,
    },
    print: (line) => process.stdout.write(`${line}\n`),
    seconds,
  };
}
