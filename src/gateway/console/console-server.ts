import { existsSync } from "node:fs";
import { join } from "node:path";
import helmet from "@fastify/helmet";
import Fastify, { type FastifyInstance } from "fastify";
import { ConfigError, type Log } from "#model";
import { listenOn } from "../listen.ts";
import { plainAddress } from "../perimeter/address-list.ts";
import { createPerimeter, type Perimeter } from "../perimeter/perimeter.ts";
import {
  CONSOLE_LIMITS,
  limitSockets,
  type ServerLimits,
  serverOptions,
} from "../perimeter/server-limits.ts";
import { PLAIN_HTTP } from "../plugins/security.ts";
import { proxyRequests } from "./proxy-requests.ts";
import { servePages } from "./serve-pages.ts";
import { tunnelUpgrades } from "./tunnel-upgrades.ts";

export interface ConsoleServerOptions {
  /** The built console: `index.html` and `assets/`. */
  readonly distDir: string;
  /** Where the API listens, such as `http://127.0.0.1:8001`; it need not be up. */
  readonly apiUrl: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: Log;
  /** As for the API; the same addresses are let in here as there. */
  readonly allowedOrigins: readonly string[];
  readonly ipAllowlist: readonly string[];
  /** Shared with the API, which then believes who is passed on; null where the API shall see this server alone. */
  readonly consoleKey: string | null;
  /** Where the usual times and counts of connections do not fit. */
  readonly serverLimits?: Partial<ServerLimits>;
}

export interface ConsoleServer extends AsyncDisposable {
  /** The port that it listens on. */
  readonly port: number;
  /** Ends every connection, tunnels included. May be called twice. */
  close(): Promise<void>;
}

/**
 * The bundle's own files and nothing else. Styles that a script sets on an element, as the chart does,
 * pass a strict policy; style elements and `style` attributes in markup do not, and are not needed.
 */
const PAGE_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    fontSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/**
 * Serves the console and passes `/api`, its socket and the API's documents on; listens when it resolves.
 * Rejects with a one-line ConfigError where the console is not built, or naming `CONSOLE_PORT` where the
 * port cannot be opened.
 */
export async function createConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  if (!existsSync(join(options.distDir, "index.html"))) {
    throw new ConfigError(
      "console-not-built",
      `the console is not built: no index.html in ${options.distDir}`,
    );
  }
  const limits = { ...CONSOLE_LIMITS, ...options.serverLimits };
  const perimeter = createPerimeter(options);
  const app = Fastify(serverOptions(limits));
  limitSockets(app.server, limits, options.log);
  answerFailures(app, options.log);
  await app.register(helmet, { ...PLAIN_HTTP, contentSecurityPolicy: PAGE_POLICY });
  turnAway(app, perimeter);
  const endTunnels = tunnelUpgrades(app.server, { ...options, perimeter });
  app.addHook("preClose", async () => endTunnels());
  await proxyRequests(app, options);
  await servePages(app, options.distDir);
  const port = await listenOn(app, { host: options.host, port: options.port, key: "CONSOLE_PORT" });
  const close = () => app.close().then(() => undefined);
  return { port, close, [Symbol.asyncDispose]: close };
}

/** Whoever the API would not answer is not shown the page either. */
function turnAway(app: FastifyInstance, perimeter: Perimeter): void {
  app.addHook("onRequest", (request, reply, done) => {
    const refusal = perimeter.refusal(request.raw, plainAddress(request.ip));
    if (refusal === null) return done();
    reply.headers({ connection: "close", "cache-control": "no-store" });
    done(refusal);
  });
}

function answerFailures(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    const code = error.statusCode ?? 500;
    if (code >= 500) log.error("console request failed", { url: request.url, error: String(error) });
    return reply.code(code).send({ detail: code >= 500 ? "Internal error" : error.message });
  });
}
