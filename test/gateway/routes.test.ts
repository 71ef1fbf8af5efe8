import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { GatewayDeps } from "#gateway";
import { ConnectivityError, RejectedError } from "#model";
import { errorBody, injected, opportunity, opportunityDetail, opportunityPage, status, window } from "#wire";
import { anOpportunity, aStatus, aWindow } from "./builders.ts";
import { createAwayTrades } from "./memory-trades.ts";
import { createAwayStore, createMemoryStore, startGateway, type TestGateway } from "./start-gateway.ts";

const running: TestGateway[] = [];
async function start(changes: Partial<GatewayDeps> = {}): Promise<TestGateway> {
  const started = await startGateway(changes);
  running.push(started);
  return started;
}
afterEach(async () => {
  for (const { gateway } of running.splice(0)) await gateway.close();
});

const five = [1, 2, 3, 4, 5].map((index) =>
  anOpportunity({
    id: `opp-${index}`,
    openedAtMs: index * 1_000,
    asset: index === 5 ? "ETH-USD" : "SOL-USD",
    direction: index === 4 ? "dex_to_cex" : "cex_to_dex",
    spreadPct: BigInt(index) * 1_000_000n,
  }),
);

describe("GET /api/v1/status", () => {
  it("answers the computed state", async () => {
    const { app } = await start();
    const answer = await app.inject("/api/v1/status");
    expect(answer.statusCode).toBe(200);
    expect(status.parse(answer.json())).toEqual(aStatus());
  });

  it("is computed anew in each turn of the loop", async () => {
    let calls = 0;
    const { app } = await start({
      status: () => {
        calls += 1;
        return aStatus({ evaluations: calls });
      },
    });
    expect((await app.inject("/api/v1/status")).json().evaluations).toBe(1);
    // Within one turn of the loop all are answered from the same look; the next turn looks again.
    await new Promise((resolve) => setImmediate(resolve));
    expect((await app.inject("/api/v1/status")).json().evaluations).toBe(2);
  });

  it("answers 503 with the same body when unhealthy, 200 when degraded", async () => {
    const unhealthy = aStatus({ status: "unhealthy" });
    const { app } = await start({ status: () => unhealthy });
    const answer = await app.inject("/api/v1/status");
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual(unhealthy);
    const degraded = await start({ status: () => aStatus({ status: "degraded" }) });
    expect((await degraded.app.inject("/api/v1/status")).statusCode).toBe(200);
  });
});

describe("GET /api/v1/opportunities", () => {
  it("pages through all of them, newest first, by its own cursor", async () => {
    const { app } = await start({ store: createMemoryStore(five) });
    const ids: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const answer = await app.inject(
        `/api/v1/opportunities?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      const page = opportunityPage.parse(answer.json());
      ids.push(...page.opportunities.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(ids).toEqual(["opp-5", "opp-4", "opp-3", "opp-2", "opp-1"]);
  });

  it("takes a long page in pieces of a hundred rows, without a seam", async () => {
    const many = Array.from({ length: 450 }, (_, index) =>
      anOpportunity({ id: `m-${index}`, openedAtMs: index }),
    );
    const store = createMemoryStore(many);
    const limits: number[] = [];
    const { app } = await start({
      store: {
        ...store,
        listOpportunities(query) {
          limits.push(query.limit);
          return store.listOpportunities(query);
        },
      },
    });
    const page = opportunityPage.parse((await app.inject("/api/v1/opportunities?limit=350")).json());
    expect(limits).toEqual([100, 100, 100, 50]);
    expect(page.opportunities.map(({ id }) => id)).toEqual(
      Array.from({ length: 350 }, (_, index) => `m-${449 - index}`),
    );
    const rest = await app.inject(`/api/v1/opportunities?limit=350&cursor=${page.next_cursor}`);
    expect(opportunityPage.parse(rest.json())).toMatchObject({
      next_cursor: null,
      opportunities: { length: 100 },
    });
  });

  it("answers an empty list, never an error, where there is none", async () => {
    const { app } = await start();
    const answer = await app.inject("/api/v1/opportunities");
    expect(answer.json()).toEqual({ opportunities: [], next_cursor: null });
  });

  it.each([
    ["asset=ETH-USD", ["opp-5"]],
    ["direction=dex_to_cex", ["opp-4"]],
    ["min_spread_pct=3.0000001", ["opp-5", "opp-4"]],
    ["min_spread_pct=2&asset=SOL-USD&direction=cex_to_dex", ["opp-3", "opp-2"]],
  ])("filters by %s", async (query, ids) => {
    const { app } = await start({ store: createMemoryStore(five) });
    const page = opportunityPage.parse((await app.inject(`/api/v1/opportunities?${query}`)).json());
    expect(page.opportunities.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    "limit=0",
    "limit=1001",
    "limit=ten",
    "direction=sideways",
    "min_spread_pct=NaN",
    "cursor=garbage",
    `cursor=${Buffer.from("12.").toString("base64url")}`,
    `cursor=${Buffer.from("-5.opp-1").toString("base64url")}`,
  ])("answers 422 to %s", async (query) => {
    const { app } = await start({ store: createMemoryStore(five) });
    const answer = await app.inject(`/api/v1/opportunities?${query}`);
    expect(answer.statusCode).toBe(422);
    errorBody.parse(answer.json());
  });

  it("names the field of an invalid query", async () => {
    const { app } = await start();
    const { detail } = (await app.inject("/api/v1/opportunities?limit=0")).json();
    expect(detail).toEqual([{ loc: ["query", "limit"], msg: expect.any(String), type: "too_small" }]);
  });

  it("shows money as exact decimal text and times in UTC", async () => {
    const { app } = await start({ store: createMemoryStore([anOpportunity()]) });
    const shown = opportunity.parse((await app.inject("/api/v1/opportunities/opp-1")).json());
    expect(shown).toMatchObject({
      cex_price: "83.405",
      dex_price: "85.000000001",
      spread_pct: "1.912355",
      size: "11.5",
      predicted_pnl_usd: "4.914000001",
      costs: { impact_usd: "0.000000123", network_usd: "0" },
      timestamp: "2026-01-02T03:04:05.678Z",
      closed_at: null,
      detection_latency_ms: 0.04321,
    });
  });

  it("shows the depth of both sides in the detail, null where none was kept, and never in the list", async () => {
    const depth = {
      book: [{ size: 4_200_000_000n, price: 83_405_000_000n }],
      pool: [{ size: 1_916_666_666n, price: 85_000_000_001n }],
    };
    const rows = [anOpportunity({ depth }), anOpportunity({ id: "opp-2", isInjected: true })];
    const { app } = await start({ store: createMemoryStore(rows) });
    const shown = async (id: string) =>
      opportunityDetail.parse((await app.inject(`/api/v1/opportunities/${id}`)).json()).depth;
    expect(await shown("opp-1")).toEqual({
      book: [{ size: "4.2", price: "83.405" }],
      pool: [{ size: "1.916666666", price: "85.000000001" }],
    });
    expect(await shown("opp-2")).toBeNull();
    expect((await app.inject("/api/v1/opportunities")).body).not.toContain("depth");
  });

  it("answers 404 to an unknown id", async () => {
    const { app } = await start();
    const answer = await app.inject("/api/v1/opportunities/none");
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({ detail: "no opportunity none" });
  });
});

describe("GET /api/v1/windows", () => {
  it("answers a bare array with mean and dominant direction", async () => {
    const { app } = await start({ store: createMemoryStore([], [aWindow()]) });
    const windows = z.array(window).parse((await app.inject("/api/v1/windows")).json());
    expect(windows).toMatchObject([
      {
        id: "win-1",
        dominant_direction: "dex_to_cex",
        mean_predicted_pnl_pct: "0.333333",
        total_pnl_usd: "0",
      },
    ]);
  });

  it("refuses a limit out of range", async () => {
    const { app } = await start();
    expect((await app.inject("/api/v1/windows?limit=1001")).statusCode).toBe(422);
  });
});

describe("without storage", () => {
  it.each([
    ["null", null],
    ["failing", createAwayStore()],
  ])("every route that needs it answers 503 `Database not initialized` (%s)", async (_name, store) => {
    const { app, log } = await start({
      ...{ store, trades: store === null ? null : createAwayTrades() },
      listAudit: () => Promise.reject(new ConnectivityError("storage-away", "disk gone")),
    });
    for (const url of [
      "/api/v1/opportunities",
      "/api/v1/opportunities/x",
      "/api/v1/windows",
      "/api/v1/trades",
      "/api/v1/trades/x",
      "/api/v1/trades/export",
      "/api/v1/audit",
    ]) {
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toEqual({ detail: "Database not initialized" });
    }
    // Repeating it seven times within a moment helps nobody.
    expect(log.lines).toEqual([{ level: "WARNING", event: "Database not initialized", fields: {} }]);
    expect((await app.inject("/api/v1/status")).statusCode).toBe(200);
  });
});

describe("POST /api/v1/test/inject-opportunity", () => {
  const url = "/api/v1/test/inject-opportunity";

  it.each([
    ["nothing at all", {}],
    ["a JSON content type and no body", { headers: { "content-type": "application/json" }, payload: "" }],
    [
      "a form content type and no body",
      { headers: { "content-type": "application/x-www-form-urlencoded" }, payload: "" },
    ],
    ["an ignored JSON body", { payload: {} }],
  ])("works with %s", async (_name, options) => {
    const { app } = await start();
    const answer = await app.inject({ method: "POST", url: `${url}?spread_pct=3.0`, ...options });
    expect(answer.statusCode).toBe(200);
    const body = injected.parse(answer.json());
    expect(body.note).toBe("completed on paper");
    expect(body.opportunity).toMatchObject({ spread_pct: "3", direction: "cex_to_dex", is_injected: true });
  });

  it.each([
    "spread_pct=50.1",
    "spread_pct=-1",
    "spread_pct=abc",
    "spread_pct=1.0000001",
    "direction=up",
    "asset=XYZ-USD",
  ])("answers 422 to %s", async (query) => {
    const { app } = await start();
    const answer = await app.inject({ method: "POST", url: `${url}?${query}` });
    expect(answer.statusCode).toBe(422);
    errorBody.parse(answer.json());
  });

  it("says which field is wrong and what it should be", async () => {
    const { app } = await start();
    const answer = await app.inject({ method: "POST", url: `${url}?spread_pct=1.23456789` });
    expect(answer.json().detail).toMatchObject([
      { loc: ["query", "spread_pct"], msg: "a decimal number from 0 to 50 with at most six decimals" },
    ]);
  });

  it("is refused in live mode", async () => {
    const { app } = await start({
      mode: "live",
      inject: () => {
        throw new Error("must not be reached");
      },
    });
    const answer = await app.inject({ method: "POST", url });
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toContain("live");
  });

  it("passes a refusal on as 409", async () => {
    const { app } = await start({ inject: () => Promise.reject(new RejectedError("busy", "not now")) });
    const answer = await app.inject({ method: "POST", url });
    expect([answer.statusCode, answer.json()]).toEqual([409, { detail: "not now" }]);
  });
});

describe("every error", () => {
  it("has the same form for an unknown route and a malformed address", async () => {
    const { app } = await start();
    const unknown = await app.inject("/api/v1/nothing?x=1");
    expect([unknown.statusCode, unknown.json()]).toEqual([
      404,
      { detail: "no such route: GET /api/v1/nothing" },
    ]);
    const malformed = await app.inject("/api/%zz");
    expect([malformed.statusCode, malformed.json()]).toEqual([422, { detail: "malformed address" }]);
  });

  it("answers 422 to malformed JSON, 415 to another kind of body, 413 to a huge one", async () => {
    const { app } = await start();
    const patch = (type: string, payload: string) =>
      app.inject({ method: "PATCH", url: "/api/v1/risk", headers: { "content-type": type }, payload });
    const codes = [
      await patch("application/json", '{"min_spread_pct":'),
      await patch("application/json", '{"__proto__":{"a":1}}'),
      await patch("text/xml", "<a/>"),
      await patch("application/json", `{"min_spread_pct":"${"1".repeat(70_000)}"}`),
    ].map((answer) => {
      errorBody.parse(answer.json());
      return answer.statusCode;
    });
    expect(codes).toEqual([422, 422, 415, 413]);
  });

  it("hides what broke inside, and logs it", async () => {
    const { app, log } = await start({
      inject: () => {
        throw new Error("secret detail");
      },
    });
    const answer = await app.inject({ method: "POST", url: "/api/v1/test/inject-opportunity" });
    expect([answer.statusCode, answer.json()]).toEqual([500, { detail: "Internal error" }]);
    expect(log.lines.at(-1)).toMatchObject({ level: "ERROR", fields: { error: "Error: secret detail" } });
  });

  it("answers 429 with Retry-After to a flood, on that route alone", async () => {
    const { app } = await start();
    const flood = { method: "POST", url: "/api/v1/test/inject-opportunity" } as const;
    for (let index = 0; index < 120; index += 1) expect((await app.inject(flood)).statusCode).toBe(200);
    const answer = await app.inject(flood);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    errorBody.parse(answer.json());
    const codes = new Set<number>();
    for (let index = 0; index < 601; index += 1) codes.add((await app.inject("/api/v1/windows")).statusCode);
    expect([...codes]).toEqual([200, 429]);
    for (const url of ["/api/v1/status", "/api/metrics", "/api/v1/opportunities"]) {
      expect((await app.inject(url)).statusCode).toBe(200);
    }
  });
});

describe("a browser", () => {
  const post = (headers: Record<string, string>) =>
    ({ method: "POST", url: "/api/v1/test/inject-opportunity", headers }) as const;

  it("of a strange origin may change nothing", async () => {
    const { app } = await start();
    expect((await app.inject(post({ origin: "http://evil.example" }))).statusCode).toBe(403);
    expect((await app.inject(post({ origin: "null" }))).statusCode).toBe(403);
  });

  it("of an allowed or the same origin may", async () => {
    const { app } = await start();
    const allowed = await app.inject(post({ origin: "http://localhost:3000" }));
    expect(allowed.statusCode).toBe(200);
    expect(allowed.headers["access-control-allow-origin"]).toBe("http://localhost:3000");
    const same = await app.inject(post({ origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }));
    expect(same.statusCode).toBe(200);
    expect(same.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("is told a policy that lets data do nothing, and no strict transport on plain HTTP", async () => {
    const { app } = await start();
    const { headers } = await app.inject("/api/v1/status");
    expect(headers["content-security-policy"]).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["strict-transport-security"]).toBeUndefined();
  });
});

describe("a port in use", () => {
  it("is one line that names PORT", async () => {
    const first = await start();
    const port = await first.gateway.listen();
    const second = await start({ port });
    const refusal = await second.gateway.listen().catch((error: Error) => error);
    expect(refusal).toMatchObject({
      name: "ConfigError",
      message: `PORT: cannot listen on 127.0.0.1:${port} (the port is in use)`,
    });
  });
});
