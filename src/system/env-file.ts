import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { ConfigError } from "#model";
import { SECRET_KEYS } from "./config-keys.ts";
import { demandPrivate } from "./private-file.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What was said where: the process environment wins over the file, the file over defaults given by us. */
export interface LoadedEnvironment {
  readonly values: Environment;
  /** Keys that the file itself sets, for the check of misspelt ones. */
  readonly fileKeys: readonly string[];
  readonly file: string | null;
  /** Keys for which the file says something other than the process environment, which counts; none where left out. */
  readonly overruled?: readonly string[];
  /** Older names that were read for their present ones, "OLD (now NEW)"; none where left out. */
  readonly olderNames?: readonly string[];
}

/** Older names of keys. Within one source the present name wins; between sources it is the source that counts. */
const ALIASES: Readonly<Record<string, string>> = {
  OBSERVE_ONLY_MODE: "OBSERVE_ONLY",
  MAX_POSITION_SIZE_USD: "MAX_POSITION_USD",
};

/**
 * Reads `--env-file FILE`, or `.env` in the working folder where there is one.
 * Throws ConfigError where a named file cannot be read, and where one that holds secrets can be read by others; a
 * missing `.env` is no error.
 */
export function loadEnvironment(
  processEnv: Environment,
  named: string | undefined,
  defaults: Environment = {},
): LoadedEnvironment {
  const loaded = readEnvironment(processEnv, named, defaults);
  demandPrivateFile(loaded, named);
  return loaded;
}

/** Throws ConfigError where the file of this environment holds secrets and can be read by others. */
export function demandPrivateFile({ file, fileKeys }: LoadedEnvironment, named: string | undefined): void {
  const secret = SECRET_KEYS.find((key) => fileKeys.includes(key));
  if (file !== null && secret !== undefined) demandPrivate(file, `${named ?? ".env"} (${secret})`);
}

/** The same without a look at who else may read the file: for who has to tell of more than the first thing wrong. */
export function readEnvironment(
  processEnv: Environment,
  named: string | undefined,
  defaults: Environment = {},
): LoadedEnvironment {
  const file = resolve(named ?? ".env");
  const there = existsSync(file);
  if (named !== undefined && !there) throw new ConfigError("env-file", `--env-file ${named}: no such file`);
  const fromFile = there ? readEnvFile(file) : {};
  const said = Object.entries(processEnv).filter(([, value]) => value !== undefined && value !== "");
  const inFile = byPresentNames(fromFile);
  const values = { ...defaults, ...inFile, ...byPresentNames(Object.fromEntries(said)) };
  const overruled = Object.keys(inFile).filter((key) => inFile[key] !== values[key]);
  const olderNames = olderNamesIn([fromFile, Object.fromEntries(said)]);
  return { values, fileKeys: Object.keys(fromFile), file: there ? file : null, overruled, olderNames };
}

function byPresentNames(source: Environment): Environment {
  const older = Object.entries(ALIASES).flatMap(([alias, name]) =>
    source[alias] === undefined || source[name] !== undefined ? [] : [[name, source[alias]]],
  );
  return { ...source, ...Object.fromEntries(older) };
}

function olderNamesIn(sources: readonly Environment[]): readonly string[] {
  const used = Object.entries(ALIASES).filter(([alias]) =>
    sources.some((source) => source[alias] !== undefined),
  );
  return used.map(([alias, name]) => `${alias} (now ${name})`);
}

function readEnvFile(file: string): Record<string, string> {
  try {
    const parsed = parseEnv(readFileSync(file, "utf8"));
    return Object.fromEntries(
      Object.entries(parsed).flatMap(([key, value]) =>
        value === undefined || value === "" ? [] : [[key, value]],
      ),
    );
  } catch (error) {
    throw new ConfigError("env-file", `cannot read ${file}: ${String(error)}`, { cause: error });
  }
}
