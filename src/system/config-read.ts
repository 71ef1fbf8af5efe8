import type { Reader } from "./config-values.ts";
import type { Environment } from "./env-file.ts";

/** Reads one key, or gives the fallback where nothing is said. */
export type Read = <T, D>(key: string, parse: Reader<T>, fallback: D) => T | D;

export function reader(values: Environment): Read {
  return (key, parse, fallback) => {
    const said = values[key];
    return said === undefined || said === "" ? fallback : parse(key, said);
  };
}
