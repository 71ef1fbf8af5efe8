import { createReadStream, statSync } from "node:fs";
import { OrderBook } from "#book";
import { ConfigError } from "#model";
import { inspectCapture } from "#venue/gemini";
import { linesOf } from "../lines.ts";
import type { Command } from "./command.ts";

/** `tandem inspect CAPTURE`: what the real mapper and book make of a capture, as one JSON object. */
export const inspectCommand: Command = {
  options: {},
  positionals: 1,
  async run(_flags, [file = ""]) {
    if (!(statSync(file, { throwIfNoEntry: false })?.isFile() ?? false))
      throw new ConfigError("capture", `${file}: no such file`);
    const lines = linesOf(createReadStream(file, "utf8"));
    process.stdout.write(
      `${JSON.stringify(await inspectCapture(lines, (instrument) => new OrderBook(instrument, { source: "capture" })))}\n`,
    );
    return 0;
  },
};
