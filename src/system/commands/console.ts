import { createConsoleServer } from "#gateway";
import { systemClock } from "../clock.ts";
import { readConfig } from "../config.ts";
import { consoleOptions } from "../console-options.ts";
import { loadEnvironment } from "../env-file.ts";
import { httpUrl } from "../http-url.ts";
import { createLog } from "../log.ts";
import { closeWithin, untilStopped } from "../stop-signal.ts";
import { type Command, flagText } from "./command.ts";

/** `tandem console`: serves the built console and passes `/api` on to the gateway. */
export const consoleCommand: Command = {
  options: { "env-file": { type: "string" } },
  positionals: 0,
  async run(flags) {
    const config = readConfig("demo", loadEnvironment(process.env, flagText(flags, "env-file")));
    const log = createLog(config.logLevel, systemClock, (line) => process.stderr.write(line));
    const apiUrl = httpUrl(config.host, config.port);
    const server = await createConsoleServer(consoleOptions(config, { apiUrl, log }));
    const code = await untilStopped();
    await closeWithin(2_000, () => server.close());
    return code;
  },
};
