import cookie from "@fastify/cookie";
import type { FastifyRequest, RouteOptions } from "fastify";
import { type Access, LOOPBACK_OPERATOR, mayActAs, type Principal, type Role } from "#access";
import { InvariantError } from "#model";
import type { GatewayApp } from "../app.ts";
import { HttpError } from "../http-error.ts";
import { isLoopback } from "../loopback.ts";
import { ACCESS_COOKIE } from "../session-cookies.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks. Throws InvariantError on a public route, where nobody was asked. */
    readonly principal: Principal;
    /** Behind `principal`. */
    authenticated: Principal | null;
  }
  interface FastifyContextConfig {
    /** Least role that may call the route; `public` for whoever reaches it. Every route says one. */
    role?: Role | "public";
  }
}

const CHALLENGE = { "www-authenticate": 'Bearer realm="tandem"' };

/** Lets a request through to its handler only for who may call it. A route that does not say who stops the start. */
export async function installAuthentication(app: GatewayApp, access: Access): Promise<void> {
  await app.register(cookie);
  app.decorateRequest("authenticated", null);
  app.decorateRequest("principal", {
    getter(this: FastifyRequest) {
      if (this.authenticated !== null) return this.authenticated;
      throw new InvariantError("no-principal", `nobody was authenticated for ${this.routeOptions.url}`);
    },
  });
  demandRoles(app);
  // After the limits on calls, which also count those that are refused here, and before any body is read.
  app.addHook("preParsing", async (request) => {
    const needed = neededRole(request);
    if (needed === "public") return;
    const principal = await principalOf(request, access);
    if (principal === null) throw new HttpError(401, "authentication is required", CHALLENGE);
    if (!mayActAs(principal.role, needed))
      throw new HttpError(403, `this needs the role ${needed}, and ${principal.name} is ${principal.role}`);
    request.authenticated = principal;
  });
}

/** Who sent it, whether or not the route asks; null where that is not known or no longer true. */
export async function principalOf(request: FastifyRequest, access: Access): Promise<Principal | null> {
  if (!access.isRequired()) return isLoopback(request.ip) ? LOOPBACK_OPERATOR : null;
  const token = tokenOf(request);
  return token === null ? null : await access.authenticate(token);
}

/** What the caller says itself goes before what its browser sends by itself. */
function tokenOf({ headers, cookies }: FastifyRequest): string | null {
  if (headers.authorization === undefined) return cookies[ACCESS_COOKIE] ?? null;
  return /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization)?.[1] ?? null;
}

/** Addresses without a route say so to anybody; the list of those that have one is public as well. */
function neededRole({ is404, method, routeOptions }: FastifyRequest): Role | "public" {
  const { role } = routeOptions.config;
  if (is404 || (role === undefined && method === "OPTIONS")) return "public";
  return role ?? "admin";
}

function demandRoles(app: GatewayApp): void {
  const routes: RouteOptions[] = [];
  app.addHook("onRoute", (route) => void routes.push(route));
  app.addHook("onReady", async () => {
    const silent = routes.filter(({ config }) => config?.role === undefined);
    const names = silent.map(({ method, url }) => `${method} ${url}`).join(", ");
    if (silent.length > 0) throw new InvariantError("no-role", `no role is declared for ${names}`);
  });
}
