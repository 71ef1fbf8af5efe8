import type { Log } from "#model";

/** One step of a schema that was taken. */
export interface StepTaken {
  /** What it changed, in words. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly tookMs: number;
}

/** What was done to a database that held something, so that this build can use it. */
export interface Upgrade {
  /** The file's name, or MongoDB. */
  readonly database: string;
  readonly steps: readonly StepTaken[];
  /** Where the data are as they were: files, or collections. */
  readonly copies: readonly string[];
}

/** What an upgrade would do to a database. */
export interface UpgradePlan {
  readonly database: string;
  /** Null where another process holds it, which has upgraded it then. */
  readonly version: number | null;
  /** The version of this build. */
  readonly build: number;
  /** Names of the steps between. */
  readonly steps: readonly string[];
  /** What would be copied before, as the copies are called. */
  readonly copies: readonly string[];
  /** Free disk for the copy, and as much again for what the steps rewrite. */
  readonly needsBytes: number;
}

/** A start tells what it changed, once there is somebody to tell. */
export function tellUpgrade(log: Log, upgrade: Upgrade | null): void {
  if (upgrade === null) return;
  const { database, steps, copies } = upgrade;
  for (const copy of copies) log.info("copied before the upgrade", { database, copy });
  for (const { name, from, to, tookMs } of steps)
    log.info("schema step taken", { database, step: name, from, to, ms: tookMs });
}
