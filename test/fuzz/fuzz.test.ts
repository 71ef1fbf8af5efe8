import { afterEach, describe, expect, it } from "vitest";
import type { GatewayDeps } from "#gateway";
import { createTestAccess } from "../gateway/access-in-memory.ts";
import { anOpportunity, aStatus, aTrade, aWindow, createFakeTime } from "../gateway/builders.ts";
import { createAwayTrades, createMemoryTrades } from "../gateway/memory-trades.ts";
import { createAwayStore, createMemoryStore, startGateway } from "../gateway/start-gateway.ts";
import { createCast } from "./cast.ts";
import { runFuzz } from "./run-fuzz.ts";

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** A gateway on a real port, with users and a few rows, and what came of so many requests. */
async function fuzz(requests: number, changes: Partial<GatewayDeps> = {}) {
  const { access } = await createTestAccess(createFakeTime().clock);
  const opportunities = Array.from({ length: 3 }, (_, n) =>
    anOpportunity({ id: `opp-${n}`, openedAtMs: n * 1_000 }),
  );
  const trades = Array.from({ length: 3 }, (_, n) => aTrade({ id: `trade-${n}`, openedAtMs: n * 1_000 }));
  const { gateway, log } = await startGateway({
    ...{ access, rateLimitPerMin: 0, allowedOrigins: [] },
    ...{ store: createMemoryStore(opportunities, [aWindow()]), trades: createMemoryTrades(trades) },
    ...changes,
  });
  endings.push(() => gateway.close());
  const cast = await createCast(access);
  const options = { seed: 45, requests, cast, isRunning: () => true, say: () => {} };
  return { ...(await runFuzz({ port: await gateway.listen(), ...options })), log };
}

describe("every route, fuzzed from its own document", () => {
  it("answers as it is documented, whatever it is sent", async () => {
    const { report, findings } = await fuzz(2_000);
    expect(findings).toEqual([]);
    expect(report).toMatchObject({ ok: true, crashed: false, requests: 2_000 });
    // Nothing was proven where nobody got in, where nothing was refused, or where a route was never reached.
    for (const status of [101, 200, 401, 403, 404, 415, 422, 426])
      expect(report.statuses).toHaveProperty(String(status));
    // These need more luck, or more time, than a short run has; the long one names them as well.
    const rare = ["acceptDrift", "refreshSession", "resolveTrade", "startLiveTrading"];
    expect(rare).toEqual(expect.arrayContaining([...report.never_succeeded]));
  });

  it("says 503 with the documented body while both stores are away", async () => {
    const { report, findings } = await fuzz(300, { store: createAwayStore(), trades: createAwayTrades() });
    expect(findings).toEqual([]);
    expect(report.statuses[503]).toBeGreaterThan(10);
  });

  it("finds an answer with a wrong field, and says how to ask for it again", async () => {
    const status = () => ({ ...aStatus(), version: 7 as unknown as string });
    const { report, findings } = await fuzz(200, { status });
    expect(report).toMatchObject({ ok: false, schema_breaks: findings.length });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]?.what).toContain("/version must be string");
    expect(findings[0]?.curl).toMatch(/^curl .* 'http:\/\/127\.0\.0\.1:\d+\/api\/v1\/status/);
  });

  it("finds a handler that fails", async () => {
    const inventory = () => {
      throw new Error("a mistake");
    };
    const { report, findings } = await fuzz(200, { inventory });
    expect(report.server_errors).toBe(findings.length);
    expect(new Set(findings.map(({ operation }) => operation))).toEqual(new Set(["getInventory"]));
  });
});
