import { describe, expect, it } from "vitest";
import { eventually } from "../../support/fake-time.ts";
import { oracle, TOKEN_PROGRAM, tickArray, whirlpool } from "./account-builders.ts";
import { FeedHarness } from "./feed-harness.ts";
import { ScriptedNode } from "./scripted-node.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("the Solana feed", () => {
  it("emits a pool only after every subscription was answered, the stream moved and all was read", async () => {
    await using harness = await FeedHarness.start();
    await eventually("everything is subscribed", () => harness.stat("subscriptions") === 14);
    await pause(30);
    expect(harness.node.calls).toEqual([]);
    harness.node.step();
    await eventually("a pool event", () => harness.pools().length === 1);
    expect(harness.node.count("getMultipleAccounts")).toBe(1);
    expect(harness.node.calls[0]?.params?.[1]).toMatchObject({
      minContextSlot: 1001,
      commitment: "confirmed",
    });
    expect(harness.pools()[0]?.curve).toMatchObject({ pool: harness.pool, slot: 1001, feePpm: 400 });
    expect(harness.events.map(({ kind }) => kind).slice(0, 3)).toEqual(["connection", "liveness", "pool"]);
    expect(harness.log.lines.map(({ event }) => event)).toContain("Connected to Solana");
  });

  it("does not read before a subscription that is left unanswered", async () => {
    await using harness = await FeedHarness.start();
    harness.node.holdReplies = true;
    await eventually("all is asked for", () => harness.node.subscribed.length === 14);
    harness.node.step();
    await pause(50);
    expect(harness.node.calls).toEqual([]);
    expect(harness.pools()).toEqual([]);
  });

  it("emits a swap in the turn in which its notification came, without a read", async () => {
    await using harness = await FeedHarness.live();
    harness.node.step();
    harness.node.change({ [harness.pool]: harness.swap(13) });
    await eventually("the swap", () => harness.pools().length === 2);
    const [before, after] = harness.pools();
    expect(after?.curve.slot).toBe(1002);
    expect(after?.curve.mid.num).toBeGreaterThan(before?.curve.mid.num ?? 0n);
    expect(harness.node.count("getMultipleAccounts")).toBe(1);
  });

  it("waits for the oracle of an adaptive pool, but not for ever", async () => {
    await using harness = await FeedHarness.live({ fields: { feeTierIndex: 1028 }, settleMs: 40 });
    harness.node.step();
    const swapped = whirlpool({ feeTierIndex: 1028, tick: 11, feeGrowth: 5n });
    harness.node.change({ [harness.pool]: swapped });
    await pause(15);
    expect(harness.pools()).toHaveLength(1);
    await eventually("the pool, settled", () => harness.pools().length === 2);
    harness.node.step();
    const again = whirlpool({ feeTierIndex: 1028, tick: 12, feeGrowth: 6n });
    harness.node.change({ [harness.oracle]: oracle(harness.pool, 30_000), [harness.pool]: again });
    await eventually("the pool with its oracle", () => harness.pools().length === 3);
    expect(harness.pools()[2]?.curve.feePpm).toBeGreaterThan(400);
  });

  it("holds a change of liquidity back until its slot is over, arrays and all", async () => {
    await using harness = await FeedHarness.live();
    harness.node.step();
    harness.node.change({
      [harness.pool]: whirlpool({ liquidity: 1_500_000_000n }),
      [harness.lowerArray]: tickArray(harness.pool, -352, { 38: 1_500_000_000n }),
      [harness.upperArray]: tickArray(harness.pool, 0, { 50: -1_500_000_000n }),
    });
    await pause(30);
    expect(harness.pools()).toHaveLength(1);
    harness.node.step();
    await eventually("the deeper pool", () => harness.pools().length === 2);
    expect(harness.pools()[1]?.curve.slot).toBe(1002);
    expect(harness.count("pool-void")).toBe(0);
  });

  it("voids a pool whose liquidity changed without its arrays, and reads it again", async () => {
    await using harness = await FeedHarness.live();
    harness.node.step();
    harness.node.accounts.set(harness.lowerArray, tickArray(harness.pool, -352, { 38: 1_500_000_000n }));
    harness.node.accounts.set(harness.upperArray, tickArray(harness.pool, 0, { 50: -1_500_000_000n }));
    harness.node.change({
      [harness.pool]: whirlpool({ liquidity: 1_500_000_000n, tick: 11, feeGrowth: 1n }),
    });
    harness.node.step();
    await eventually("a void and a new pool", () => harness.pools().length === 2);
    const kinds = harness.events.map(({ kind }) => kind).filter((kind) => kind.startsWith("pool"));
    expect(kinds).toEqual(["pool", "pool-void", "pool"]);
  });

  it("corrects by the re-read what was not notified, then renews the subscription that seems dead", async () => {
    await using harness = await FeedHarness.live({ pollMs: 60 });
    harness.node.step();
    harness.node.accounts.set(harness.pool, harness.swap(15));
    await eventually("the swap by re-read", () => harness.pools().some(({ curve }) => curve.slot === 1002));
    expect(harness.count("pool-void")).toBe(0);
    for (let i = 0; i < 4; i++) harness.node.step();
    await eventually("a void", () => harness.count("pool-void") === 1);
    await eventually("a new subscription", () => harness.stat("subscriptions_renewed") === 1);
    await pause(20);
    harness.node.step();
    await eventually("the pool again", () => harness.stat("live_pools") === 1);
  });

  it("voids everything when the socket drops, and subscribes and reads anew before it emits", async () => {
    await using harness = await FeedHarness.live();
    harness.node.cut();
    await eventually("down", () => harness.count("connection") >= 2);
    expect(harness.events.filter(({ kind }) => kind === "connection")[1]).toMatchObject({ up: false });
    harness.node.accounts.set(harness.pool, harness.swap(20));
    await eventually("up again", () => harness.count("connection") === 3);
    await harness.synced();
    await eventually("the pool again", () => harness.pools().length === 2);
    expect(harness.pools()[1]?.curve.slot).toBe(1002);
    expect(harness.node.calls.at(-1)?.params?.[1]).toMatchObject({ minContextSlot: 1002 });
    expect(harness.stat("reconnects")).toBe(1);
  });

  it("counts frames that cannot be read and reads the pools again, without a crash", async () => {
    await using harness = await FeedHarness.live();
    const hostile = [
      "",
      "null",
      "{",
      '{"method":"accountNotification","params":{}}',
      "\u0000",
      '{"method":{}}',
    ];
    for (const text of hostile) harness.node.raw(text);
    await eventually("all are counted", () => harness.stat("frames_refused") === hostile.length);
    expect(harness.count("frame-refused")).toBe(hostile.length);
    await eventually("a re-read", () => harness.node.count("getMultipleAccounts") >= 2);
    harness.node.step();
    harness.node.change({ [harness.pool]: harness.swap(13) });
    await eventually("the next swap", () => harness.pools().some(({ curve }) => curve.slot === 1002));
  });

  it("voids the pool that a damaged account belongs to", async () => {
    await using harness = await FeedHarness.live();
    harness.node.step();
    const sound = harness.swap(13);
    harness.node.accounts.set(harness.pool, { ...sound, owner: TOKEN_PROGRAM });
    harness.node.tell(harness.pool);
    harness.node.accounts.set(harness.pool, sound);
    await eventually("the pool again", () => harness.pools().length === 2);
    expect(harness.count("pool-void")).toBe(1);
    expect(harness.events.find(({ kind }) => kind === "frame-refused")).toMatchObject({
      symbol: harness.pool,
    });
  });

  it("keeps a pool void while its account is gone, and says so", async () => {
    await using harness = await FeedHarness.live({ pollMs: 50 });
    harness.node.accounts.delete(harness.pool);
    await eventually("a void", () => harness.stat("live_pools") === 0);
    await eventually("a warning", () =>
      harness.log.lines.some(({ fields }) =>
        String(fields.reason).includes("the pool account does not exist"),
      ),
    );
    harness.node.accounts.set(harness.pool, whirlpool());
    await eventually("the pool again", () => harness.stat("live_pools") === 1);
  });

  it("is not thrown back by old, repeated or absurd slots", async () => {
    await using harness = await FeedHarness.live();
    for (let i = 0; i < 3; i++) harness.node.step();
    harness.node.change({ [harness.pool]: harness.swap(13) });
    await eventually("the swap", () => harness.pools().length === 2);
    harness.node.tell(harness.pool);
    harness.node.accounts.set(harness.pool, harness.swap(99));
    harness.node.tell(harness.pool, 1001);
    harness.node.tell(harness.pool, 9_007_199_254_740_991);
    await eventually("the absurd one is refused", () => harness.stat("frames_refused") === 1);
    expect(harness.stat("duplicates")).toBe(1);
    expect(harness.stat("old_updates")).toBe(1);
    harness.node.step();
    harness.node.change({ [harness.pool]: harness.swap(14) });
    await eventually("the next swap", () => harness.pools().some(({ curve }) => curve.slot === 1005));
  });

  it("voids, subscribes and reads anew when it is asked to", async () => {
    await using harness = await FeedHarness.live();
    harness.feed.resync(harness.pool, "disagreement");
    expect(harness.events.at(-1)).toMatchObject({ kind: "pool-void", reason: "disagreement" });
    await harness.synced();
    await eventually("the pool again", () => harness.pools().length === 2);
    expect(harness.stat("resyncs")).toBe(1);
    expect(harness.node.subscribed).toHaveLength(14);
  });

  it("voids the pools of a stream that stands still, and recovers when it moves", async () => {
    const limits = { slotSilenceMs: 100, accountSilenceMs: 100, cycleAfterMs: 60_000 };
    await using harness = await FeedHarness.live({ limits });
    await eventually("a void", () => harness.count("pool-void") === 1, 6_000);
    expect(harness.events.at(-1)).toMatchObject({ reason: "no slots" });
    const ticking = setInterval(() => harness.node.step(), 40);
    await eventually("the pool again", () => harness.stat("live_pools") === 1);
    clearInterval(ticking);
  });

  it("voids its pools while another provider is far ahead of its node", async () => {
    const other = await ScriptedNode.start();
    await using harness = await FeedHarness.live({ pollMs: 50, otherRpcUrls: [other.rpcUrl] });
    other.slot = harness.node.slot + 200;
    await eventually("a void", () => harness.count("pool-void") === 1);
    expect(harness.events.find(({ kind }) => kind === "pool-void")).toMatchObject({
      reason: "node lags behind other providers",
    });
    other.slot = harness.node.slot;
    await eventually("no trouble", () => harness.stat("behind_slots") === 0);
    await pause(300);
    harness.node.step();
    await eventually("the pool again", () => harness.stat("live_pools") === 1);
    await other.stop();
  });

  it("moves its window of tick arrays with the price", async () => {
    await using harness = await FeedHarness.live();
    harness.node.step();
    // 800 is two arrays up, beyond the position: liquidity is zero there.
    harness.node.change({ [harness.pool]: whirlpool({ tick: 800, liquidity: 0n, feeGrowth: 9n }) });
    await eventually("the pool far up", () => harness.pools().some(({ curve }) => curve.slot === 1002));
    await eventually("a new plan", () => harness.stat("replans") === 1);
    await harness.synced();
    await eventually("the read of the new window", () => harness.node.count("getMultipleAccounts") === 2);
    await eventually("the pool", () => harness.pools().at(-1)?.curve.slot === 1003);
    expect(harness.count("pool-void")).toBe(0);
    expect(harness.node.subscribed).toHaveLength(14);
  });

  it("reports a read that fails once in a while, and goes on", async () => {
    await using harness = await FeedHarness.live({ pollMs: 50 });
    harness.node.httpStatus = 500;
    await pause(150);
    harness.node.httpStatus = 200;
    const reads = harness.stat("reads");
    await eventually("reads again", () => harness.stat("reads") > reads);
    expect(harness.count("pool-void")).toBe(0);
  });

  it("survives a frame of 20 MB", async () => {
    await using harness = await FeedHarness.live();
    harness.node.raw("x".repeat(20 * 1024 * 1024));
    await eventually("a second connection", () => harness.node.connections === 2);
    await harness.synced();
    await eventually("the pool again", () => harness.pools().length === 2);
  });

  it("leaves no timer, no subscription and no event behind when it is disposed", async () => {
    const harness = await FeedHarness.live({ pollMs: 50 });
    await harness.feed[Symbol.asyncDispose]();
    const { length } = harness.events;
    harness.node.step();
    await pause(60);
    expect(harness.timers.running()).toBe(0);
    expect(harness.events).toHaveLength(length);
    await harness.node.stop();
  });
});
