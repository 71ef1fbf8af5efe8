import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "#model";
import type { UpgradePlan } from "../../upgrade.ts";
import { openToRead } from "../open-to-read.ts";
import { copyFolder } from "./copy-before.ts";
import { KNOWN_DATABASES, type KnownDatabase } from "./kinds.ts";
import { schemaVersion } from "./take-steps.ts";

const SQLITE_BUSY = 5;

/**
 * What a start, or upgradeFolder, would do to the databases of the folder that are there; nothing is changed. Throws
 * ConfigError where one cannot be read.
 */
export function planFolder(dir: string): readonly UpgradePlan[] {
  return KNOWN_DATABASES.filter(({ file }) => existsSync(join(dir, file))).map((known) =>
    planOne(dir, known),
  );
}

function planOne(dir: string, { file, steps }: KnownDatabase): UpgradePlan {
  const path = join(dir, file);
  const found = readHead(path);
  const plan = { database: file, version: found?.version ?? null, build: steps.length };
  if (found === null || found.version >= steps.length || found.objects === 0)
    return { ...plan, steps: [], copies: [], needsBytes: 0 };
  return {
    ...plan,
    steps: steps.slice(found.version).map(({ name }) => name),
    copies: [join(copyFolder(path), `${file}.v${found.version}.<time>`)],
    needsBytes: 2 * found.bytes,
  };
}

interface Head {
  readonly version: number;
  readonly objects: number;
  readonly bytes: number;
}

/** Null where another process holds it. */
function readHead(path: string): Head | null {
  let database: ReturnType<typeof openToRead> | undefined;
  try {
    database = openToRead(path);
    const version = schemaVersion(database);
    const row = database
      .prepare(
        "SELECT (SELECT count(*) FROM sqlite_schema) AS objects, page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
      )
      .get();
    return { version, objects: Number(row?.objects ?? 0), bytes: Number(row?.bytes ?? 0) };
  } catch (cause) {
    if (isBusy(cause)) return null;
    throw new ConfigError("data-dir", `DATA_DIR: ${path} cannot be read (${(cause as Error).message})`, {
      cause,
    });
  } finally {
    database?.close();
  }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && "errcode" in cause && (Number(cause.errcode) & 0xff) === SQLITE_BUSY;
}
