import { parseArgs } from "node:util";
import { ConfigError, InputError } from "#model";
import type { Command } from "./commands/command.ts";
import { COMMANDS } from "./commands/index.ts";
import { harmless } from "./log.ts";
import { usage } from "./usage.ts";
import { VERSION } from "./version.ts";

/**
 * The command line: finds the command, runs it, turns its error into one line and an exit code.
 * 0 done, 1 failed, 2 wrong usage or configuration.
 */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) return complain(`unknown command "${name}"; tandem --help lists them`, 2);
  const { values, positionals } = parseArgs({ args: rest, options: command.options, allowPositionals: true });
  const { from, to } = rangeOf(command.positionals);
  if (positionals.length < from || positionals.length > to) {
    const wanted = from === to ? from : `${from} to ${to}`;
    return complain(`tandem ${name}: expected ${wanted} argument(s), got ${positionals.length}`, 2);
  }
  return await command.run(values, positionals);
}

function rangeOf(said: Command["positionals"]): { readonly from: number; readonly to: number } {
  return typeof said === "number" ? { from: said, to: said } : said;
}

function complain(line: string, code: number): number {
  process.stderr.write(`tandem: ${harmless(line)}\n`);
  return code;
}

/** One line for the operator; the stack only where the fault is ours. */
function explain(error: unknown): number {
  if (error instanceof ConfigError || error instanceof InputError) return complain(error.message, 2);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("ERR_PARSE_ARGS")) return complain(`${(error as Error).message.split("\n")[0]}`, 2);
  return complain(error instanceof Error ? error.message : String(error), 1);
}

process.on("unhandledRejection", (reason) => {
  process.stderr.write(
    `ERROR unhandled rejection: ${reason instanceof Error ? reason.stack : String(reason)}\n`,
  );
  process.exit(1);
});

/** A pipe takes 64 KiB at once: what was printed must have left before the process does. */
function exit(code: number): void {
  process.stdout.write("", () => process.exit(code));
}

main(process.argv.slice(2)).then(exit, (error: unknown) => exit(explain(error)));
