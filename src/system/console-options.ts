import { fileURLToPath } from "node:url";
import type { ConsoleServerOptions } from "#gateway";
import type { Log } from "#model";
import type { Config } from "./config.ts";
import { loadConsoleKey } from "./console-key.ts";

/** Where the launcher leaves the built console. */
const CONSOLE_DIST = fileURLToPath(new URL("../../console/dist", import.meta.url));

/** The console's server by the configuration, in front of the API at `apiUrl`. */
export function consoleOptions(
  config: Config,
  { apiUrl, log }: { readonly apiUrl: string; readonly log: Log },
): ConsoleServerOptions {
  const { host, consolePort, allowedOrigins, ipAllowlist, consoleKeyDir } = config;
  const consoleKey = loadConsoleKey(consoleKeyDir, log);
  return {
    ...{ distDir: CONSOLE_DIST, apiUrl, host, port: consolePort, log },
    ...{ allowedOrigins, ipAllowlist, consoleKey },
  };
}
