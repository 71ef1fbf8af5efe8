import { describe, expect, it } from "vitest";
import { InputError } from "#model";
import { decodeOracle, decodeWhirlpool, readTickArray } from "../../../../src/venue/solana/orca/index.ts";
import { sqrtPriceAtTick } from "../../../../src/venue/solana/orca/tick-math.ts";
import { captureText, fixtureText, hasCaptures } from "./support.ts";

const accounts = new Map(
  fixtureText("mainnet-365795240.csv")
    .trim()
    .split("\n")
    .map((line) => line.split(",") as [string, string])
    .map(([pubkey, data]) => [pubkey, new Uint8Array(Buffer.from(data, "base64"))]),
);

function account(pubkey: string): Uint8Array {
  return accounts.get(pubkey)!.slice();
}

/** 88 places of 113 bytes; a place of the map is initialised with that net liquidity. */
function aFixedArray(startTick: number, nets: ReadonlyMap<number, bigint>): Uint8Array {
  const bytes = new Uint8Array(9988);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, 0x4561bdbe6e0742bbn);
  view.setInt32(8, startTick, true);
  for (const [offset, net] of nets) {
    const at = 12 + offset * 113;
    bytes[at] = 1;
    view.setBigUint64(at + 1, BigInt.asUintN(64, net), true);
    view.setBigInt64(at + 9, net >> 64n, true);
  }
  return bytes;
}

describe("Whirlpool accounts", () => {
  it("are read field by field", () => {
    const pool = decodeWhirlpool(account("4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW"));
    expect(pool).toMatchObject({
      config: "2LecshUwdy9xi7meFgHtFJQNSKk4KdTrcpvaB56dP2NQ",
      tickSpacing: 4,
      feeTierIndex: 1028,
      adaptive: true,
      feePpm: 400,
      protocolFeeRate: 1300,
      liquidity: 17043360106242n,
      sqrtPrice: 8580620861527422605n,
      tickCurrentIndex: -15309,
      tokenMintA: "So11111111111111111111111111111111111111112",
      tokenMintB: "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
    });
  });

  it("with a static fee say so", () => {
    expect(decodeWhirlpool(account("2nJjE2ba3iGtefN4UNM1KN5FdYCwssU4Bzhc8URceqh6"))).toMatchObject({
      adaptive: false,
      feePpm: 500,
      tickSpacing: 8,
    });
  });

  it("may be one tick below a price that is exactly a tick's", () => {
    const bytes = account("2nJjE2ba3iGtefN4UNM1KN5FdYCwssU4Bzhc8URceqh6");
    const view = new DataView(bytes.buffer);
    view.setBigUint64(65, sqrtPriceAtTick(-100), true);
    for (const tick of [-100, -101]) {
      view.setInt32(81, tick, true);
      expect(decodeWhirlpool(bytes).tickCurrentIndex).toBe(tick);
    }
  });

  it("may lie anywhere in a larger buffer", () => {
    const bytes = account("2nJjE2ba3iGtefN4UNM1KN5FdYCwssU4Bzhc8URceqh6");
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 7);
    expect(decodeWhirlpool(larger.subarray(7))).toEqual(decodeWhirlpool(bytes));
  });
});

describe("tick arrays", () => {
  it("with fixed places give their initialised ticks and signed net liquidity", () => {
    const bytes = aFixedArray(
      -704,
      new Map([
        [0, -5n],
        [87, (1n << 100n) + 3n],
      ]),
    );
    expect(readTickArray(bytes)).toMatchObject({
      kind: "fixed",
      startTick: -704,
      offsets: [0, 87],
      nets: [-5n, (1n << 100n) + 3n],
    });
  });

  it("with dynamic places are read in sequence", () => {
    const array = readTickArray(account("8p1JGkGbFqMjXjUs7jvNS5n979JMVcHG49rGjFbS29TJ"));
    expect(array).toMatchObject({
      kind: "dynamic",
      whirlpool: "2nJjE2ba3iGtefN4UNM1KN5FdYCwssU4Bzhc8URceqh6",
    });
    const sizes = [
      "8p1JGkGbFqMjXjUs7jvNS5n979JMVcHG49rGjFbS29TJ",
      "FQWPc9jWvzf5V8LBTFFhpKcLud7p7cq2cxSycjdsKR45",
    ]
      .map(account)
      .map((bytes) => [bytes.length, readTickArray(bytes).offsets.length]);
    for (const [bytes, ticks] of sizes) expect(bytes).toBe(148 + 112 * ticks!);
  });

  it.skipIf(!hasCaptures)(
    "of real pools balance: what enters liquidity also leaves it (../shared/data)",
    () => {
      const file =
        "orca-snapshot-185759999/whETH-USDC-ts64-30bps.E5KuHFnU2VuuZFKeghbTLazgxeni4dhQ7URE4oBtJju2.json.gz";
      const { accounts: list } = JSON.parse(captureText(file)) as {
        accounts: { account: { data: [string]; space: number } }[];
      };
      const arrays = list
        .filter(({ account: { space } }) => space === 9988)
        .map(({ account: { data } }) => readTickArray(Buffer.from(data[0], "base64")));
      expect(arrays.length).toBeGreaterThan(5);
      const total = arrays.flatMap(({ nets }) => nets).reduce((sum, net) => sum + net, 0n);
      expect(total).toBe(0n);
    },
  );
});

describe("oracles", () => {
  it("are read field by field", () => {
    expect(decodeOracle(account("31HfnCJfkAmdiAqXTRPVCPo9uDXLRstpK7tU2kk5zYB7"))).toEqual({
      whirlpool: "4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW",
      tradeEnableSec: 0n,
      filterPeriodSec: 30,
      decayPeriodSec: 600,
      reductionFactor: 5000,
      controlFactor: 60000,
      maxVolatilityAccumulator: 880000,
      tickGroupSize: 4,
      majorSwapThresholdTicks: 4,
      lastReferenceUpdateSec: 1757467258n,
      lastMajorSwapSec: 1757467094n,
      volatilityReference: 13935,
      tickGroupReference: -3829,
      volatilityAccumulator: 23935,
    });
  });
});

describe("what is not the expected account", () => {
  const pool = () => account("4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW");
  const dynamic = () => account("8p1JGkGbFqMjXjUs7jvNS5n979JMVcHG49rGjFbS29TJ");
  const cases: [string, () => unknown, RegExp][] = [
    [
      "no bytes",
      () => decodeWhirlpool(new Uint8Array(0)),
      /expected discriminator 3f95d10ce1806309, found none/,
    ],
    ["another kind", () => decodeWhirlpool(dynamic()), /expected discriminator 3f95.*found 11d8f68ee1c7da38/],
    ["a short pool", () => decodeWhirlpool(pool().subarray(0, 652)), /expected 653 bytes, found 652/],
    ["a pool as tick array", () => readTickArray(pool()), /not a tick array account: expected .* found 3f95/],
    ["a short fixed array", () => readTickArray(aFixedArray(0, new Map()).subarray(1).slice(0)), /found/],
    [
      "a cut fixed array",
      () => readTickArray(aFixedArray(0, new Map()).subarray(0, 9900)),
      /expected 9988 bytes, found 9900/,
    ],
    [
      "a cut dynamic array",
      () => readTickArray(dynamic().subarray(0, 100)),
      /expected at least \d+ bytes, found 100/,
    ],
    ["a pool as oracle", () => decodeOracle(pool()), /not an oracle account: expected discriminator 8bc2/],
    [
      "a pool without tick spacing",
      () => {
        const bytes = pool();
        bytes.fill(0, 41, 43);
        return decodeWhirlpool(bytes);
      },
      /tick spacing of 0/,
    ],
    [
      "a pool without a price",
      () => {
        const bytes = pool();
        bytes.fill(0, 65, 81);
        return decodeWhirlpool(bytes);
      },
      /square root price out of bounds: 0/,
    ],
    [
      "a pool whose tick is not its price's",
      () => {
        const bytes = pool();
        bytes[81] = bytes[81]! + 1;
        return decodeWhirlpool(bytes);
      },
      /at tick -15308 with the price of tick -15309/,
    ],
    [
      "a dynamic array whose bitmap lies",
      () => {
        const bytes = dynamic();
        bytes[44] = bytes[44]! ^ 1;
        return readTickArray(bytes);
      },
      /bitmap disagrees/,
    ],
    [
      "a tick that is neither initialised nor not",
      () => {
        const bytes = aFixedArray(0, new Map());
        bytes[12] = 2;
        return readTickArray(bytes);
      },
      /tick flag of 2/,
    ],
  ];

  it.each(cases)("is refused by name: %s", (_name, decode, message) => {
    expect(decode).toThrow(InputError);
    expect(decode).toThrow(message);
  });
});
