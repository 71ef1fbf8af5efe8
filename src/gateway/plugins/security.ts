import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import type { GatewayApp } from "../app.ts";
import { addressOf } from "../perimeter/console-peer.ts";
import type { Perimeter } from "../perimeter/perimeter.ts";

/** Headers for answers that are data: a browser that is shown one as a page may do nothing with it. */
const DATA_POLICY = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

/**
 * Plain HTTP on a desk's own network is a normal way to run this: there a strict-transport header would
 * break it and the isolation headers only make browsers complain.
 */
export const PLAIN_HTTP = {
  hsts: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xFrameOptions: { action: "deny" },
} as const;

const ADMITTED = { credentials: true, methods: ["GET", "HEAD", "POST", "PATCH"], strictPreflight: false };

export interface SecurityOptions {
  readonly perimeter: Perimeter;
  /** Shared with the console's server, which then tells whom it passes on. */
  readonly consoleKey: string | null;
  readonly allowedOrigins: readonly string[];
}

/**
 * The order matters: the headers come first, so that a refusal has them too, and nobody who is turned away
 * learns what a preflight would have said. From here on `request.ip` is the caller's own address, also behind
 * the console's server.
 */
export async function installSecurity(app: GatewayApp, options: SecurityOptions): Promise<void> {
  await app.register(helmet, { ...PLAIN_HTTP, contentSecurityPolicy: DATA_POLICY });
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("cache-control", "no-store");
    const address = addressOf(request.raw, options.consoleKey);
    if (address !== request.ip) Object.defineProperty(request, "ip", { value: address });
    const refusal = options.perimeter.refusal(request.raw, address);
    if (refusal === null) return done();
    reply.header("connection", "close");
    done(refusal);
  });
  if (options.allowedOrigins.length > 0) await admitOrigins(app, options.allowedOrigins);
}

/** Chosen for each request, so that only an allowed origin is told that it may send its cookies. */
async function admitOrigins(app: GatewayApp, allowedOrigins: readonly string[]): Promise<void> {
  await app.register(cors, {
    delegator: ({ headers: { origin } }, callback) => {
      const isAllowed = origin !== undefined && allowedOrigins.includes(origin);
      callback(null, isAllowed ? { ...ADMITTED, origin } : { origin: false });
    },
  });
}
