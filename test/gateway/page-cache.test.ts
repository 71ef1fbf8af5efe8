import { describe, expect, it } from "vitest";
import { createPageCache } from "../../src/gateway/page-cache.ts";
import { anOpportunity, createFakeTime } from "./builders.ts";
import { gatewaysOfThisFile } from "./running.ts";
import { createMemoryStore } from "./start-gateway.ts";

const start = gatewaysOfThisFile();

function aCache(maxCharacters?: number) {
  const time = createFakeTime();
  const state = { revision: 1 as number | null, made: 0 };
  const bound = maxCharacters === undefined ? {} : { maxCharacters };
  const cache = createPageCache({ timers: time.timers, revision: () => state.revision, ...bound });
  const read = (address: string, text = "page") =>
    cache.read(address, async () => {
      state.made += 1;
      return `${text} ${state.made}`;
    });
  return { state, time, read, cache };
}

describe("pages that are asked for again", () => {
  it("are made once until the next write", async () => {
    const { state, read } = aCache();
    expect([await read("a"), await read("a"), await read("b")]).toEqual(["page 1", "page 1", "page 2"]);
    state.revision = 2;
    expect(await read("a")).toBe("page 3");
  });

  it("are made once for all who ask at the same time", async () => {
    const { read } = aCache();
    expect(await Promise.all([read("a"), read("a"), read("a")])).toEqual(["page 1", "page 1", "page 1"]);
  });

  it("are made anew each time while the storage does not work", async () => {
    const { state, read } = aCache();
    await read("a");
    state.revision = null;
    expect([await read("a"), await read("a")]).toEqual(["page 2", "page 3"]);
  });

  it("are forgotten after a moment, so that what another hand wrote is seen", async () => {
    const { time, read } = aCache();
    await read("a");
    time.advance(250);
    expect(await read("a")).toBe("page 2");
  });

  it("are forgotten where they are too much, and one that failed is not kept", async () => {
    const { read, cache, state } = aCache(20);
    await read("a", "x".repeat(30));
    expect(await read("a")).toBe("page 2");
    await expect(cache.read("c", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    state.made = 9;
    expect(await cache.read("c", async () => "there")).toBe("there");
  });

  it("are never one that a write overtook while it was being made", async () => {
    const { state, cache } = aCache();
    const gate = Promise.withResolvers<string>();
    const early = cache.read("a", () => gate.promise);
    state.revision = 2;
    expect(await cache.read("a", async () => "new")).toBe("new");
    gate.resolve("old");
    expect(await early).toBe("old");
    expect(await cache.read("a", async () => "newer")).toBe("new");
  });

  it("differ by everything in their address", async () => {
    const rows = [anOpportunity({ id: "one" }), anOpportunity({ id: "two", asset: "BTC-USD" })];
    const { app } = await start({ store: createMemoryStore(rows), revision: () => 7 });
    const ids = async (query: string) =>
      (await app.inject(`/api/v1/opportunities${query}`))
        .json()
        .opportunities.map(({ id }: { id: string }) => id);
    expect((await ids("")).sort()).toEqual(["one", "two"]);
    expect(await ids("?asset=BTC-USD")).toEqual(["two"]);
    expect(await ids("?limit=1")).toHaveLength(1);
    expect((await app.inject("/api/v1/opportunities?limit=x")).statusCode).toBe(422);
  });
});
