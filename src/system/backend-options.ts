import type { Clock, Log, Random, Timers } from "#model";
import type { Config } from "./config.ts";

/** What a backend is started with; time, chance and the log come from outside. */
export interface BackendOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** A capture need not have every asset on both venues; anywhere else a missing listing stops the start. */
  readonly allowUnlisted: boolean;
}
