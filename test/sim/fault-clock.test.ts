import { describe, expect, it } from "vitest";
import { createFaultClock, createFrameSender, type Fault, faultPlan } from "../../sim/faults/index.ts";
import { createRandom } from "../../sim/market/index.ts";

function turnable(faults: unknown[]) {
  let nowMs = 0;
  const clock = createFaultClock(faultPlan.parse({ faults }), () => nowMs);
  return {
    clock,
    turnTo(ms: number) {
      nowMs = ms;
      clock.tick();
    },
  };
}

describe("the fault clock", () => {
  it("has a fault on from its begin until before its end, at its venue only", () => {
    const { clock, turnTo } = turnable([
      { kind: "latency", venue: "gemini", delayMs: 30, atMs: 100, forMs: 50 },
    ]);
    expect(clock.active("gemini", "latency")).toBeUndefined();
    turnTo(100);
    expect(clock.active("gemini", "latency")?.delayMs).toBe(30);
    expect(clock.active("solana", "latency")).toBeUndefined();
    expect(clock.active("gemini", "freeze")).toBeUndefined();
    turnTo(150);
    expect(clock.active("gemini", "latency")).toBeUndefined();
  });

  it("tells its listeners of each begin once, even of faults without duration", () => {
    const { clock, turnTo } = turnable([
      { kind: "drop", venue: "gemini", atMs: 100 },
      { kind: "drop", venue: "gemini", atMs: 200 },
      { kind: "drop", venue: "solana", atMs: 100 },
    ]);
    const begun: number[] = [];
    const forget = clock.onBegin("gemini", "drop", ({ atMs }) => begun.push(atMs));
    turnTo(99);
    expect(begun).toEqual([]);
    turnTo(150);
    turnTo(160);
    expect(begun).toEqual([100]);
    turnTo(1_000);
    expect(begun).toEqual([100, 200]);
    forget();
    clock.inject({ kind: "drop", venue: "gemini", atMs: 0, forMs: 0 });
    expect(begun).toEqual([100, 200]);
  });

  it("counts an injected fault's time from its injection", () => {
    const { clock, turnTo } = turnable([]);
    turnTo(5_000);
    clock.inject({ kind: "freeze", venue: "solana", atMs: 10, forMs: 20 });
    expect(clock.active("solana", "freeze")).toBeUndefined();
    turnTo(5_015);
    expect(clock.active("solana", "freeze")).toBeDefined();
    turnTo(5_030);
    expect(clock.active("solana", "freeze")).toBeUndefined();
  });

  it("silences one symbol or all, in either case of letters", () => {
    const { clock } = turnable([
      { kind: "silence", venue: "gemini", symbol: "SOLUSD", atMs: 0, forMs: 10 },
      { kind: "silence", venue: "solana", atMs: 0, forMs: 10 },
    ]);
    expect(clock.silent("gemini", "solusd")).toBe(true);
    expect(clock.silent("gemini", "btcusd")).toBe(false);
    expect(clock.silent("solana", "any")).toBe(true);
  });
});

const FRAME =
  '{"e":"depthUpdate","E":1790732602268549219,"s":"btcusd","U":1,"u":2,"b":[["83405.00000","3.0000000000"]],"a":[]}';

function senderWith(fault: Record<string, unknown>, seed = 1) {
  const plan = { faults: [{ venue: "gemini", atMs: 0, forMs: 1_000, ...fault } as Fault] };
  const sent: string[] = [];
  const sender = createFrameSender({
    venue: "gemini",
    faults: createFaultClock(faultPlan.parse(plan), () => 0),
    random: createRandom(seed),
    transmit: (frame) => sent.push(frame),
  });
  return { sender, sent };
}

describe("the frame sender", () => {
  it("leaves out, repeats and swaps market frames, and lets replies through", () => {
    const gap = senderWith({ kind: "gap", probability: 1 });
    gap.sender.market("btcusd", FRAME);
    gap.sender.reply("ack");
    expect(gap.sent).toEqual(["ack"]);

    const duplicate = senderWith({ kind: "duplicate", probability: 1 });
    duplicate.sender.market("btcusd", FRAME);
    expect(duplicate.sent).toEqual([FRAME, FRAME]);

    const reorder = senderWith({ kind: "reorder", probability: 1 });
    reorder.sender.market("btcusd", "first");
    reorder.sender.market("btcusd", "second");
    expect(reorder.sent).toEqual(["second", "first"]);
  });

  it("sends a frame that was held back even when no other follows", async () => {
    const { sender, sent } = senderWith({ kind: "reorder", probability: 1 });
    sender.market("btcusd", "lonely");
    expect(sent).toEqual([]);
    await expect.poll(() => sent).toEqual(["lonely"]);
  });

  it("damages frames in many ways, the same ones for the same seed", () => {
    const damaged = (seed: number): string[] => {
      const { sender, sent } = senderWith({ kind: "malformed", probability: 1 }, seed);
      for (let i = 0; i < 400; i += 1) sender.market("btcusd", FRAME);
      return sent;
    };
    const first = damaged(1);
    expect(first).toEqual(damaged(1));
    expect(first).not.toEqual(damaged(2));
    expect(first).not.toContain(FRAME);
    expect(new Set(first).size).toBeGreaterThan(20);
    for (const part of ["NaN", '"-1.5"', "null", "nosuchusd", "1e400"]) {
      expect(first.some((frame) => frame.includes(part))).toBe(true);
    }
  });

  it("delays frames without changing their order", async () => {
    const { sender, sent } = senderWith({ kind: "latency", delayMs: 40 });
    sender.reply("1");
    sender.market("btcusd", "2");
    expect(sent).toEqual([]);
    await expect.poll(() => sent).toEqual(["1", "2"]);
  });

  it("holds everything while frozen, and sends nothing after its close", async () => {
    let frozen = true;
    const faults = createFaultClock(
      { faults: [{ kind: "freeze", venue: "gemini", atMs: 0, forMs: 10 }] },
      () => (frozen ? 0 : 20),
    );
    const sent: string[] = [];
    const make = () =>
      createFrameSender({ venue: "gemini", faults, random: createRandom(1), transmit: (f) => sent.push(f) });
    const sender = make();
    const closed = make();
    sender.reply("1");
    sender.market("btcusd", "2");
    closed.reply("never");
    closed.close();
    expect(sent).toEqual([]);
    frozen = false;
    await expect.poll(() => sent).toEqual(["1", "2"]);
    closed.market("btcusd", "never");
    expect(sent).toEqual(["1", "2"]);
  });
});
