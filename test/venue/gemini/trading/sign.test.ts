import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createRestNonce, socketNonce } from "../../../../src/venue/gemini/trading/nonce.ts";
import { restHeaders, upgradeHeaders } from "../../../../src/venue/gemini/trading/sign.ts";
import { CAPTURES } from "../../../support/paths.ts";

const CREDENTIALS = { apiKey: "conformance-api-key", apiSecret: "conformance-api-secret" };
const WIDE = resolve(CAPTURES, "gemini/conformance/http/hmac-requests/private-post-wide-integer.json");

function payloadOf(headers: Readonly<Record<string, string>>): string {
  return Buffer.from(headers["X-GEMINI-PAYLOAD"] ?? "", "base64").toString();
}

describe("the signature", () => {
  it("of a REST request is the golden one", () => {
    const params = {
      symbol: "BTCUSD",
      amount: "0.01",
      price: "1000.00",
      side: "buy",
      type: "exchange limit",
    };
    const headers = restHeaders("/v1/order/new", "1700000000000", params, CREDENTIALS);
    expect(headers).toMatchObject({
      "content-type": "text/plain",
      "cache-control": "no-cache",
      "X-GEMINI-APIKEY": "conformance-api-key",
      "X-GEMINI-SIGNATURE":
        "38857dab833cca0b03cf264fe5326cf0112512a5fb05dba7e35633ce703b2ced38a6401e026c1e510b32a9e92d70e724",
    });
  });

  it("of a socket's upgrade is the golden one", () => {
    expect(upgradeHeaders("1700000000", CREDENTIALS)).toEqual({
      "X-GEMINI-APIKEY": "conformance-api-key",
      "X-GEMINI-NONCE": "1700000000",
      "X-GEMINI-PAYLOAD": "MTcwMDAwMDAwMA==",
      "X-GEMINI-SIGNATURE":
        "7f81f96295cafbec4e74bbc30cf54015d665b73a49bec7f7f310f52ed6271f92f86103c32ef8e72bb32da21a811446fe",
    });
  });

  it("covers order ids as bare integers with every digit", () => {
    const headers = restHeaders(
      "/v1/order/status",
      "1700000000002",
      { order_id: 9007199254740993n },
      CREDENTIALS,
    );
    expect(payloadOf(headers)).toBe(
      '{"request":"/v1/order/status","nonce":"1700000000002","order_id":9007199254740993}',
    );
  });

  it.skipIf(!existsSync(WIDE))("agrees with the published wide integer (needs ../shared/data)", () => {
    const digits = /"order_id": (\d+)/.exec(readFileSync(WIDE, "utf8"))?.[1] ?? "";
    const headers = restHeaders(
      "/v1/order/status",
      "1700000000002",
      { order_id: BigInt(digits) },
      CREDENTIALS,
    );
    expect(payloadOf(headers)).toContain(`"order_id":${digits}}`);
  });
});

describe("the nonce", () => {
  it("of REST is in seconds and rises even within one millisecond", () => {
    const nonce = createRestNonce(() => 1_790_000_000_123);
    expect([nonce(), nonce(), nonce()]).toEqual([
      "1790000000.123000",
      "1790000000.123001",
      "1790000000.123002",
    ]);
  });

  it("goes on rising over a clock that slips back a little, and follows one that was set", () => {
    let nowMs = 1_790_000_000_500;
    const nonce = createRestNonce(() => nowMs);
    nonce();
    nowMs -= 400;
    expect(nonce()).toBe("1790000000.500001");
    nowMs -= 60_000;
    expect(nonce()).toBe("1789999940.100000");
  });

  it("of the socket is whole seconds", () => {
    expect(socketNonce(1_790_000_000_999)).toBe("1790000000");
  });
});
