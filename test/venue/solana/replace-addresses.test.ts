import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Asset, MarketEvent } from "#model";
import { createJsonRpc, whyNotReplaced } from "#transport";
import { createSolanaFeed, tryAddresses, verifyPools } from "#venue/solana";
import { createFaultClock } from "../../../sim/faults/index.ts";
import { createHiddenMarket, driveMarket } from "../../../sim/market/index.ts";
import { type SolanaStandIn, startSolana } from "../../../sim/solana/index.ts";
import { eventually, realTime, recordingLog } from "../../support/fake-time.ts";

const shared = { clock: realTime, timers: realTime, random: Math.random };
const startedMs = performance.now();
const faults = createFaultClock({ faults: [] }, () => performance.now() - startedMs);
const disposers: (() => unknown)[] = [];
let node: SolanaStandIn;
let assets: readonly Asset[] = [];
const keyed = (urls: readonly string[], key: string): string[] =>
  urls.map((url) => `${url.replace(/\/$/, "")}/?api-key=${key}`);

beforeAll(async () => {
  const market = createHiddenMarket({ seed: 3, scenario: "calm", bases: ["SOL", "USDC"] });
  const driver = driveMarket(market);
  node = await startSolana({ market, assets: ["SOL"], seed: 3, slotMs: 80, faults, port: 0 });
  disposers.push(
    () => driver.stop(),
    () => node.stop(),
  );
  const { address, baseMint } = node.pools.SOL ?? { address: "", baseMint: "" };
  const quoteMint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
  assets = [{ name: "SOL-USD", base: "SOL", symbol: "solusd", pool: address, baseMint, quoteMint }];
});
afterAll(async () => {
  for (const close of disposers.reverse()) await close();
});

const trial = (key: string, change: Partial<Parameters<typeof tryAddresses>[0]> = {}) => {
  const log = recordingLog();
  const urls = { rpcUrls: keyed(node.rpcUrls, key), wsUrls: keyed(node.wsUrls, key) };
  return tryAddresses({
    ...{ ...shared, ...urls, log, assets, genesisHash: null, withinMs: 2_000, ...change },
  });
};

describe("addresses on trial", () => {
  it("are taken where every one of them answers, shows the pools and tells of slots", async () => {
    await trial("new");
  });

  it("are refused where the chain is another one", async () => {
    await expect(trial("new", { genesisHash: "another" })).rejects.toMatchObject({ code: "other-chain" });
  });

  it("are refused where a pool is not there", async () => {
    const elsewhere = assets.map((asset) => ({ ...asset, pool: asset.baseMint }));
    await expect(trial("new", { assets: elsewhere })).rejects.toMatchObject({ code: "other-pools" });
  });

  it("are refused, without the key in the words, where the key was taken back", async () => {
    faults.inject({ kind: "revoke-url-key", venue: "solana", key: "secret-key", atMs: 0, forMs: 0 });
    const refused = await trial("secret-key").catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: "RejectedError", code: "rpc-http-401" });
    expect(String(refused)).toMatch(/not allowed/);
    expect(String(refused)).not.toContain("secret-key");
    const onlySocket = await trial("new", { wsUrls: keyed(node.wsUrls, "secret-key") }).catch(String);
    expect(onlySocket).toMatch(/refuses the socket: HTTP 401/);
  });

  it("are refused where nobody listens", async () => {
    const nobody = { rpcUrls: ["http://127.0.0.1:1/?api-key=k"], withinMs: 400 };
    await expect(trial("new", nobody)).rejects.toMatchObject({ name: "ConnectivityError" });
    await expect(trial("new", { wsUrls: ["ws://127.0.0.1:1/?api-key=k"] })).rejects.toMatchObject({
      code: "ws-failed",
    });
  });
});

describe("a feed whose addresses are replaced", () => {
  it("voids its pools and streams again from the new ones, although the old key is taken back", async () => {
    const rpc = createJsonRpc({ urls: keyed(node.rpcUrls, "old"), ...shared });
    const { pools } = await verifyPools({ rpc, assets });
    const log = recordingLog();
    const options = { rpc, pools, wsUrls: keyed(node.wsUrls, "old"), pollMs: 500, ...shared, log };
    await using feed = createSolanaFeed(options);
    const events: MarketEvent[] = [];
    await feed.start((event) => events.push(event));
    const kinds = () => events.map((event) => event.kind);
    await eventually("the pool is live", () => kinds().includes("pool"));
    events.length = 0;
    faults.inject({ kind: "revoke-url-key", venue: "solana", key: "old", atMs: 0, forMs: 0 });
    await eventually("the socket is down", () => kinds().includes("connection"));
    rpc.replaceUrls(keyed(node.rpcUrls, "next"));
    feed.replaceWsUrls(keyed(node.wsUrls, "next"));
    await eventually("the pool is live again", () => kinds().includes("pool"));
    expect(events.find((event) => event.kind === "connection")).toMatchObject({ up: false });
    expect(rpc.health().every(({ failuresInRow }) => failuresInRow === 0)).toBe(true);
  });
});

describe("the places of addresses", () => {
  it.each([
    ["a new key in every place", ["a?1", "b?1"], ["a?2", "b?2"], null],
    ["one that stays where it is", ["a", "b"], ["a", "c"], null],
    ["one more", ["a"], ["a", "b"], "another number of addresses"],
    ["the same twice", ["a", "b"], ["c", "c"], "the same address more than once"],
    ["another order", ["a", "b"], ["b", "a"], "addresses in another order"],
  ])("%s: %j to %j", (_what, before, after, reason) => {
    expect(whyNotReplaced(before, after)).toBe(reason);
  });
});
