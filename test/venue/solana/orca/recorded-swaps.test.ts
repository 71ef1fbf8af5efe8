import { describe, expect, it } from "vitest";
import {
  answerQuote,
  createWhirlpoolState,
  loadAccounts,
  readDump,
} from "../../../../src/venue/solana/orca/index.ts";
import { tickAtSqrtPrice } from "../../../../src/venue/solana/orca/tick-math.ts";
import { aWhirlpool, captureBytes, captureText, chainOf, hasCaptures } from "./support.ts";

interface Swap {
  readonly aToB: boolean;
  readonly exactIn: boolean;
  readonly amount: string;
  readonly sqrtPriceLimit: string;
  readonly pre: { readonly sqrtPrice: string; readonly liquidity: string };
  readonly post: { readonly sqrtPrice: string; readonly liquidity: string };
  readonly amountIn: string;
  readonly amountOut: string;
  readonly ticksCrossed: number;
}

interface LiquidityEvent {
  readonly liquidityDelta: string;
  readonly tickLower: number;
  readonly tickUpper: number;
}

interface Replay {
  readonly tickSpacing: number;
  readonly feeRate: number;
  readonly start: {
    readonly sqrtPrice: string;
    readonly liquidity: string;
    readonly initializedTicks: readonly { readonly tick: number; readonly liquidityNet: string }[];
  };
  readonly anchorEnd: unknown;
  readonly events: readonly (Swap | LiquidityEvent)[];
}

/** Plays a day of one pool, feeding each state from the one before, never from the record. */
function play(replay: Replay): { swaps: number; wrong: unknown[] } {
  const nets = new Map(replay.start.initializedTicks.map((at) => [at.tick, BigInt(at.liquidityNet)]));
  let sqrtPrice = BigInt(replay.start.sqrtPrice);
  let liquidity = BigInt(replay.start.liquidity);
  let tick = tickAtSqrtPrice(sqrtPrice);
  const wrong: unknown[] = [];
  let swaps = 0;
  for (const event of replay.events) {
    if ("liquidityDelta" in event) {
      const delta = BigInt(event.liquidityDelta);
      nets.set(event.tickLower, (nets.get(event.tickLower) ?? 0n) + delta);
      nets.set(event.tickUpper, (nets.get(event.tickUpper) ?? 0n) - delta);
      if (event.tickLower <= tick && tick < event.tickUpper) liquidity += delta;
      continue;
    }
    swaps += 1;
    const ticks = [...nets].filter(([, net]) => net !== 0n).map(([at, net]) => ({ tick: at, net }));
    const { tickSpacing, feeRate: feePpm } = replay;
    const state = createWhirlpoolState({
      whirlpool: aWhirlpool({ tickSpacing, feePpm, liquidity, sqrtPrice, tickCurrentIndex: tick }),
      tickArrays: chainOf(ticks, tickSpacing),
      oracle: null,
      blockTimeSec: null,
    });
    const quote = state.quote({
      aToB: event.aToB,
      exactIn: event.exactIn,
      amount: BigInt(event.amount),
      sqrtPriceLimit: BigInt(event.sqrtPriceLimit),
    });
    if (typeof quote === "string") {
      wrong.push({ swaps, quote });
      break;
    }
    const got = [quote.amountIn, quote.amountOut, quote.sqrtPrice, quote.liquidity, quote.ticksCrossed];
    const { amountIn, amountOut, post, ticksCrossed } = event;
    const expected = [amountIn, amountOut, post.sqrtPrice, post.liquidity, ticksCrossed];
    if (got.join() !== expected.join()) wrong.push({ swaps, got: got.join(), expected: expected.join() });
    sqrtPrice = quote.sqrtPrice;
    liquidity = quote.liquidity;
    tick = quote.tick;
  }
  return { swaps, wrong };
}

describe.skipIf(!hasCaptures)("recorded mainnet swaps (../shared/data)", () => {
  it("replays a day of 1,083 SOL/USDC swaps to the unit, prices and liquidity after each included", () => {
    const replay: Replay = JSON.parse(
      captureText("orca-replay-20220406/SOL-USDC-ts128.65shmpuYmxx5p7ggNCZbyrGLCXVqbBR1ZD5aAocRBUNG.json.gz"),
    );
    const { swaps, wrong } = play(replay);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(swaps).toBe(1083);
  });

  it("reproduces the four legs of a real transaction, the first with an adaptive fee", () => {
    const dump = loadAccounts(readDump(captureBytes("orca-eos365795240/eos365795240.dump.csv")));
    const expected = JSON.parse(captureText("orca-eos365795240/EXPECTED.json"));
    const legs = expected.legs.map(
      (leg: { pool: string; aToB: boolean; amountIn: string; amountOut: string; tradeFee: string }) => {
        const request = {
          pool: leg.pool,
          a_to_b: leg.aToB,
          exact_in: true,
          amount: leg.amountIn,
          timestamp: expected.nextBlockTime,
        };
        const { amount_in, amount_out, fee } = JSON.parse(answerQuote(dump, JSON.stringify(request)));
        return [amount_in, amount_out, fee].join() === [leg.amountIn, leg.amountOut, leg.tradeFee].join();
      },
    );
    expect(legs).toEqual([true, true, true, true]);
  });
});
