import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { ConfigError } from "#model";
import { answerQuote, loadAccounts, readDump } from "#venue/solana";
import { type Command, flagText } from "./command.ts";

/** `tandem quote --accounts FILE`: exact Whirlpool quotes, one answer line for each request line. */
export const quoteCommand: Command = {
  options: { accounts: { type: "string" } },
  positionals: 0,
  async run(flags) {
    const file = flagText(flags, "accounts");
    if (file === undefined) throw new ConfigError("accounts", "tandem quote: --accounts FILE is needed");
    if (!existsSync(file)) throw new ConfigError("accounts", `--accounts ${file}: no such file`);
    const accounts = loadAccounts(readDump(readFileSync(file)));
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== "") process.stdout.write(`${answerQuote(accounts, line)}\n`);
    }
    return 0;
  },
};
