import { getAddressDecoder } from "@solana/kit";
import { describe, expect, it } from "vitest";
import { createHiddenMarket, createRandom } from "../../sim/market/index.ts";
import { createChain } from "../../sim/solana/chain/chain.ts";
import { createPool } from "../../sim/solana/genesis/create-pool.ts";
import { TOKEN_PROGRAM, WHIRLPOOL_PROGRAM } from "../../sim/solana/ids.ts";
import { decodeOracle } from "../../sim/solana/program/oracle-account.ts";
import { quotePerBaseOf } from "../../sim/solana/program/pool-price.ts";
import { executeSwap } from "../../sim/solana/program/swap.ts";
import { decodeTickArray } from "../../sim/solana/program/tick-array-account.ts";
import { decodeWhirlpool } from "../../sim/solana/program/whirlpool-account.ts";
import { createTraders } from "../../sim/solana/traders/traders.ts";

const ASSETS = ["SOL", "BTC", "ETH"];
const SLOT_MS = 250;

/** A chain with traders and no network: the test makes the blocks. */
function aChain(seed: number) {
  const market = createHiddenMarket({ seed, scenario: "dislocated", bases: ASSETS });
  const startTimeSec = 1_790_000_000;
  const pools = ASSETS.map((base) => createPool(base, market.target("solana", base), startTimeSec));
  const traders = createTraders({ pools, market, random: createRandom(`${seed}:traders`) });
  const chain = createChain({
    seed,
    random: createRandom(`${seed}:chain`),
    startSlot: 1_000,
    startTimeSec,
    slotMs: SLOT_MS,
    depths: { confirmed: 1, finalized: 8 },
    lagBlocks: () => 0,
  });
  for (const pool of pools) pool.flush(chain.accounts, 1_000);
  const next = () => {
    market.advance(SLOT_MS);
    const block = chain.produce(0);
    const landed = traders.act(block, block.blockhash, chain.accounts);
    for (const transaction of landed) chain.transactions.add(transaction);
    return { block, landed };
  };
  return { market, pools, chain, next };
}

describe("the stand-in's traders", () => {
  it("leave accounts whose bytes are the engine's state, after every block", () => {
    const { pools, chain, next } = aChain(11);
    for (let blocks = 0; blocks < 150; blocks += 1) {
      const { slot } = next().block;
      for (const { state } of pools) {
        expect(decodeWhirlpool(chain.accounts.at(state.address, slot)!.data)).toEqual(state.whirlpool);
        for (const array of state.arrays.values())
          expect(decodeTickArray(array.address, chain.accounts.at(array.address, slot)!.data)).toEqual(array);
        const { oracle } = state;
        if (oracle !== undefined)
          expect(decodeOracle(oracle.address, chain.accounts.at(oracle.address, slot)!.data)).toEqual(oracle);
      }
    }
  });

  it("neither make nor destroy a single unit of any token", () => {
    const { chain, next } = aChain(12);
    const totals = (slot: number) => {
      const sums = new Map<string, bigint>();
      for (const [, { data }] of chain.accounts.ownedBy(TOKEN_PROGRAM, slot)) {
        const mint = getAddressDecoder().decode(data.subarray(0, 32));
        sums.set(mint, (sums.get(mint) ?? 0n) + data.readBigUInt64LE(64));
      }
      return sums;
    };
    const before = totals(next().block.slot);
    for (let blocks = 0; blocks < 300; blocks += 1) next();
    expect(before.size).toBe(4);
    expect(totals(chain.blocks.head.slot)).toEqual(before);
  });

  it("keep the pool's liquidity equal to the net of the ticks below its price, through every change", () => {
    const { pools, next } = aChain(13);
    let crossed = 0;
    const liquidities = pools.map(({ state }) => state.whirlpool.liquidity);
    for (let blocks = 0; blocks < 300; blocks += 1) {
      next();
      pools.forEach(({ state }, index) => {
        const { tick, tickSpacing, liquidity } = state.whirlpool;
        let below = 0n;
        for (const array of state.arrays.values())
          for (const [offset, { liquidityNet }] of array.ticks)
            if (array.start + offset * tickSpacing <= tick) below += liquidityNet;
        expect(below).toBe(liquidity);
        if (liquidity !== liquidities[index]) crossed += 1;
        liquidities[index] = liquidity;
      });
    }
    expect(crossed).toBeGreaterThan(30);
  });

  it("swap at most three times in a slot, often not at all, and follow the target", () => {
    const { market, pools, next } = aChain(14);
    const swaps: number[] = [];
    const gaps: number[] = [];
    for (let blocks = 0; blocks < 600; blocks += 1) {
      const { landed } = next();
      swaps.push(landed.filter(({ logs }) => logs.some((line) => line.endsWith("SwapV2"))).length);
      for (const { base, orientation, state } of pools) {
        const price = quotePerBaseOf(orientation, state.whirlpool.sqrtPrice) * market.fair("USDC");
        gaps.push(Math.abs(price / market.target("solana", base) - 1));
      }
    }
    gaps.sort((left, right) => left - right);
    expect(Math.max(...swaps)).toBeLessThanOrEqual(3);
    expect(Math.min(...swaps)).toBe(0);
    expect(gaps[Math.floor(gaps.length / 2)]).toBeLessThan(0.002);
    expect(gaps[Math.floor(gaps.length * 0.95)]).toBeLessThan(0.01);
  });

  it("meet pools so deep that a thousand dollars move the price by less than 0.05 %", () => {
    for (const { state, orientation } of aChain(15).pools) {
      for (const aToB of [true, false]) {
        const quoteIsInput = aToB !== orientation.baseIsA;
        const outcome = executeSwap(state, {
          aToB,
          exactIn: quoteIsInput,
          amount: 1_000_000_000n,
          sqrtPriceLimit: 0n,
          blockTimeSec: 1_790_000_000n,
        });
        const before = Number(state.whirlpool.sqrtPrice);
        expect(Math.abs((Number(outcome.sqrtPrice) / before) ** 2 - 1)).toBeLessThan(0.0005);
      }
    }
  });

  it("are the same for the same seed, and others for another", () => {
    const run = (seed: number) => {
      const { pools, next } = aChain(seed);
      const signatures = Array.from({ length: 80 }, () => next().landed.map(({ signature }) => signature));
      return { signatures, prices: pools.map(({ state }) => state.whirlpool.sqrtPrice) };
    };
    expect(run(16)).toEqual(run(16));
    expect(run(16).prices).not.toEqual(run(17).prices);
  });

  it("use fixed and dynamic arrays, and leave arrays between that do not exist", () => {
    const { pools, chain, next } = aChain(18);
    for (let blocks = 0; blocks < 200; blocks += 1) next();
    const owned = chain.accounts.ownedBy(WHIRLPOOL_PROGRAM, chain.blocks.head.slot);
    const sizes = owned.map(([, { data }]) => data.length);
    expect(sizes).toContain(9_988);
    expect(sizes.some((size) => size > 148 && size < 9_988 && (size - 148) % 112 === 0)).toBe(true);
    for (const { state } of pools) {
      const starts = [...state.arrays.keys()];
      const span = 88 * state.whirlpool.tickSpacing;
      const existable = (Math.max(...starts) - Math.min(...starts)) / span + 1;
      expect(starts.length).toBeLessThan(existable / 2);
    }
  });

  it("forget accounts of the distant past but not the last state before it", () => {
    const { pools, chain, next } = aChain(19);
    for (let blocks = 0; blocks < 700; blocks += 1) next();
    const pool = pools[0]!.state.address;
    expect(chain.accounts.at(pool, 1_001)).toBeUndefined();
    const oldest = chain.blocks.head.slot - 590;
    expect(chain.accounts.at(pool, oldest)?.slot).toBeLessThanOrEqual(oldest);
  });
});
