import { decodeJson } from "#execution";
import { ConfigError, RejectedError } from "#model";
import { openTradingReader } from "#storage";
import { askProcess } from "../errands/ask.ts";
import {
  bookEntries,
  type Entry,
  inOrder,
  jsonOf,
  logEntries,
  namesOf,
  readBooks,
  type TradeBooks,
  textOf,
} from "../trade-log/index.ts";
import { type Command, type Flags, flagText } from "./command.ts";
import { booksFolder, FOLDER_FLAGS } from "./data-folder.ts";

const ANSWER_WITHIN_MS = 30_000;

/** `tandem logs --trade ID`: all that books and logs hold of one trade, in time order; 1 where there is none. */
export const logsCommand: Command = {
  options: {
    ...FOLDER_FLAGS,
    trade: { type: "string" },
    file: { type: "string", multiple: true },
    json: { type: "boolean" },
  },
  positionals: 0,
  async run(flags) {
    const tradeId = flagText(flags, "trade");
    if (tradeId === undefined) throw new ConfigError("trade", "tandem logs: --trade ID says which");
    const dataDir = booksFolder(flags);
    const books = await booksOf(dataDir, tradeId);
    if (books.records.length === 0)
      throw new RejectedError("no-trade", `no trade ${tradeId} in the journal of ${dataDir}`);
    const lines = await entriesOf(tradeId, books, filesOf(flags));
    const write = flags.json === true ? jsonOf : textOf;
    process.stdout.write(lines.map((entry) => `${write(entry)}\n`).join(""));
    return 0;
  },
};

/** A running process holds the file for itself, so it is asked. */
async function booksOf(dataDir: string, tradeId: string): Promise<TradeBooks> {
  const question = { task: "read-trade", argument: tradeId, withinMs: ANSWER_WITHIN_MS } as const;
  const told = await askProcess(dataDir, question);
  if (told === null) {
    using reader = openTradingReader(dataDir);
    return await readBooks(reader, tradeId);
  }
  if (!told.ok) throw new RejectedError("not-told", told.lines.join("; "));
  // The process that answers is this very program.
  return decodeJson(told.lines[0] ?? "") as TradeBooks;
}

async function entriesOf(
  tradeId: string,
  books: TradeBooks,
  files: readonly string[],
): Promise<readonly Entry[]> {
  const names = namesOf(tradeId, books.records);
  const logged: (readonly Entry[])[] = [];
  for (const file of files) logged.push(await logEntries(file, names));
  return inOrder([...bookEntries(tradeId, books), ...logged.flat()]);
}

function filesOf({ file }: Flags): readonly string[] {
  return Array.isArray(file) ? file.map(String) : [];
}
