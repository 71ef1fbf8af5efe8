import { beforeEach, describe, expect, it } from "vitest";
import { PoolAssembler, type Verdict } from "../../../src/venue/solana/assembler.ts";
import type { Part } from "../../../src/venue/solana/pool-parts.ts";
import { ChainModel, type Operation } from "./chain-model.ts";

let chain: ChainModel;
let assembler: PoolAssembler;

/** Starts with a read of slot 100. */
function start(adaptive: boolean): void {
  chain = new ChainModel(adaptive);
  assembler = new PoolAssembler();
  assembler.advance(100);
  assembler.read(100, chain.parts(100));
}

/** Runs a slot and opens it on the stream; its notifications are told one by one with `tell`. */
function slot(...operations: Operation[]): ReadonlyMap<string, Part> {
  const changed = chain.run(operations);
  assembler.advance(chain.slot);
  return changed;
}

function tell(changed: ReadonlyMap<string, Part>, address: string, at = chain.slot): Verdict {
  const part = changed.get(address);
  if (part === undefined) throw new Error(`${address} did not change`);
  return assembler.update(address, at, part);
}

const swap = (toTick: number): Operation => ({ kind: "swap", toTick });
const add = (lower: number, width: number, amount = 7): Operation => ({
  kind: "liquidity",
  lower,
  width,
  amount,
});

describe("the pool assembler, static pool", () => {
  beforeEach(() => start(false));

  it("emits a swap that crosses no tick at once", () => {
    expect(tell(slot(swap(5)), "pool")).toMatchObject({ kind: "emit", snapshot: { slot: 101 } });
  });

  it("emits a swap that crosses a tick at once, and takes the array's new fee growth without a word", () => {
    const changed = slot(swap(30));
    expect(tell(changed, "pool").kind).toBe("emit");
    expect(tell(changed, "array 0").kind).toBe("hold");
    expect(assembler.advance(102).kind).toBe("hold");
  });

  it("holds an array that comes before its pool", () => {
    const changed = slot(swap(30));
    expect(tell(changed, "array 0").kind).toBe("hold");
    expect(tell(changed, "pool").kind).toBe("emit");
  });

  it("holds a change of liquidity in range until its slot is over", () => {
    const changed = slot(add(-10, 20));
    expect(tell(changed, "pool").kind).toBe("hold");
    expect(tell(changed, "array -88").kind).toBe("hold");
    expect(tell(changed, "array 0").kind).toBe("hold");
    expect(assembler.advance(102)).toMatchObject({ kind: "emit", snapshot: { slot: 101 } });
  });

  it("holds a change of liquidity out of range, which leaves no trace in the pool's price", () => {
    const changed = slot(add(100, 20));
    expect(tell(changed, "pool").kind).toBe("hold");
    expect(tell(changed, "array 88").kind).toBe("hold");
    expect(assembler.advance(102).kind).toBe("emit");
  });

  it.each<[string, Operation[], string[], string]>([
    ["the pool of a crossed tick is lost", [swap(30)], ["array 0"], "accounts of a pool without the pool"],
    ["the arrays of a change of liquidity are lost", [add(-10, 20)], ["pool"], "liquidity without its ticks"],
    ["one array of two is lost", [add(-10, 20)], ["pool", "array 0"], "liquidity without its ticks"],
    [
      "a swap hides a lost change of liquidity",
      [swap(3), add(-10, 20)],
      ["pool"],
      "liquidity without its ticks",
    ],
    ["the price leaves the loaded arrays", [swap(5_000)], ["pool"], "price left the loaded tick arrays"],
  ])("doubts when %s", (_, operations, told, reason) => {
    const changed = slot(...operations);
    for (const address of told) expect(tell(changed, address).kind).toBe("hold");
    expect(assembler.advance(102)).toMatchObject({ kind: "doubt", reason });
    expect(assembler.isLive).toBe(false);
    expect(assembler.minReadSlot).toBe(102);
  });

  it("doubts when an array comes after its slot was emitted", () => {
    const changed = slot(swap(3), add(100, 20));
    expect(tell(changed, "pool").kind).toBe("emit");
    expect(tell(changed, "array 88")).toMatchObject({ kind: "doubt" });
  });

  it("ignores duplicates and what is older than what it has", () => {
    const changed = slot(swap(5));
    tell(changed, "pool");
    expect(tell(changed, "pool")).toEqual({ kind: "ignored", why: "duplicate" });
    expect(assembler.update("pool", 99, chain.parts(100).get("pool") as Part)).toEqual({
      kind: "ignored",
      why: "old",
    });
  });

  it("lays notifications that came while it was void upon the read", () => {
    assembler.doubt("test");
    expect(tell(slot(swap(5)), "pool").kind).toBe("hold");
    slot();
    expect(assembler.read(100, chain.parts(100))).toMatchObject({ kind: "emit", snapshot: { slot: 101 } });
  });

  it("refuses a read from before the doubt", () => {
    slot(swap(5));
    slot();
    assembler.doubt("test");
    expect(assembler.read(101, chain.parts(101))).toEqual({ kind: "ignored", why: "old" });
    expect(assembler.read(102, chain.parts(102)).kind).toBe("emit");
  });

  it("refuses a read that is older than the notifications it still keeps", () => {
    assembler.doubt("test");
    for (let i = 0; i < 200; i++) tell(slot(swap(i % 2)), "pool");
    expect(assembler.read(150, chain.parts(150))).toEqual({ kind: "ignored", why: "old" });
    expect(assembler.read(300, chain.parts(300))).toMatchObject({ kind: "emit", snapshot: { slot: 300 } });
  });

  it("takes an older read that agrees, and doubts when one does not", () => {
    tell(slot(swap(5)), "pool");
    tell(slot(swap(6)), "pool");
    expect(assembler.read(101, chain.parts(101))).toMatchObject({ kind: "emit", snapshot: { slot: 102 } });
    slot(add(100, 20));
    tell(slot(swap(7)), "pool");
    expect(assembler.read(103, chain.parts(103))).toMatchObject({ kind: "doubt", renew: ["array 88"] });
  });

  it("takes over what a newer read found, and calls a subscription dead that stays silent about it", () => {
    slot(swap(5));
    expect(assembler.read(101, chain.parts(101))).toMatchObject({ kind: "emit", snapshot: { slot: 101 } });
    expect(assembler.advance(103).kind).toBe("hold");
    expect(assembler.advance(104)).toMatchObject({ kind: "doubt", renew: ["pool"] });
  });

  it("is content when confirmed slots jump over the read and the change is told behind the jump", () => {
    const changed = chain.run([swap(5)]);
    assembler.read(101, chain.parts(101));
    expect(assembler.advance(106).kind).toBe("hold");
    expect(tell(changed, "pool", 106).kind).not.toBe("doubt");
    expect(assembler.advance(112).kind).not.toBe("doubt");
  });

  it("is content when the notification comes after the read", () => {
    const changed = slot(swap(5));
    assembler.read(101, chain.parts(101));
    tell(changed, "pool");
    expect(assembler.advance(110).kind).toBe("hold");
  });
});

describe("the pool assembler, adaptive pool", () => {
  beforeEach(() => start(true));

  it("waits for the oracle of a swap", () => {
    const changed = slot(swap(8));
    expect(tell(changed, "pool")).toEqual({ kind: "settle", slot: 101 });
    expect(tell(changed, "oracle")).toMatchObject({ kind: "emit", snapshot: { slot: 101 } });
  });

  it("emits without it when it may have stayed as it was, after the settling", () => {
    expect(tell(slot(swap(1)), "pool").kind).toBe("settle");
    expect(assembler.settled(101).kind).toBe("emit");
    expect(assembler.settled(101).kind).toBe("hold");
  });

  it("completes the slot when the oracle took longer than the settling", () => {
    const changed = slot(swap(8));
    tell(changed, "pool");
    expect(assembler.settled(101).kind).toBe("emit");
    expect(tell(changed, "oracle")).toMatchObject({ kind: "emit", snapshot: { slot: 101 } });
  });

  it("never lets a late pool of one slot vouch for the oracle of a later one", () => {
    const first = slot(swap(1));
    const second = slot(swap(8));
    expect(tell(first, "pool", 101)).toMatchObject({ kind: "emit", snapshot: { slot: 101 } });
    expect(tell(second, "oracle").kind).toBe("hold");
    expect(assembler.advance(103).kind).toBe("doubt");
  });

  it("doubts when the oracle of a swap over several tick groups never comes", () => {
    expect(tell(slot(swap(40)), "pool").kind).toBe("hold");
    expect(assembler.settled(101).kind).toBe("hold");
    expect(assembler.advance(102)).toMatchObject({ kind: "doubt", reason: "swap without its oracle" });
  });
});
