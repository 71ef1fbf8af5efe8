import type { ParseArgsOptionsConfig } from "node:util";

/** Flags as parsed: text, or true for a switch. */
export type Flags = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** One word of the command line. `run` resolves with the exit code. */
export interface Command {
  readonly options: ParseArgsOptionsConfig;
  /** How many words follow. */
  readonly positionals: number | { readonly from: number; readonly to: number };
  run(flags: Flags, positionals: readonly string[]): Promise<number>;
}

/** A flag's text, undefined where it was not given. */
export function flagText(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}
