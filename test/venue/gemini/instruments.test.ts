import { describe, expect, it } from "vitest";
import { formatSteps } from "#model";
import { fetchInstrument, fetchInstruments, fetchSymbols } from "#venue/gemini";
import { FakeTime, recordingLog } from "../../support/fake-time.ts";

const BTC =
  '{"symbol":"BTCUSD","quote_currency":"USD","tick_size":1E-8,"quote_increment":0.01,"min_order_size":"0.00001","status":"open","wrap_enabled":false,"product_type":"spot","base_currency":"BTC"}';

type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };

function venue(...replies: readonly (Reply | Error)[]) {
  const time = new FakeTime();
  const asked: string[] = [];
  const options = {
    baseUrl: "https://api.gemini.com",
    timers: time,
    log: recordingLog(),
    fetch: async (url: string): Promise<Response> => {
      const reply = replies[Math.min(asked.length, replies.length - 1)];
      asked.push(url);
      if (reply === undefined || reply instanceof Error) throw reply ?? new Error("nothing");
      return new Response(reply.body, { status: reply.status, headers: reply.headers ?? {} });
    },
  };
  return { time, asked, options };
}

/** Turns the clock until the promise is settled. */
async function turning<T>(time: FakeTime, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = promise.finally(() => {
    isSettled = true;
  });
  settled.catch(() => {});
  while (!isSettled) {
    await new Promise((resolve) => setImmediate(resolve));
    time.advance(100);
  }
  return settled;
}

describe("instruments", () => {
  it("are read with both steps exact, the venue's tick being our lot", async () => {
    const { options, asked } = venue({ status: 200, body: BTC });
    const answer = await fetchInstrument("BTCUSD", options);
    expect(asked).toEqual(["https://api.gemini.com/v1/symbols/details/btcusd"]);
    expect(answer).toMatchObject({
      kind: "listed",
      instrument: { symbol: "btcusd", base: "BTC", quote: "USD", minLots: 1000, open: true },
    });
    if (answer.kind !== "listed") return;
    expect(formatSteps(1, answer.instrument.lotSize)).toBe("0.00000001");
    expect(formatSteps(1, answer.instrument.tickSize)).toBe("0.01");
  });

  it.each([
    ["open", true],
    ["limit_only", true],
    ["post_only", false],
    ["cancel_only", false],
    ["closed", false],
  ])("with status %s take orders: %s", async (status, open) => {
    const answer = await fetchInstrument(
      "btcusd",
      venue({ status: 200, body: BTC.replace("open", status) }).options,
    );
    expect(answer).toMatchObject({ instrument: { open } });
  });

  it("round the minimum up to whole lots", async () => {
    const body = BTC.replace("1E-8", "0.001").replace("0.00001", "0.0011");
    expect(await fetchInstrument("btcusd", venue({ status: 200, body }).options)).toMatchObject({
      instrument: { minLots: 2 },
    });
  });

  it("that the venue does not know are unlisted, the others are read", async () => {
    const unknown = { status: 400, body: '{"result":"error","reason":"InvalidSymbol","message":"no"}' };
    const answers = await fetchInstruments(
      ["nosuch", "btcusd"],
      venue(unknown, { status: 200, body: BTC }).options,
    );
    expect(answers.map(({ kind }) => kind)).toEqual(["unlisted", "listed"]);
    expect(answers[0]).toEqual({ kind: "unlisted", symbol: "nosuch", reason: "InvalidSymbol" });
  });

  it.each([
    ["a step of zero", BTC.replace("1E-8", "0")],
    ["a negative step", BTC.replace("0.01", "-0.01")],
    ["a step that is missing", BTC.replace('"tick_size":1E-8,', "")],
    ["another symbol", BTC.replace("BTCUSD", "ETHUSD")],
    ["no object", "[]"],
    ["no JSON", "<html>"],
  ])("with %s are rejected", async (_name, body) => {
    await expect(fetchInstrument("btcusd", venue({ status: 200, body }).options)).rejects.toThrow();
  });

  it("wait as long as the venue says after 429, and with back-off after errors", async () => {
    const { options, time, asked } = venue(
      { status: 429, body: "", headers: { "retry-after": "7" } },
      { status: 500, body: "oops" },
      new TypeError("fetch failed"),
      { status: 200, body: '["btcusd","SOLUSD"]' },
    );
    expect(await turning(time, fetchSymbols(options))).toEqual(["btcusd", "solusd"]);
    expect(asked).toHaveLength(4);
    expect(options.log.lines.map(({ fields }) => fields.wait_ms)).toEqual([7_000, 1_000, 2_000]);
    expect(time.pendingCount).toBe(0);
  });

  it("give up with a connectivity error after six tries, or at once when stopped", async () => {
    const down = venue({ status: 503, body: "" });
    await expect(turning(down.time, fetchSymbols(down.options))).rejects.toMatchObject({
      code: "gemini-rest",
    });
    expect(down.asked).toHaveLength(6);
    const stop = new AbortController();
    const stopped = venue({ status: 503, body: "" });
    const waiting = fetchSymbols({ ...stopped.options, signal: stop.signal });
    stop.abort();
    await expect(turning(stopped.time, waiting)).rejects.toThrow();
    expect(stopped.time.pendingCount).toBe(0);
  });
});
