import { isRefusal, type PoolCurve } from "#model";
import { race } from "./measure.ts";
import { recordedPool } from "./pools.ts";

const QUOTES = 50_000;

/** Small swaps a second through recorded pools, both ways, each of another size; null without the data. */
export function quotesPerSecond(): Readonly<Record<string, number>> | null {
  const narrow = recordedPool(5);
  const wide = recordedPool(30);
  if (narrow === null || wide === null) return null;
  const contestants = [
    contestant("sell, 5 bps pool", (amount) => narrow.sellBase(amount)),
    contestant("buy, 5 bps pool", (amount) => narrow.buyBase(amount)),
    contestant("sell, 30 bps pool", (amount) => wide.sellBase(amount)),
    contestant("buy, 30 bps pool", (amount) => wide.buyBase(amount)),
  ];
  return Object.fromEntries(race(contestants, 5, 1));
}

function contestant(name: string, quote: (amount: bigint) => ReturnType<PoolCurve["sellBase"]>) {
  return {
    name,
    pass() {
      for (let i = 0; i < QUOTES; i += 1) {
        // 0.01 to 5 coins.
        const answer = quote(10_000_000n + BigInt(i) * 100_000n);
        if (isRefusal(answer)) throw new Error(`${name}: ${answer.refused}`);
      }
      return QUOTES;
    },
  };
}
