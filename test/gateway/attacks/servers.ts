import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import {
  type ConsoleServer,
  type ConsoleServerOptions,
  createConsoleServer,
  type GatewayDeps,
} from "#gateway";
import { createRecordedLog } from "../builders.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";

export type Door = "API" | "console";
export const DOORS: readonly Door[] = ["API", "console"];

/** The API and the console's server in front of it, both on real ports of this machine. */
export interface Servers {
  readonly api: TestGateway;
  readonly console: ConsoleServer;
  readonly distDir: string;
  readonly consoleLog: ReturnType<typeof createRecordedLog>;
  /** Where each of them listens. */
  readonly port: Readonly<Record<Door, number>>;
}

type Changes = Partial<GatewayDeps & Pick<ConsoleServerOptions, "serverLimits">>;

/** For a file of tests: starts both servers alike, and ends them after each test. */
export function serversOfThisFile(): (
  changes?: Changes,
  console?: Partial<ConsoleServerOptions>,
) => Promise<Servers> {
  const endings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return async (changes = {}, consoleChanges = {}) => {
    const api = await startGateway(changes);
    endings.push(() => api.gateway.close());
    const apiPort = await api.gateway.listen();
    const distDir = buildDist();
    endings.push(async () => rmSync(dirname(distDir), { recursive: true, force: true }));
    const consoleLog = createRecordedLog();
    const { allowedOrigins = [], ipAllowlist = [], consoleKey = null, serverLimits = {} } = changes;
    const server = await createConsoleServer({
      ...{ distDir, apiUrl: `http://127.0.0.1:${apiPort}`, host: "127.0.0.1", port: 0, log: consoleLog },
      ...{ allowedOrigins, ipAllowlist, consoleKey, serverLimits },
      ...consoleChanges,
    });
    endings.push(() => server.close());
    return { api, console: server, distDir, consoleLog, port: { API: apiPort, console: server.port } };
  };
}

/** In a folder of its own, so that a test can put something beside it. */
function buildDist(): string {
  const distDir = join(mkdtempSync(join(tmpdir(), "tandem-attacked-")), "dist");
  mkdirSync(join(distDir, "assets"), { recursive: true });
  writeFileSync(join(distDir, "index.html"), "<!doctype html><title>console</title>");
  writeFileSync(join(distDir, "assets", "index-Bx81.js"), "export {}");
  return distDir;
}
