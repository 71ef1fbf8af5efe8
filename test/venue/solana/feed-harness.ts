import type { Address } from "@solana/kit";
import type { MarketEvent, PoolEvent, Timers } from "#model";
import { createJsonRpc } from "#transport";
import {
  createOrcaAddresses,
  createSolanaFeed,
  type PoolIdentity,
  type SolanaFeedOptions,
} from "#venue/solana";
import { eventually, realTime, recordingLog } from "../../support/fake-time.ts";
import {
  A_POOL,
  oracle,
  poolAddress,
  SOL_MINT,
  TOKEN_PROGRAM,
  tickArray,
  USDC_MINT,
  VAULT_A,
  VAULT_B,
  type WhirlpoolFields,
  whirlpool,
} from "./account-builders.ts";
import { ScriptedNode } from "./scripted-node.ts";

/** Timers that know how many of them are still running. */
export function countedTimers(): Timers & { running(): number } {
  const active = new Set<symbol>();
  const add = (start: (done: () => void) => () => void): (() => void) => {
    const key = Symbol("timer");
    active.add(key);
    const cancel = start(() => active.delete(key));
    return () => {
      active.delete(key);
      cancel();
    };
  };
  return {
    running: () => active.size,
    after: (ms, task) =>
      add((done) =>
        realTime.after(ms, () => {
          done();
          task();
        }),
      ),
    every: (ms, task) => add(() => realTime.every(ms, task)),
  };
}

export type HarnessOptions = Partial<SolanaFeedOptions> & {
  readonly fields?: Partial<WhirlpoolFields>;
  readonly otherRpcUrls?: readonly string[];
};

/** A pool of 4-tick spacing at tick 10, with liquidity of 1e9 from -200 to 200, on a scripted node. */
export class FeedHarness implements AsyncDisposable {
  readonly node: ScriptedNode;
  readonly pool: Address;
  readonly lowerArray: string;
  readonly upperArray: string;
  readonly oracle: string;
  readonly events: MarketEvent[] = [];
  readonly timers = countedTimers();
  readonly log = recordingLog();
  readonly feed: ReturnType<typeof createSolanaFeed>;

  private constructor(
    node: ScriptedNode,
    addresses: { pool: Address; lower: string; upper: string; oracle: string },
    options: HarnessOptions,
  ) {
    this.node = node;
    this.pool = addresses.pool;
    this.lowerArray = addresses.lower;
    this.upperArray = addresses.upper;
    this.oracle = addresses.oracle;
    const { fields, otherRpcUrls = [], ...overrides } = options;
    this.feed = createSolanaFeed({
      rpc: createJsonRpc({
        urls: [node.rpcUrl, ...otherRpcUrls],
        clock: realTime,
        timers: this.timers,
        random: () => 0.1,
      }),
      wsUrls: [node.wsUrl],
      pools: [this.#identity(fields)],
      pollMs: 60_000,
      clock: realTime,
      timers: this.timers,
      random: () => 0.01,
      log: this.log,
      ...overrides,
    });
  }

  /** Starts node and feed; the pool is not live before the first `step` of the node. */
  static async start(options: HarnessOptions = {}): Promise<FeedHarness> {
    const node = await ScriptedNode.start();
    const pool = await poolAddress(options.fields);
    const derive = createOrcaAddresses();
    const addresses = {
      pool,
      lower: await derive.tickArray(pool, -352),
      upper: await derive.tickArray(pool, 0),
      oracle: await derive.oracle(pool),
    };
    node.accounts.set(pool, whirlpool(options.fields));
    node.accounts.set(addresses.lower, tickArray(pool, -352, { 38: 1_000_000_000n }));
    node.accounts.set(addresses.upper, tickArray(pool, 0, { 50: -1_000_000_000n }));
    if (options.fields?.feeTierIndex === 1028) node.accounts.set(addresses.oracle, oracle(pool, 0));
    const harness = new FeedHarness(node, addresses, options);
    await harness.feed.start((event) => harness.events.push(event));
    return harness;
  }

  /** As start, with the pool live. */
  static async live(options: Parameters<typeof FeedHarness.start>[0] = {}): Promise<FeedHarness> {
    const harness = await FeedHarness.start(options);
    await harness.synced();
    await eventually("the pool is live", () => harness.pools().length > 0);
    return harness;
  }

  /** All subscriptions are answered, and the stream moves once. */
  async synced(): Promise<void> {
    const wanted = 14 + (this.node.accounts.has(this.oracle) ? 1 : 0);
    await eventually("everything is subscribed", () => this.feed.stats().subscriptions === wanted);
    this.node.step();
  }

  pools(): PoolEvent[] {
    return this.events.filter((event) => event.kind === "pool");
  }

  count(kind: MarketEvent["kind"]): number {
    return this.events.filter((event) => event.kind === kind).length;
  }

  stat(name: string): number {
    return this.feed.stats()[name] ?? Number.NaN;
  }

  /** A swap to `tick` inside the same range: new price, new fee growth. */
  swap(tick: number): ReturnType<typeof whirlpool> {
    return whirlpool({ tick, feeGrowth: BigInt(this.node.slot) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.feed[Symbol.asyncDispose]();
    await this.node.stop();
  }

  #identity(fields: Partial<WhirlpoolFields> = {}): PoolIdentity {
    const { tick, tickSpacing, feePpm, feeTierIndex } = { ...A_POOL, ...fields };
    return {
      asset: {
        name: "SOL-USD",
        base: "SOL",
        symbol: "solusd",
        pool: this.pool,
        baseMint: SOL_MINT,
        quoteMint: USDC_MINT,
      },
      address: this.pool,
      program: whirlpool().owner,
      baseIsA: true,
      tokenA: { mint: SOL_MINT, vault: VAULT_A, program: TOKEN_PROGRAM },
      tokenB: { mint: USDC_MINT, vault: VAULT_B, program: TOKEN_PROGRAM },
      baseDecimals: 9,
      quoteDecimals: 6,
      feePpm,
      tickSpacing,
      adaptive: feeTierIndex !== tickSpacing,
      tick,
    };
  }
}
