import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mayActAs, ROLES, type Role } from "#access";
import { type People, somePeople } from "./people.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

/** What each operation asks for, written down a second time: whoever changes one must mean it. */
const NEEDED: Readonly<Record<string, Role | "public">> = {
  "delete /api/v1/api-keys/{id}": "admin",
  "delete /api/v1/users/{name}": "admin",
  "get /api/metrics": "viewer",
  "get /api/v1/api-keys": "admin",
  "get /api/v1/audit": "viewer",
  "get /api/v1/auth/me": "viewer",
  "get /api/v1/execution": "viewer",
  "get /api/v1/inventory": "viewer",
  "get /api/v1/inventory/history": "viewer",
  "get /api/v1/opportunities": "viewer",
  "get /api/v1/opportunities/{id}": "viewer",
  "get /api/v1/reports": "viewer",
  "get /api/v1/risk": "viewer",
  "get /api/v1/settings": "viewer",
  "get /api/v1/status": "viewer",
  "get /api/v1/trades": "viewer",
  "get /api/v1/trades/export": "viewer",
  "get /api/v1/trades/{id}": "viewer",
  "get /api/v1/users": "admin",
  "get /api/v1/windows": "viewer",
  "get /api/v1/windows/hours": "viewer",
  "get /api/ws": "viewer",
  "get /openapi.json": "public",
  "patch /api/v1/risk": "operator",
  "patch /api/v1/users/{name}": "admin",
  "post /api/v1/api-keys": "admin",
  "post /api/v1/auth/login": "public",
  "post /api/v1/auth/logout": "public",
  "post /api/v1/auth/password": "viewer",
  "post /api/v1/auth/refresh": "public",
  "post /api/v1/controls/live-trading": "admin",
  "post /api/v1/controls/observe-only": "operator",
  "post /api/v1/controls/pause": "operator",
  "post /api/v1/controls/resume": "operator",
  "post /api/v1/inventory/accept-drift": "operator",
  "post /api/v1/test/inject-opportunity": "operator",
  "post /api/v1/trades/{id}/resolve": "operator",
  "post /api/v1/users": "admin",
};

describe("the role that a route asks for", () => {
  let people: People;
  let gateway: TestGateway;
  let operations: string[];
  beforeAll(async () => {
    people = await somePeople();
    gateway = await startGateway({ access: people.access, clock: people.time.clock, rateLimitPerMin: 0 });
    const { paths } = (await gateway.app.inject("/openapi.json")).json() as { paths: Record<string, object> };
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  });
  afterAll(() => gateway.gateway.close());

  /** Empty, and so refused as input wherever it is let through: nothing happens. */
  const call = async (operation: string, headers: Record<string, string> = {}) => {
    const [method = "", path = ""] = operation.split(" ");
    const url = path.replaceAll(/\{\w+\}/g, "nobody");
    const payload = method === "post" || method === "patch" ? { payload: { surely: "unknown" } } : {};
    return await gateway.app.inject({ ...{ method: method as "GET", url, headers }, ...payload });
  };

  it("is written down for every operation there is", () => {
    expect(operations.sort()).toEqual(Object.keys(NEEDED).sort());
  });

  it.each(Object.entries(NEEDED))("%s asks for %s", async (operation, needed) => {
    const stranger = await call(operation);
    if (needed === "public") return expect(stranger.statusCode).not.toBe(403);
    expect(stranger.statusCode).toBe(401);
    expect(stranger.headers["www-authenticate"]).toContain("Bearer");
    for (const role of ROLES) {
      const answer = await call(operation, people.bearer(role));
      const isRefused = answer.statusCode === 403 && String(answer.json().detail).includes("needs the role");
      expect(isRefused, `${role}: ${answer.statusCode} ${answer.body.slice(0, 200)}`).toBe(
        !mayActAs(role, needed),
      );
      expect(answer.statusCode).not.toBe(401);
    }
  });

  it("is asked of an API key as of a user", async () => {
    const viewer = await people.apiKey("viewer");
    expect((await call("get /api/v1/status", viewer)).statusCode).toBe(200);
    expect((await call("post /api/v1/controls/pause", viewer)).statusCode).toBe(403);
  });

  it("stops the start of a gateway with a route that says none", async () => {
    const { installAuthentication } = await import("../../src/gateway/plugins/authentication.ts");
    const { default: Fastify } = await import("fastify");
    const app = Fastify();
    await installAuthentication(app as never, people.access);
    app.get("/forgotten", async () => "open to all");
    await expect(app.ready()).rejects.toThrow(/no role is declared for GET \/forgotten/);
  });
});
