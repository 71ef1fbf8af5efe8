import { existsSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Check } from "./check.ts";
import { type Finding, failed, ok, warning } from "./finding.ts";

/** What the sources need: it runs TypeScript as it is, and has the SQLite that the stores use. */
const NEEDED_MAJOR = 26;

/** The Node that runs this, which the launcher brings along, and the system below it. */
export const runtimeCheck: Check = {
  name: "runtime",
  advice: "start it by bin/tandem, which brings the right Node",
  async run() {
    const { version, platform, arch, execPath } = process;
    const seen = `Node ${version} on ${platform}-${arch} (${execPath})`;
    if (Number(/^v(\d+)/.exec(version)?.[1]) < NEEDED_MAJOR)
      return failed(this.name, seen, `Node ${NEEDED_MAJOR} or later is needed: start it by bin/tandem`);
    if (platform === "win32")
      return warning(
        this.name,
        seen,
        "Windows keeps no file modes: who else may read DATA_DIR is not checked",
      );
    return ok(this.name, seen);
  },
};

const GIB = 1024 ** 3;
/** A week of opportunities and a backup of them. */
const WANTED_BYTES = 2 * GIB;
/** Below this the next days' journal is in doubt, and with it every send. */
const NEEDED_BYTES = 0.2 * GIB;

export const diskCheck: Check = {
  name: "disk space",
  advice: "put DATA_DIR on a disk that can be read",
  async run({ backend }) {
    const { dataDir } = backend.config;
    const { bavail, bsize } = statfsSync(nearestFolder(resolve(dataDir)));
    return judgeSpace(this.name, bavail * bsize, dataDir);
  },
};

export function judgeSpace(check: string, freeBytes: number, dataDir: string): Finding {
  const seen = `${(freeBytes / GIB).toFixed(1)} GiB free for ${dataDir}`;
  const advice = "make room: nothing is sent whose intent does not fit on the disk";
  if (freeBytes < NEEDED_BYTES) return failed(check, seen, advice);
  return freeBytes < WANTED_BYTES ? warning(check, seen, advice) : ok(check, seen);
}

/** The folder itself or, where it is still to be made, the one that it will be in. */
function nearestFolder(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearestFolder(above);
}
