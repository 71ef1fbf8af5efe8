import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConnectivityError, RejectedError } from "#model";
import { refusalKind, refusalKindOfWords, refusalOf } from "../../../../src/venue/gemini/trading/refusal.ts";
import { CAPTURES } from "../../../support/paths.ts";

const KEY = { apiKey: "account-key-1", apiSecret: "very-secret" };
const ERRORS = resolve(CAPTURES, "gemini/conformance/http/errors");

const refusal = (status: number, body: string) => refusalOf(status, body, "/v1/x", KEY);

describe("a refusal by the venue", () => {
  it.each([
    [
      400,
      '{"result":"error","reason":"InvalidNonce","message":"not within 30 seconds"}',
      RejectedError,
      "InvalidNonce",
    ],
    [403, '{"error":"MissingRole","message":"Trader required"}', RejectedError, "MissingRole"],
    [
      401,
      '{"result":"error","reason":"MissingApikeyHeader","message":"-"}',
      RejectedError,
      "MissingApikeyHeader",
    ],
    [
      406,
      '{"result":"error","reason":"InsufficientFunds","message":"-"}',
      RejectedError,
      "InsufficientFunds",
    ],
    [404, "", RejectedError, "http-404"],
    [404, "<html>gone</html>", RejectedError, "http-404"],
    [429, "", ConnectivityError, "RateLimit"],
    [
      429,
      '{"result":"error","reason":"Too Many Requests","message":"-"}',
      ConnectivityError,
      "Too Many Requests",
    ],
    [408, "", ConnectivityError, "http-408"],
    [500, "upstream unavailable", ConnectivityError, "http-500"],
    [503, '{"result":"error","reason":"Maintenance","message":"-"}', ConnectivityError, "Maintenance"],
  ])("of status %i and body %s has its type and code", (status, body, type, code) => {
    const error = refusal(status, body);
    expect(error).toBeInstanceOf(type);
    expect(error.code).toBe(code);
  });

  it("keeps the venue's words and the endpoint", () => {
    const body = '{"result":"error","reason":"InvalidNonce","message":"not within 30 seconds"}';
    expect(refusal(400, body).message).toBe("/v1/x: HTTP 400 InvalidNonce not within 30 seconds");
    expect(refusal(502, "bad gateway").message).toBe("/v1/x: HTTP 502 bad gateway");
  });

  it("never repeats key or secret", () => {
    const body = '{"error":"InvalidApiKey","message":"account-key-1 with very-secret is unknown"}';
    const { message } = refusal(400, body);
    expect(message).not.toMatch(/account-key-1|very-secret/);
    expect(message).toContain("InvalidApiKey");
  });

  it.each([
    ["InvalidSignature", "auth"],
    ["MissingRole", "auth"],
    ["ApiKeyIpFilteringFailure", "auth"],
    ["AcceptTermsRequired", "auth"],
    ["MustAccepTerms", "auth"],
    ["InvalidNonce", "clock"],
    ["InsufficientFunds", "money"],
    ["LimitPriceOffTick", "shape"],
    ["InvalidQuantity", "shape"],
    ["MarketClosed", "market"],
    ["MarketNotOpen", "market"],
    ["OrderNotFound", "not-found"],
    ["SomethingNew", "other"],
  ])("for %s is of the kind %s", (reason, kind) => {
    expect(refusalKind(reason)).toBe(kind);
  });

  it("is recognised within a sentence too", () => {
    expect(refusalKindOfWords("MissingRole: Trader required")).toBe("auth");
    expect(refusalKindOfWords("ImmediateOrCancelWouldPost")).toBe("other");
  });

  it.skipIf(!existsSync(ERRORS))("maps every published error case (needs ../shared/data)", () => {
    const kinds: Readonly<Record<string, string>> = {
      insufficient_funds: "money",
      invalid_nonce: "clock",
      market_closed: "market",
      missing_role: "auth",
      terms_required: "auth",
      order_not_found: "not-found",
      not_found: "other",
      rate_limited: "limit",
      service_error: "other",
    };
    const files = readdirSync(ERRORS);
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const { response, expect: wanted } = JSON.parse(readFileSync(join(ERRORS, file), "utf8"));
      const error = refusal(response.status, response.body);
      expect(refusalKind(error.code), file).toBe(kinds[wanted.kind]);
      if (wanted.reason !== undefined) expect(error.code).toBe(wanted.reason);
    }
  });
});
