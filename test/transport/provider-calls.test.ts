import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createProviderCalls } from "#transport";
import { FakeTime } from "../support/fake-time.ts";

type Script = Readonly<Record<string, () => Response>>;

/** Calls over a made-up network, which notes who was asked. */
function providers(script: Script, urls: readonly string[] = Object.keys(script)) {
  const asked: string[] = [];
  const time = new FakeTime();
  const calls = createProviderCalls({
    urls,
    clock: time,
    timers: time,
    random: () => 0.5,
    fetch: async (url) => {
      asked.push(url);
      return script[url]?.() ?? new Response("", { status: 500 });
    },
  });
  const ask = (provider: number) => calls.ask(provider, "getSlot", [], z.int());
  return { calls, asked, time, ask };
}

let nextId = 0;
const result = (value: unknown) => () => Response.json({ jsonrpc: "2.0", id: nextId, result: value });
const ids = (ask: (provider: number) => Promise<unknown>) => (provider: number) => {
  nextId += 1;
  return ask(provider);
};

describe("calls to single providers", () => {
  it("go to the one that is named and to no other, in the turn in which they are made", async () => {
    nextId = 0;
    const { ask, asked } = providers({ "http://a": result(1), "http://b": result(2) });
    const answer = ids(ask)(1);
    expect(asked).toEqual(["http://b"]);
    expect(await answer).toEqual({ kind: "answered", value: 2 });
  });

  it("count an address once that is given twice", () => {
    const { calls } = providers({ "http://a/?key=x": result(1) }, ["http://a/?key=x", "http://a/?key=x"]);
    expect(calls.names).toEqual(["http://a"]);
  });

  it("are not repeated, and tell a refusal from a failure", async () => {
    const error = { code: -32_602, message: "no" };
    const { ask, asked } = providers({
      "http://a": () => Response.json({ jsonrpc: "2.0", id: null, error }),
      "http://b": () => new Response("busy", { status: 503 }),
    });
    expect(await ask(0)).toMatchObject({ kind: "rejected", error: { code: "rpc-32602" } });
    expect(await ask(1)).toMatchObject({ kind: "failed", error: { code: "rpc-http-503" } });
    expect(asked).toEqual(["http://a", "http://b"]);
  });

  it("leave a provider alone that asked for it, while others are asked", async () => {
    nextId = 0;
    const busy = () => new Response("slow down", { status: 429, headers: { "retry-after": "2" } });
    const { ask, asked, time } = providers({ "http://a": busy, "http://b": result(2) });
    const call = ids(ask);
    expect(await call(0)).toMatchObject({ kind: "failed", error: { code: "rpc-rate-limited" } });
    expect(await ask(0)).toMatchObject({ kind: "failed", error: { code: "rpc-resting" } });
    expect(await call(1)).toEqual({ kind: "answered", value: 2 });
    expect(asked).toEqual(["http://a", "http://b"]);
    time.advance(2_500);
    await call(0);
    expect(asked).toEqual(["http://a", "http://b", "http://a"]);
  });
});
