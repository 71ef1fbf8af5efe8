import type { Log } from "#model";
import type { Backend } from "../backend.ts";
import type { Config } from "../config.ts";
import type { LoadedEnvironment } from "../env-file.ts";
import { KeyReload } from "./key-reload.ts";
import { writePidFile } from "./pid-file.ts";

export interface ReachableOptions {
  readonly backend: Backend;
  readonly config: Config;
  readonly environment: LoadedEnvironment;
  readonly reread: () => LoadedEnvironment;
  readonly log: Log;
}

/** A running process that `tandem keys reload` finds. */
export interface Reachable extends Disposable {
  /** Takes a SIGHUP as the wish to read the keys again; false where it only means that the terminal has gone. */
  takesHangup(): boolean;
}

/** Leaves `tandem.pid` in DATA_DIR and answers reloads; disposing removes the file. */
export function makeReachable({ backend, ...options }: ReachableOptions): Reachable {
  const pidFile = writePidFile(options.config.dataDir);
  const reload = new KeyReload({
    ...options,
    rotate: (next) => backend.rotateKeys(next),
    audit: (entry) => backend.audit(entry),
  });
  // A process in a terminal is told by the same signal that the terminal was closed, and then has to end.
  const inTerminal = process.stdin.isTTY === true;
  return {
    takesHangup() {
      const isMeant = reload.isAskedFor || !inTerminal;
      if (isMeant) reload.request();
      return isMeant;
    },
    [Symbol.dispose]: () => pidFile[Symbol.dispose](),
  };
}
