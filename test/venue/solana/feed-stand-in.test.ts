import type { Address } from "@solana/kit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isRefusal, type MarketEvent, type PoolCurve } from "#model";
import { createJsonRpc } from "#transport";
import {
  createSolanaFeed,
  createWhirlpoolCurve,
  decodeWhirlpool,
  type PoolIdentity,
  readTickArray,
  verifyPools,
} from "#venue/solana";
import { createFaultClock, type Fault, type FaultClock } from "../../../sim/faults/index.ts";
import { createHiddenMarket } from "../../../sim/market/index.ts";
import { type SolanaStandIn, startSolana } from "../../../sim/solana/index.ts";
import { planPool } from "../../../src/venue/solana/plan.ts";
import { addressesOf } from "../../../src/venue/solana/verify-pools.ts";
import { eventually, realTime, recordingLog } from "../../support/fake-time.ts";

const SLOT_MS = 80;
const sizes = [1_000n, 1_000_000n, 1_000_000_000n, 50_000_000_000n];

let standIn: SolanaStandIn;
let faults: FaultClock;
let feed: ReturnType<typeof createSolanaFeed>;
let identities: readonly PoolIdentity[] = [];
let stopMarket: () => void = () => {};

const live = new Map<string, PoolCurve>();
let checks: Promise<void>[] = [];
let compared = 0;
/** Quotes that were wrong beyond the price, until the feed took them back. */
const behind = new Map<string, number>();
let takenBackLate = 0;

function onEvent(event: MarketEvent): void {
  if (event.kind === "connection" && !event.up) live.clear();
  if (event.kind === "pool-void") {
    live.delete(event.pool);
    settle(event.pool);
  }
  if (event.kind !== "pool") return;
  settle(event.curve.pool);
  live.set(event.curve.pool, event.curve);
  checks.push(compare(event.curve));
}

function settle(pool: string): void {
  const sinceMs = behind.get(pool);
  if (sinceMs !== undefined && Date.now() - sinceMs > 300) takenBackLate += 1;
  behind.delete(pool);
}

/** The price must be the chain's at the slot that is claimed; so must every quote, unless taken back at once. */
async function compare(curve: PoolCurve): Promise<void> {
  const identity = identities.find(({ address }) => address === curve.pool);
  const bytes = standIn.accountAt(curve.pool as Address, curve.slot);
  if (identity === undefined || bytes === undefined) throw new Error(`no truth for slot ${curve.slot}`);
  const truth = decodeWhirlpool(bytes);
  const squared = truth.sqrtPrice * truth.sqrtPrice;
  expect(identity.baseIsA ? curve.mid.num : curve.mid.den).toBe(squared);
  compared += 1;
  if (identity.adaptive) return;
  const plan = await planPool(identity, truth.tickCurrentIndex, addressesOf(identity.program));
  const whole = createWhirlpoolCurve({
    pool: curve.pool,
    slot: curve.slot,
    whirlpool: truth,
    tickArrays: (startTick) => {
      const address = [...plan.roles].find(
        ([, role]) => role.kind === "array" && role.startTick === startTick,
      )?.[0];
      const account = standIn.accountAt(address as Address, curve.slot);
      return account === undefined ? "uninitialised" : readTickArray(account);
    },
    oracle: null,
    blockTimeSec: null,
    baseMint: identity.asset.baseMint,
    baseDecimals: identity.baseDecimals,
    quoteDecimals: identity.quoteDecimals,
  });
  const same = sizes.every((size) => answer(curve, size) === answer(whole, size));
  if (!same && live.get(curve.pool) === curve) behind.set(curve.pool, Date.now());
}

function answer(curve: PoolCurve, size: bigint): string {
  const [sold, bought] = [curve.sellBase(size), curve.buyBase(size)];
  return `${isRefusal(sold) ? sold.refused : sold.amountOut} ${isRefusal(bought) ? bought.refused : bought.amountIn}`;
}

beforeAll(async () => {
  const startMs = Date.now();
  const bases = ["SOL", "BTC", "ETH"];
  const market = createHiddenMarket({ seed: 11, bases, scenario: "volatile" });
  faults = createFaultClock({ faults: [] }, () => Date.now() - startMs);
  const driver = setInterval(() => market.advance(50), 50);
  stopMarket = () => clearInterval(driver);
  standIn = await startSolana({ market, assets: bases, faults, seed: 11, slotMs: SLOT_MS });
  const rpc = createJsonRpc({
    urls: [standIn.rpcUrl],
    clock: realTime,
    timers: realTime,
    random: Math.random,
  });
  const assets = Object.entries(standIn.pools).map(([base, { address, baseMint, quoteMint }]) => ({
    name: `${base}-USD`,
    base,
    symbol: `${base.toLowerCase()}usd`,
    pool: address,
    baseMint,
    quoteMint,
  }));
  const verification = await verifyPools({ rpc, assets });
  expect(verification.refused).toEqual([]);
  identities = verification.pools;
  feed = createSolanaFeed({
    rpc,
    wsUrls: [standIn.wsUrl],
    pools: identities,
    pollMs: 500,
    clock: realTime,
    timers: realTime,
    random: Math.random,
    log: recordingLog(),
    limits: { slotSilenceMs: 600, accountSilenceMs: 600, cycleAfterMs: 1_500 },
  });
  await feed.start(onEvent);
  await eventually("all pools are live", () => live.size === 3);
});

beforeEach(() => {
  checks = [];
  compared = 0;
  takenBackLate = 0;
});

afterAll(async () => {
  await feed[Symbol.asyncDispose]();
  stopMarket();
  await standIn.stop();
});

async function streamedFor(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await Promise.all(checks);
  expect(takenBackLate).toBe(0);
}

describe("the Solana feed on the stand-in node", () => {
  it("emits only what the chain was at the slot that it claims", async () => {
    await streamedFor(2_000);
    expect(compared).toBeGreaterThan(10);
    expect(live.size).toBe(3);
  });

  it.each<[string, Fault]>([
    ["dropped sockets", { kind: "drop", venue: "solana", atMs: 0, forMs: 300 }],
    ["lost notifications", { kind: "gap", venue: "solana", probability: 0.3, atMs: 0, forMs: 1_500 }],
    ["repeated notifications", { kind: "duplicate", venue: "solana", probability: 0.5, atMs: 0, forMs: 800 }],
    [
      "reordered notifications",
      { kind: "reorder", venue: "solana", probability: 0.5, atMs: 0, forMs: 1_500 },
    ],
    [
      "damaged notifications",
      { kind: "malformed", venue: "solana", probability: 0.3, atMs: 0, forMs: 1_500 },
    ],
    ["silence", { kind: "silence", venue: "solana", atMs: 0, forMs: 1_200 }],
    ["a frozen connection", { kind: "freeze", venue: "solana", atMs: 0, forMs: 1_200 }],
    ["a node that lags", { kind: "lag", venue: "solana", slots: 20, atMs: 0, forMs: 2_500 }],
    ["HTTP 429", { kind: "http", venue: "solana", status: 429, atMs: 0, forMs: 1_200 }],
    ["HTTP 503", { kind: "http", venue: "solana", status: 503, atMs: 0, forMs: 1_200 }],
    ["a frame of 20 MB", { kind: "oversize", venue: "solana", bytes: 20_000_000, atMs: 0, forMs: 0 }],
  ])("never shows a wrong price under %s, and has every pool live again soon after", async (_, fault) => {
    faults.inject(fault);
    await streamedFor(fault.forMs);
    await eventually(
      "all pools are live",
      () => live.size === 3 && Number(feed.stats().live_pools) === 3,
      5_000,
    );
    await streamedFor(300);
  });
});
