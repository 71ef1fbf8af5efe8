import rateLimit from "@fastify/rate-limit";
import type { RouteOptions } from "fastify";
import type { GatewayApp } from "../app.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * Calls a minute that one address may make of this route, whatever `RATE_LIMIT_PER_MIN` says and also where
     * it switches the limits off: for what must never be held back, such as a pause, and for what must always
     * be, such as a login.
     */
    fixedLimitPerMin?: number;
  }
}

/** `RATE_LIMIT_PER_MIN` where nobody said it. The figures on the routes are meant at this one. */
export const DEFAULT_PER_MIN = 600;

/**
 * Each route counts its own callers by their address, so that a busy listing starves neither the status nor a
 * pause. A route's own figure grows and shrinks with `perMin`; at 0 only fixed limits are left.
 */
export async function installRateLimits(app: GatewayApp, perMin: number): Promise<void> {
  app.addHook("onRoute", (route) => {
    route.config = { ...route.config, rateLimit: limitOf(route, perMin) };
  });
  const max = perMin === 0 ? Number.MAX_SAFE_INTEGER : perMin;
  await app.register(rateLimit, { global: true, max, timeWindow: 60_000 });
}

function limitOf(route: RouteOptions, perMin: number): { readonly max: number } | false {
  const fixed = route.config?.fixedLimitPerMin;
  if (fixed !== undefined) return { max: fixed };
  if (perMin === 0) return false;
  const own = route.config?.rateLimit === undefined ? undefined : maxOf(route.config.rateLimit);
  return { max: Math.max(1, Math.round(((own ?? DEFAULT_PER_MIN) * perMin) / DEFAULT_PER_MIN)) };
}

function maxOf(said: NonNullable<RouteOptions["config"]>["rateLimit"]): number | undefined {
  return said !== undefined && said !== false && typeof said.max === "number" ? said.max : undefined;
}
