import { afterEach, describe, expect, it } from "vitest";
import { ConnectivityError, RejectedError } from "#model";
import type { GeminiClientOptions } from "#venue/gemini";
import { eventually, realTime } from "../../../support/fake-time.ts";
import { CREDENTIALS, FAST, startClient } from "./builders.ts";
import { type RestAnswer, ScriptedExchange } from "./scripted-exchange.ts";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

async function reading(options: Partial<GeminiClientOptions> = {}, ...answers: readonly RestAnswer[]) {
  const venue = await ScriptedExchange.open();
  let asked = 0;
  venue.rest = () => answers[Math.min(asked++, answers.length - 1)] ?? { body: "[]" };
  const started = startClient(venue, options);
  open.push(venue, started.client);
  return { venue, ...started };
}

const balances = (stamp: number | string, amount = '"1.5"'): RestAnswer => ({
  body: `[{"type":"exchange","currency":"usd","amount":${amount},"available":"1","_timestamp":${stamp}}]`,
});

const error = (status: number, reason: string): RestAnswer => ({
  status,
  body: `{"result":"error","reason":"${reason}","message":"as the venue says"}`,
});

describe("the account's balances", () => {
  it("are read exactly from numbers and strings, rounded down to 1e-18", async () => {
    const { client, venue } = await reading(
      {},
      {
        body: `[{"type":"exchange","currency":"SOL","amount":12345678.1234567890123456789,"available":"0.5"},
        {"type":"exchange","currency":"USD","amount":"-1e-19","available":1000},
        {"type":"custody","currency":"USD","amount":"7","available":"7"}]`,
      },
    );
    const account = await client.readAccount();
    expect(account).toMatchObject({
      venue: "gemini",
      gas: 0n,
      balances: [
        { asset: "SOL", total: 12345678_123456789012345678n, available: 500_000_000_000_000_000n },
        { asset: "USD", total: -1n, available: 1_000_000_000_000_000_000_000n },
      ],
    });
    expect(account.receivedNs).toBeGreaterThan(account.requestedNs);
    const [request] = venue.requests;
    expect([request?.path, request?.body]).toEqual(["/v1/balances", ""]);
    expect(request?.headers).toMatchObject({ "content-type": "text/plain", "content-length": "0" });
  });

  it("of an older reply than the last are refused as such", async () => {
    const { client } = await reading({}, balances(1000), balances(999), balances('"1000"'));
    await client.readAccount();
    await expect(client.readAccount()).rejects.toMatchObject({ code: "stale-reply" });
    await expect(client.readAccount()).resolves.toBeDefined();
  });

  it.each([
    ["an amount that is none", balances(1, '"many"')],
    ["no list", { body: "{}" }],
    ["no JSON", { body: "<html>" }],
    ["nothing", { body: "" }],
    ["a gateway's failure", { status: 502, body: "" }],
  ])("that come as %s are to be asked for again", async (_name, answer) => {
    const { client } = await reading({}, answer);
    await expect(client.readAccount()).rejects.toBeInstanceOf(ConnectivityError);
  });

  it("are refused in the venue's words where our clock is off by a minute", async () => {
    const clock = { ...realTime, epochMs: () => Date.now() - 60_000 };
    const { client, venue } = await reading({ clock }, error(400, "InvalidNonce"));
    const refusal = await client.readAccount().catch((caught: unknown) => caught);
    expect(refusal).toBeInstanceOf(RejectedError);
    expect(refusal).toMatchObject({
      code: "InvalidNonce",
      message: expect.stringContaining("as the venue says"),
    });
    expect(Number(venue.requests[0]?.nonce)).toBeLessThan(Date.now() / 1_000 - 59);
    expect(Math.abs((client.clockSkew().skewMs ?? 0) - 60_000)).toBeLessThan(2_000);
  });

  it("time out where the venue is silent", async () => {
    const { client, venue } = await reading({ limits: { ...FAST, restTimeoutMs: 50 } });
    venue.rest = () => new Promise(() => {});
    await expect(client.readAccount()).rejects.toMatchObject({ code: "http-timeout" });
  });
});

describe("the account's fees", () => {
  it.each([
    ['{"api_taker_fee_bps":35}', 3_500],
    ['{"api_taker_fee_bps":"120.5"}', 12_050],
    ['{"api_taker_fee_bps":3.333}', 334],
    ['{"api_taker_fee_bps":10,"fee_tier":{"tier":"a","api_taker_fee_bps":35}}', 3_500],
    ['{"fee_tier":{"tier":"a","api_taker_fee_bps":35}}', 3_500],
  ])("of %s are %i millionths", async (body, takerFeePpm) => {
    const { client, venue } = await reading({}, { body });
    expect(await client.readFeeTiers(["solusd", "btcusd"])).toEqual([
      { symbol: "solusd", takerFeePpm },
      { symbol: "btcusd", takerFeePpm },
    ]);
    expect(venue.requests.map(({ path, params }) => [path, params.symbol])).toEqual([
      ["/v1/notionalvolume", "solusd"],
      ["/v1/notionalvolume", "btcusd"],
    ]);
  });

  it("that the reply does not name are not guessed", async () => {
    const { client } = await reading({}, { body: '{"web_taker_fee_bps":10}' });
    await expect(client.readFeeTiers(["solusd"])).rejects.toBeInstanceOf(ConnectivityError);
  });
});

describe("private requests", () => {
  it("are answered one after the other, with nonces in seconds that rise", async () => {
    const { client, venue } = await reading();
    let running = 0;
    let most = 0;
    venue.rest = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return { body: "[]" };
    };
    await Promise.all(Array.from({ length: 12 }, () => client.readAccount()));
    const nonces = venue.requests.map(({ nonce }) => Number(nonce));
    expect(most).toBe(1);
    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => a - b));
    expect(nonces.every((nonce) => Math.abs(nonce - Date.now() / 1_000) < 30)).toBe(true);
  });

  it("stay below the venue's limit by our own budget", async () => {
    const { client, venue } = await reading({ limits: { ...FAST, restPerMinute: 1_200, restBurst: 3 } });
    await Promise.all(Array.from({ length: 7 }, () => client.readAccount()));
    const spanMs = (venue.requests[6]?.atMs ?? 0) - (venue.requests[0]?.atMs ?? 0);
    expect(spanMs).toBeGreaterThanOrEqual(3 * 50);
  });

  it("wait as long as a 429 asks for, and say what it was", async () => {
    const limited = { ...error(429, "RateLimit"), headers: { "retry-after": "0.2" } };
    const { client, venue } = await reading({}, limited, { body: "[]" });
    const refused = client.readAccount();
    const next = client.readAccount();
    await expect(refused).rejects.toMatchObject({ code: "RateLimit", name: "ConnectivityError" });
    await next;
    expect((venue.requests[1]?.atMs ?? 0) - (venue.requests[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(195);
    expect(client.stats().rest_rate_limited).toBe(1);
  });

  it("that wait when the client is disposed are refused, not left hanging", async () => {
    const { client, venue } = await reading();
    venue.rest = () => new Promise(() => {});
    const asked = [client.readAccount(), client.readAccount()].map((one) =>
      one.catch((caught: unknown) => caught),
    );
    await eventually("the first one", () => venue.requests.length === 1);
    await client[Symbol.asyncDispose]();
    for (const outcome of await Promise.all(asked)) expect(outcome).toBeInstanceOf(ConnectivityError);
    expect(venue.requests).toHaveLength(1);
  });

  it("include heartbeats only where the key requires them", async () => {
    const limits = { ...FAST, heartbeatMs: 20 };
    const beating = await reading(
      { limits, heartbeat: true },
      { body: '{"result":"ok"}' },
      { status: 500, body: "" },
    );
    await beating.client.start(beating.sink);
    await eventually(
      "heartbeats",
      () => beating.venue.paths().filter((path) => path === "/v1/heartbeat").length > 2,
    );
    expect(beating.lines("Gemini heartbeat failed").length).toBeGreaterThan(0);
    const quiet = await reading({ limits });
    await quiet.client.start(quiet.sink);
    await eventually("the socket is ready", () => quiet.client.ready());
    expect(quiet.venue.paths()).toEqual([]);
  });
});

describe("the venue's clock", () => {
  it("is compared with ours over the socket, more finely than by a header", async () => {
    const { client, venue, sink } = await reading();
    expect(client.clockSkew().skewMs).toBeNull();
    venue.skewMs = 7_000;
    await client.start(sink);
    await eventually("a measure", () => client.clockSkew().skewMs !== null);
    expect(Math.abs((client.clockSkew().skewMs ?? 0) - 7_000)).toBeLessThan(500);
    await client.readAccount();
    expect(Math.abs((client.clockSkew().skewMs ?? 0) - 7_000)).toBeLessThan(500);
  });
});

describe("secrets", () => {
  it("are in no log line, whatever the venue repeats", async () => {
    const body = `{"error":"InvalidApiKey","message":"${CREDENTIALS.apiKey} ${CREDENTIALS.apiSecret}"}`;
    const { client, log } = await reading({}, { status: 400, body });
    const refusal = await client.readAccount().catch((caught: unknown) => caught);
    expect(`${refusal}${JSON.stringify(log.lines)}`).not.toMatch(/conformance/);
  });
});
