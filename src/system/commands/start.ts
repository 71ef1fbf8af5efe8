import { createConsoleServer } from "#gateway";
import { consoleOptions } from "../console-options.ts";
import { httpUrl } from "../http-url.ts";
import { STAND_IN_FLAGS } from "../stand-in-flags.ts";
import { type RunningDemo, startDemo } from "../start-demo.ts";
import { closeWithin, exitOnSignal, untilStopped } from "../stop-signal.ts";
import type { Command } from "./command.ts";

const STOP_MS = 6_000;

/** `tandem start`: the whole demo in one command. Prints the console's address on standard output. */
export const startCommand: Command = {
  options: { "env-file": { type: "string" }, ...STAND_IN_FLAGS },
  positionals: 0,
  async run(flags) {
    const early = exitOnSignal();
    await using demo = await startDemo(flags);
    const console_ = await serveConsole(demo);
    process.stdout.write(`Console: ${httpUrl(demo.config.host, console_.port)}\n`);
    early[Symbol.dispose]();
    const code = await untilStopped(demo.takesHangup);
    await closeWithin(STOP_MS, async () => {
      await console_.close();
      await demo[Symbol.asyncDispose]();
    });
    return code;
  },
};

async function serveConsole({ config, log, backend }: RunningDemo) {
  return await createConsoleServer(consoleOptions(config, { apiUrl: backend.apiUrl, log }));
}
