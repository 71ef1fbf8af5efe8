import { beforeAll, describe, expect, it } from "vitest";
import { aTrade } from "../gateway/builders.ts";
import { createMemoryTrades } from "../gateway/memory-trades.ts";
import { startGateway } from "../gateway/start-gateway.ts";
import { type OpenApi, type Operation, operationsOf } from "./document.ts";
import { judge } from "./judge.ts";
import { drawPlan, type Plan } from "./plan.ts";
import type { Request } from "./request.ts";
import { createSchemas } from "./schemas.ts";

let document: OpenApi;
let page: { trades: Record<string, unknown>[] };
beforeAll(async () => {
  const started = await startGateway({ trades: createMemoryTrades([aTrade()]) });
  document = (await started.app.inject("/openapi.json")).json();
  page = (await started.app.inject("/api/v1/trades")).json();
  await started.gateway.close();
});

const JSON_TYPE = "application/json; charset=utf-8";

/** The verdict on an answer to a plain call of an operation. */
function verdictOn(
  id: string,
  {
    status = 200,
    body = "" as unknown,
    contentType = JSON_TYPE,
    isGood = true,
    sent = null as string | null,
    ...plan
  }: {
    status?: number;
    body?: unknown;
    contentType?: string;
    isGood?: boolean;
    sent?: string | null;
    query?: Plan["query"];
  },
) {
  const operation = operationsOf(document).find((one) => one.id === id) as Operation;
  const { method, path: target } = operation;
  const request: Request = {
    ...{ method, target, headers: {}, from: "127.0.0.1", isUnreadable: false },
    body: sent === null ? null : Buffer.from(sent),
  };
  const asked: Plan = {
    ...{ index: 0, operation, method, who: "admin-key", address: 1, path: {}, query: [], headers: {} },
    body: { kind: "none" },
    ...plan,
  };
  const answer = {
    status,
    contentType,
    text: typeof body === "string" ? body : JSON.stringify(body),
    failure: null,
  };
  return judge({ plan: asked, request, isGood }, answer, createSchemas(document))?.fault ?? null;
}

describe("the judge of answers", () => {
  it("has nothing against what a gateway answers", () => {
    expect(verdictOn("listTrades", { body: page })).toBeNull();
    expect(verdictOn("listTrades", { status: 503, body: { detail: "Database not initialized" } })).toBeNull();
  });

  it.each([
    ["of another type", { latency_ms: "1250" }],
    ["of money as a number", { pnl_usd: 2.5 }],
    ["of money in another notation", { pnl_usd: "2.5e3" }],
    ["of a state that is none", { status: "lost" }],
    ["of a time that is none", { timestamp: "yesterday" }],
    ["that is null and may not be", { asset: null }],
    ["that nobody documented", { password_hash: "x" }],
    ["that is missing", { asset: undefined }],
  ])("finds a field %s", (_, change) => {
    const trades = [{ ...page.trades[0], ...change }];
    expect(verdictOn("listTrades", { body: { ...page, trades } })).toBe("schema_break");
  });

  it("finds an error in another form, an answer of another type and one that is no JSON", () => {
    expect(verdictOn("listTrades", { status: 422, body: { error: "no" } })).toBe("schema_break");
    expect(verdictOn("listTrades", { body: page, contentType: "text/html" })).toBe("schema_break");
    expect(verdictOn("listTrades", { body: "{" })).toBe("schema_break");
  });

  it("finds statuses that are not documented, and 5xx before all", () => {
    expect(verdictOn("listTrades", { status: 409, body: { detail: "x" } })).toBe("undocumented");
    expect(verdictOn("listTrades", { status: 500, body: { detail: "Internal error" } })).toBe("server_error");
    expect(verdictOn("getMetrics", { status: 503, body: { detail: "x" } })).toBe("server_error");
  });

  it("finds success for nobody, and for what the document forbids", () => {
    const accepted = { status: "drift_accepted", accepted_by: "ada" };
    expect(verdictOn("listTrades", { body: page, isGood: false })).toBe("let_in");
    expect(verdictOn("listTrades", { body: page, query: [["limit", "0"]] })).toBe("accepted_invalid");
    expect(verdictOn("acceptDrift", { body: accepted, sent: '{"reason":"x"}' })).toBeNull();
    expect(verdictOn("acceptDrift", { body: accepted, sent: '{"reason":7}' })).toBe("accepted_invalid");
    expect(verdictOn("acceptDrift", { body: accepted })).toBe("accepted_invalid");
  });
});

describe("a seed", () => {
  const drawn = (seed: number) => {
    const operations = operationsOf(document);
    return JSON.stringify(
      Array.from({ length: 300 }, (_, index) => drawPlan(document, operations, seed, index)),
    );
  };
  it("draws the same requests again, and another seed draws others", () => {
    expect(drawn(7)).toBe(drawn(7));
    expect(drawn(8)).not.toBe(drawn(7));
  });
});
