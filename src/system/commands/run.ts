import { ConfigError } from "#model";
import { startBackend } from "../backend.ts";
import { systemClock, systemRandom, systemTimers } from "../clock.ts";
import { readConfig } from "../config.ts";
import { loadEnvironment } from "../env-file.ts";
import { makeReachable } from "../errands/reachable.ts";
import { createLog } from "../log.ts";
import { STAND_IN_FLAGS } from "../stand-in-flags.ts";
import { startDemo } from "../start-demo.ts";
import { closeWithin, exitOnSignal, untilStopped } from "../stop-signal.ts";
import { type Command, type Flags, flagText } from "./command.ts";

const STOP_MS = 6_000;

/** `tandem run --mode demo|observe|live`: engine and gateway without the console. */
export const runCommand: Command = {
  options: { mode: { type: "string" }, "env-file": { type: "string" }, ...STAND_IN_FLAGS },
  positionals: 0,
  async run(flags) {
    const mode = flagText(flags, "mode");
    const early = exitOnSignal();
    const running = await startIn(mode, flags);
    early[Symbol.dispose]();
    const code = await untilStopped(running.takesHangup);
    await closeWithin(STOP_MS, async () => await running[Symbol.asyncDispose]());
    return code;
  },
};

interface Running extends AsyncDisposable {
  takesHangup(): boolean;
}

async function startIn(mode: string | undefined, flags: Flags): Promise<Running> {
  if (mode === "demo") return await startDemo(flags);
  if (mode === "observe" || mode === "live") return await startOnVenues(mode, flags);
  throw new ConfigError("mode", `--mode: expected demo, observe or live, got ${mode ?? "nothing"}`);
}

/** The real venues, or whatever the configuration names in their place. */
async function startOnVenues(mode: "observe" | "live", flags: Flags): Promise<Running> {
  const standIn = Object.keys(STAND_IN_FLAGS).find((name) => flags[name] !== undefined);
  if (standIn !== undefined)
    throw new ConfigError(standIn, `--${standIn}: only the demo has stand-in venues`);
  const reread = () => loadEnvironment(process.env, flagText(flags, "env-file"));
  const environment = reread();
  const config = readConfig(mode, environment);
  const log = createLog(config.logLevel, systemClock, (line) => process.stderr.write(line));
  await using opening = new AsyncDisposableStack();
  const backend = opening.use(
    await startBackend({
      ...{ config, log, clock: systemClock, timers: systemTimers, random: systemRandom },
      allowUnlisted: false,
    }),
  );
  const reachable = opening.use(makeReachable({ backend, config, environment, reread, log }));
  const running = opening.move();
  return { takesHangup: reachable.takesHangup, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
