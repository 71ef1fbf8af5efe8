import { ConfigError } from "#model";
import { type Config, type Mode, readConfig } from "../config.ts";
import type { Environment, LoadedEnvironment } from "../env-file.ts";

export interface ConfigReading {
  /** What can be read of it, the usual value in the place of each wrong one; null where not even that can be. */
  readonly config: Config | null;
  /** One line for each thing that is wrong, in the order in which they were met. */
  readonly errors: readonly ConfigFault[];
}

export interface ConfigFault {
  readonly key: string;
  readonly message: string;
}

/** More than there are keys. */
const MOST_ERRORS = 200;

/**
 * Reads the configuration and tells everything that is wrong with it: the reader stops at the first error, so that the
 * key it names is left out and the rest is read again.
 */
export function readAllErrors(mode: Mode, environment: LoadedEnvironment): ConfigReading {
  const errors = new Map<string, ConfigFault>();
  let rest = environment;
  while (errors.size < MOST_ERRORS) {
    try {
      return { config: readConfig(mode, rest), errors: [...errors.values()] };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      // Once a wrong pool is left out it is missing, which is nothing new.
      if (!errors.has(error.code)) errors.set(error.code, { key: error.code, message: error.message });
      const without = leaveOut(error.code, rest);
      if (without === null) break;
      rest = without;
    }
  }
  return { config: null, errors: [...errors.values()] };
}

/** The environment without what made this key wrong; null where nothing is left to leave out. */
function leaveOut(key: string, environment: LoadedEnvironment): LoadedEnvironment | null {
  const { values, fileKeys } = environment;
  const isSaid = (one: string) => (values[one] ?? "") !== "" || fileKeys.includes(one);
  const blamed = (isSaid(key) ? [key] : blamedWith(key)).filter(isSaid);
  if (blamed.length === 0) return null;
  const isKept = (one: string) => !blamed.includes(one);
  const kept: Environment = Object.fromEntries(Object.entries(values).filter(([one]) => isKept(one)));
  return { ...environment, values: kept, fileKeys: fileKeys.filter(isKept) };
}

/** A key that is missing is wanted by another one. */
function blamedWith(key: string): readonly string[] {
  if (key.startsWith("GEMINI_API_")) return ["GEMINI_API_KEY", "GEMINI_API_SECRET"];
  return /^ORCA_.*_POOL$|_MINT$/.test(key) ? ["ASSET_LIST"] : [];
}
