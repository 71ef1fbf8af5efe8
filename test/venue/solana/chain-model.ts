import type { Address } from "@solana/kit";
import type { PoolSnapshot } from "../../../src/venue/solana/consistency.ts";
import type { Oracle } from "../../../src/venue/solana/orca/oracle.ts";
import type { TickArray } from "../../../src/venue/solana/orca/tick-array.ts";
import type { Part } from "../../../src/venue/solana/pool-parts.ts";

/** One thing that happens in a slot. */
export type Operation =
  | { readonly kind: "swap"; readonly toTick: number }
  | { readonly kind: "liquidity"; readonly lower: number; readonly width: number; readonly amount: number };

const SPAN = 88;
const OWNER = "owner";
const WINDOW = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((index) => index * SPAN);

/** A chain with one pool, reduced to what a quote depends on, that remembers every slot. */
export class ChainModel {
  readonly #nets = new Map<number, bigint>();
  readonly #history = new Map<number, ReadonlyMap<string, Part>>();
  readonly #flips = new Map<number, number>();
  readonly #adaptive: boolean;
  #tick = 0;
  #swaps = 0;
  #writes = 0;
  slot = 100;

  constructor(adaptive: boolean) {
    this.#adaptive = adaptive;
    this.#change(-400, 800, 1_000n);
    this.#change(-20, 40, 5_000n);
    this.#history.set(this.slot, this.#parts());
  }

  /** Runs one slot and returns the accounts that changed in it. */
  run(operations: readonly Operation[]): ReadonlyMap<string, Part> {
    const before = this.parts(this.slot);
    for (const operation of operations) this.#apply(operation);
    this.slot += 1;
    const after = this.#parts();
    this.#history.set(this.slot, after);
    return new Map(
      [...after].filter(([address, part]) => part.account?.base64 !== before.get(address)?.account?.base64),
    );
  }

  parts(slot: number): ReadonlyMap<string, Part> {
    const parts = this.#history.get(slot);
    if (parts === undefined) throw new Error(`no slot ${slot}`);
    return parts;
  }

  #apply(operation: Operation): void {
    this.#writes += 1;
    if (operation.kind === "liquidity") {
      this.#change(operation.lower, operation.width, BigInt(operation.amount));
      return;
    }
    const [low, high] = [Math.min(this.#tick, operation.toTick), Math.max(this.#tick, operation.toTick)];
    for (const tick of this.#nets.keys()) {
      if (tick > low && tick <= high)
        this.#flips.set(arrayOf(tick), (this.#flips.get(arrayOf(tick)) ?? 0) + 1);
    }
    this.#tick = operation.toTick;
    this.#swaps += 1;
  }

  #change(lower: number, width: number, amount: bigint): void {
    this.#add(lower, amount);
    this.#add(lower + width, -amount);
  }

  #add(tick: number, net: bigint): void {
    this.#nets.set(tick, (this.#nets.get(tick) ?? 0n) + net);
    this.#flips.set(arrayOf(tick), (this.#flips.get(arrayOf(tick)) ?? 0) + 1);
  }

  #parts(): ReadonlyMap<string, Part> {
    const parts = new Map<string, Part>([["pool", this.#pool()]]);
    if (this.#adaptive) parts.set("oracle", this.#oracle());
    for (const startTick of WINDOW) parts.set(`array ${startTick}`, this.#array(startTick));
    return parts;
  }

  #pool(): Part {
    let liquidity = 0n;
    for (const [tick, net] of this.#nets) if (tick <= this.#tick) liquidity += net;
    const swapTrace = `${this.#tick} ${this.#swaps}`;
    return {
      kind: "pool",
      account: { owner: OWNER, base64: `${swapTrace} ${liquidity} ${this.#writes}` },
      swapTrace,
      whirlpool: {
        config: "" as Address,
        tickSpacing: 1,
        feeTierIndex: this.#adaptive ? 1028 : 1,
        adaptive: this.#adaptive,
        feePpm: 400,
        protocolFeeRate: 0,
        liquidity,
        sqrtPrice: (1n << 64n) + BigInt(this.#tick),
        tickCurrentIndex: this.#tick,
        tokenMintA: "" as Address,
        tokenVaultA: "" as Address,
        tokenMintB: "" as Address,
        tokenVaultB: "" as Address,
        rewardUpdatedSec: 0n,
      },
    };
  }

  #oracle(): Part {
    const group = Math.floor(this.#tick / 4);
    const oracle = {
      tickGroupSize: 4,
      tickGroupReference: 0,
      volatilityAccumulator: Math.abs(group) * 10_000,
      maxVolatilityAccumulator: 900_000,
    } as Oracle;
    return { kind: "oracle", account: { owner: OWNER, base64: `oracle ${Math.abs(group)}` }, oracle };
  }

  #array(startTick: number): Part {
    const ticks = [...this.#nets].filter(([tick]) => arrayOf(tick) === startTick).sort(([a], [b]) => a - b);
    const array: TickArray = {
      kind: "fixed",
      whirlpool: "" as Address,
      startTick,
      offsets: ticks.map(([tick]) => tick - startTick),
      nets: ticks.map(([, net]) => net),
    };
    const base64 = `${startTick} ${ticks.join(" ")} ${this.#flips.get(startTick) ?? 0}`;
    return { kind: "array", account: { owner: OWNER, base64 }, startTick, ticks: array };
  }
}

function arrayOf(tick: number): number {
  return Math.floor(tick / SPAN) * SPAN;
}

/** What a quote depends on, as text, account by account; two equal texts give equal quotes. */
export function quoteFacts(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, string> {
  return new Map([...parts].map(([address, part]) => [address, factsOf(part)]));
}

export function snapshotFacts(snapshot: PoolSnapshot): ReadonlyMap<string, string> {
  const facts = new Map([["pool", factsOf(snapshot.pool)]]);
  if (snapshot.oracle !== null) {
    facts.set("oracle", factsOf({ kind: "oracle", account: null, oracle: snapshot.oracle }));
  }
  for (const [startTick, ticks] of snapshot.arrays) {
    facts.set(`array ${startTick}`, factsOf({ kind: "array", account: null, startTick, ticks }));
  }
  return facts;
}

function factsOf(part: Part): string {
  if (part.kind === "pool") {
    const { liquidity, sqrtPrice, tickCurrentIndex } = part.whirlpool;
    return `${liquidity} ${sqrtPrice} ${tickCurrentIndex}`;
  }
  if (part.kind === "oracle") return `${part.oracle.volatilityAccumulator}`;
  return part.ticks === "uninitialised" ? "" : `${part.ticks.offsets} ${part.ticks.nets}`;
}
