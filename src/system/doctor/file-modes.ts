import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { SECRET_KEYS } from "../config-keys.ts";
import { demandPrivateFile, type LoadedEnvironment } from "../env-file.ts";
import { demandPrivate } from "../private-file.ts";
import type { Check } from "./check.ts";
import { type Finding, failed, ok, skipped, warning } from "./finding.ts";

/** Files of a data folder that hold secrets, or what trades depend on. */
const KEPT = /^(console\.key|token-secret|[a-z]+\.db(-wal|-shm)?)$/;

/** Whether the environment file can be read by its owner alone, where it holds a secret. */
export function environmentFileCheck(environment: LoadedEnvironment, named: string | undefined): Check {
  return {
    name: "environment file",
    advice: "chmod 600 it: whoever reads it can use the keys",
    async run() {
      const { file, fileKeys } = environment;
      if (file === null) return ok(this.name, "none: the process environment alone counts");
      demandPrivateFile(environment, named);
      const secrets = SECRET_KEYS.filter((key) => fileKeys.includes(key)).length;
      return ok(
        this.name,
        `${file} holds ${secrets} secrets${secrets > 0 ? ", readable by its owner alone" : ""}`,
      );
    },
  };
}

/** Whether the wallet's key file is private. */
export const keypairFileCheck: Check = {
  name: "wallet file",
  advice: "chmod 600 it: whoever reads it owns the wallet",
  async run({ backend }) {
    const { solanaKeypair } = backend.config;
    if (solanaKeypair === null) return skipped(this.name, "SOLANA_KEYPAIR is not set");
    demandPrivate(solanaKeypair, "SOLANA_KEYPAIR");
    return ok(this.name, "readable by its owner alone");
  },
};

/** Whether DATA_DIR and what is in it is closed to others. */
export const dataFolderCheck: Check = {
  name: "data folder",
  advice: "give DATA_DIR to the user that runs Tandem",
  async run({ backend }): Promise<Finding> {
    const { dataDir } = backend.config;
    const mode = statSync(dataDir, { throwIfNoEntry: false })?.mode;
    if (mode === undefined)
      return ok(this.name, `${dataDir} is not there yet: it is made for its owner alone`);
    if (process.platform === "win32") return skipped(this.name, "Windows keeps no file modes");
    const open = openFilesIn(dataDir);
    if (open.length > 0)
      return failed(this.name, `others can read ${open.join(", ")}`, `chmod 600 these in ${dataDir}`);
    if ((mode & 0o002) !== 0)
      return failed(
        this.name,
        `others can write into ${dataDir}`,
        `chmod 700 ${dataDir}: they can replace its files`,
      );
    if ((mode & 0o005) !== 0)
      return warning(this.name, `others can look into ${dataDir}`, `chmod 700 ${dataDir}`);
    return ok(this.name, `${dataDir} is closed to others`);
  },
};

function openFilesIn(dir: string): readonly string[] {
  const kept = readdirSync(dir).filter((name) => KEPT.test(name));
  return kept.filter(
    (name) => ((statSync(join(dir, name), { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0,
  );
}
