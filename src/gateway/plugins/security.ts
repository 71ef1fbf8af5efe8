import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import type { GatewayApp } from "../app.ts";
import { HttpError } from "../http-error.ts";

/** Headers for answers that are data: a browser that is shown one as a page may do nothing with it. */
const DATA_POLICY = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

/**
 * Plain HTTP on a desk's own network is a normal way to run this: there a strict-transport header would
 * break it and the isolation headers only make browsers complain.
 */
export const PLAIN_HTTP = { hsts: false, crossOriginOpenerPolicy: false, originAgentCluster: false } as const;

/** Each route counts its own callers, so that a busy listing starves neither the status nor the metrics. */
const PER_MINUTE = 600;

export async function installSecurity(app: GatewayApp, allowedOrigins: readonly string[]): Promise<void> {
  await app.register(helmet, { ...PLAIN_HTTP, contentSecurityPolicy: DATA_POLICY });
  await app.register(cors, {
    origin: [...allowedOrigins],
    methods: ["GET", "HEAD", "POST", "PATCH"],
    strictPreflight: false,
  });
  app.addHook("onRoute", (route) => {
    route.config = { ...route.config, rateLimit: route.config?.rateLimit ?? {} };
  });
  await app.register(rateLimit, { global: true, max: PER_MINUTE, timeWindow: 60_000 });
  app.addHook("onRequest", async (request) => {
    if (changesOrListens(request) && !isWelcome(request, allowedOrigins)) {
      throw new HttpError(403, "this origin is not among ALLOWED_ORIGINS");
    }
  });
}

/** A browser sends simple POSTs and opens sockets across origins without asking first. */
function changesOrListens(request: FastifyRequest): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(request.method) || request.headers.upgrade !== undefined;
}

/** No origin is no browser; the same host as asked for is our own page (the console's proxy keeps Host). */
function isWelcome(request: FastifyRequest, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || allowedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
