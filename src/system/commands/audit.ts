import { ConfigError } from "#model";
import { openTradingStore } from "#storage";
import { systemClock } from "../clock.ts";
import { askProcess } from "../errands/ask.ts";
import { auditReport } from "../errands/book-reports.ts";
import type { ErrandReport } from "../errands/exchange.ts";
import { createLog } from "../log.ts";
import { type Command, flagText } from "./command.ts";
import { booksFolder, FOLDER_FLAGS } from "./data-folder.ts";

const ANSWER_WITHIN_MS = 120_000;

/** `tandem audit verify`: checks the operators' log from its first entry; exit 1 where the chain does not hold. */
export const auditCommand: Command = {
  options: { ...FOLDER_FLAGS, "expect-head": { type: "string" } },
  positionals: 1,
  async run(flags, [word]) {
    if (word !== "verify")
      throw new ConfigError("audit", `tandem audit: expected verify, got ${word ?? "nothing"}`);
    const head = flagText(flags, "expect-head") ?? null;
    if (head !== null && !/^[0-9a-f]{64}$/.test(head))
      throw new ConfigError("expect-head", "--expect-head: expected the 64 hex digits of an earlier head");
    const { ok, lines } = await verify(booksFolder(flags), head);
    process.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return ok ? 0 : 1;
  },
};

/** A running process holds the file for itself, so it is asked; else the file is read here. */
async function verify(dataDir: string, head: string | null): Promise<ErrandReport> {
  const argument = head === null ? {} : { argument: head };
  const told = await askProcess(dataDir, { task: "verify-audit", ...argument, withinMs: ANSWER_WITHIN_MS });
  if (told !== null) return told;
  const log = createLog("warning", systemClock, (line) => process.stderr.write(line));
  await using store = await openTradingStore({ dir: dataDir, log, clock: systemClock });
  return auditReport(await store.verifyAudit(head));
}
