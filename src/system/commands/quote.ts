import { readFileSync, statSync } from "node:fs";
import { ConfigError } from "#model";
import { answerQuote, loadAccounts, readDump } from "#venue/solana";
import { linesOf } from "../lines.ts";
import { type Command, flagText } from "./command.ts";

/** `tandem quote --accounts FILE`: exact Whirlpool quotes, one answer line for each request line. */
export const quoteCommand: Command = {
  options: { accounts: { type: "string" } },
  positionals: 0,
  async run(flags) {
    const file = flagText(flags, "accounts");
    if (file === undefined) throw new ConfigError("accounts", "tandem quote: --accounts FILE is needed");
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== false)
      throw new ConfigError("accounts", `--accounts ${file}: no such file`);
    const accounts = loadAccounts(readDump(readFileSync(file)));
    // The write that fails reports it; the event for the same failure would end the process with a trace.
    process.stdout.on("error", () => {});
    for await (const line of linesOf(process.stdin.setEncoding("utf8"))) {
      if (line.trim() !== "") await print(`${answerQuote(accounts, line)}\n`);
    }
    return 0;
  },
};

/**
 * Resolves when the reader's pipe has taken the text. A pipe holds 64 KiB: what waits behind a slower
 * reader is lost when the process exits, so the command may not end, nor read on, before that.
 * Rejects where the reader is gone.
 */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error == null ? resolve() : reject(error)));
  });
}
