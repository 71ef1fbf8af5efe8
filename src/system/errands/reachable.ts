import { encodeJson } from "#execution";
import type { Log } from "#model";
import type { Backend } from "../backend.ts";
import type { Config } from "../config.ts";
import type { LoadedEnvironment } from "../env-file.ts";
import { KeyReload } from "../keys/key-reload.ts";
import { auditReport, backupReport } from "./book-reports.ts";
import { Errands } from "./errands.ts";
import { writePidFile } from "./pid-file.ts";

export interface ReachableOptions {
  readonly backend: Backend;
  readonly config: Config;
  readonly environment: LoadedEnvironment;
  readonly reread: () => LoadedEnvironment;
  readonly log: Log;
}

/** A running process that commands on the same machine find. */
export interface Reachable extends Disposable {
  /** Takes a SIGHUP as the wish of a command, or to read the keys again; false where it only means that the terminal has gone. */
  takesHangup(): boolean;
}

/** Leaves `tandem.pid` in DATA_DIR and does errands; disposing removes the file. */
export function makeReachable({ backend, log, ...options }: ReachableOptions): Reachable {
  const { dataDir } = options.config;
  const pidFile = writePidFile(dataDir);
  const reload = new KeyReload({
    ...options,
    rotate: (next) => backend.rotateKeys(next),
    audit: (entry) => backend.audit(entry),
  });
  const errands = new Errands({
    ...{ dataDir, log },
    tasks: {
      "reload-keys": (meant) => reload.reload(meant),
      "verify-audit": async (head) => auditReport(await backend.verifyAudit(head)),
      "read-trade": async (tradeId) => ({
        ok: true,
        lines: [encodeJson(await backend.readTrade(tradeId ?? ""))],
      }),
      backup: async (dir) => backupReport(await backend.backup(dir ?? ""), dir ?? ""),
    },
  });
  // A process in a terminal is told by the same signal that the terminal was closed, and then has to end.
  const inTerminal = process.stdin.isTTY === true;
  return {
    takesHangup() {
      const isMeant = errands.isAskedFor || !inTerminal;
      if (isMeant) errands.request();
      return isMeant;
    },
    [Symbol.dispose]: () => pidFile[Symbol.dispose](),
  };
}
