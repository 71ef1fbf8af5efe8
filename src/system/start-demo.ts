import type { Log } from "#model";
import { type Backend, startBackend } from "./backend.ts";
import { systemClock, systemRandom, systemTimers } from "./clock.ts";
import { type Flags, flagText } from "./commands/command.ts";
import { type Config, readConfig } from "./config.ts";
import { openDemoVenues } from "./demo-venues.ts";
import { type LoadedEnvironment, loadEnvironment } from "./env-file.ts";
import { makeReachable } from "./errands/reachable.ts";
import { createLog } from "./log.ts";

/** Stand-in venues and the backend that watches them. */
export interface RunningDemo extends AsyncDisposable {
  readonly config: Config;
  readonly log: Log;
  readonly backend: Backend;
  takesHangup(): boolean;
}

/** Starts the demo's venues and backend. On failure nothing is left running. */
export async function startDemo(flags: Flags): Promise<RunningDemo> {
  const read = () => loadEnvironment(process.env, flagText(flags, "env-file"));
  const said = read();
  const early = readConfigWithoutPools(said);
  const log = createLog(early.logLevel, systemClock, (line) => process.stderr.write(line));
  await using opening = new AsyncDisposableStack();
  const venues = await openDemoVenues(flags, said, log);
  opening.defer(() => venues.stop());
  const config = readConfig("demo", venues.environment);
  const backend = opening.use(
    await startBackend({
      ...{ config, log, clock: systemClock, timers: systemTimers, random: systemRandom },
      allowUnlisted: venues.capture,
    }),
  );
  const { environment, lead } = venues;
  const reread = () => lead(read());
  const reachable = opening.use(makeReachable({ backend, config, environment, reread, log }));
  const running = opening.move();
  const { takesHangup } = reachable;
  return { config, log, backend, takesHangup, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/**
 * Checks everything but the pools before any process is started: which pools there are, the stand-ins say.
 */
function readConfigWithoutPools(said: LoadedEnvironment): Config {
  return readConfig("demo", { ...said, values: { ...said.values, ASSET_LIST: undefined } });
}
