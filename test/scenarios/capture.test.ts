import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatDecimal, parseDecimal } from "#model";
import { status as statusSchema } from "#wire";
import { CAPTURES, hasCaptures } from "../support/paths.ts";
import { freePort, startTandem, type TandemProcess } from "../support/tandem-process.ts";
import { until } from "../support/until.ts";

const FRAMES = join(CAPTURES, "gemini/gemini_v3_btcusd_perps_2026-09-30.tsv");
const BTC_POOL = "55BrDTCLWayM16GwrMEQU57o4PTm6ceF9wavSdNZcEiy";
const SOL_POOL = "7qbRF6YsyGuLUVs6Y1q64bdVrfe4ZcUUz1JRdoVNUJnm";

describe.skipIf(!hasCaptures)("the whole path on real captures (needs ../shared/data)", () => {
  let demo: TandemProcess;
  let api = "";

  beforeAll(async () => {
    const [port, consolePort] = [await freePort(), await freePort()];
    demo = startTandem(["start", "--capture", CAPTURES], {
      PORT: String(port),
      CONSOLE_PORT: String(consolePort),
      ASSET_LIST: "BTC-USD,SOL-USD",
      ORCA_BTC_USDC_POOL: BTC_POOL,
      BTC_MINT: "3NZ9JMVBmGAqocybic2c7LQCJScmgsAZ6vQqTDzcqmJh",
      ORCA_SOL_USDC_POOL: SOL_POOL,
    });
    api = `http://127.0.0.1:${port}`;
    await demo.printed(`http://127.0.0.1:${consolePort}`, 90_000);
    await demo.printed(/BTC-USD prices: CEX bid=8/, 40_000);
  }, 140_000);

  afterAll(async () => await demo?.[Symbol.asyncDispose]());

  it("ends with exactly the recorded book's and the recorded pools' prices, venue by venue", async () => {
    const last = lastTickerOf("btcusd");
    const seen = await until(async () => {
      const [btc, sol] = statusSchema.parse(await (await fetch(`${api}/api/v1/status`)).json()).prices;
      return btc?.cex_bid !== null && sameNumber(btc?.cex_bid, last.b) && sameNumber(btc?.cex_ask, last.a)
        ? { btc, sol }
        : null;
    }, 60_000);
    expect(seen.btc).toMatchObject({ cex_state: "live", dex_state: "live" });
    expect(seen.sol).toMatchObject({
      cex_bid: null,
      cex_ask: null,
      cex_state: "unlisted",
      dex_state: "live",
    });
    expect(truncated(seen.btc?.dex_price)).toBe(poolPrice("whBTC-USDC-ts8-5bps", BTC_POOL, 8));
    expect(truncated(seen.sol?.dex_price)).toBe(poolPrice("SOL-USDC-ts8-5bps", SOL_POOL, 9));
  });

  it("makes no opportunity of it: without USDC's own book nothing can be valued", async () => {
    const seen = statusSchema.parse(await (await fetch(`${api}/api/v1/status`)).json());
    expect(seen.event_stats["signal.opportunity"]).toBe(0);
    expect(seen.refusals["usdc-rate-missing"]).toBeGreaterThan(0);
    expect(demo.stderr()).not.toContain("ERROR");
  });
});

function lastTickerOf(symbol: string): { b: string; a: string } {
  const frames = readFileSync(FRAMES, "utf8").trimEnd().split("\n");
  const tickers = frames.map((line) => JSON.parse(line.split("\t")[1] ?? "{}") as Record<string, string>);
  const { b, a } = tickers.findLast((frame) => "B" in frame && frame.s === symbol) ?? {};
  return { b: b ?? "", a: a ?? "" };
}

/** The mid of a recorded pool in whole dollars and nine decimals, straight from the account's bytes. */
function poolPrice(file: string, pool: string, baseDecimals: number): string {
  const path = join(CAPTURES, `solana/orca-snapshot-185759999/${file}.${pool}.json.gz`);
  const { accounts } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
    accounts: { pubkey: string; account: { data: [string] } }[];
  };
  const bytes = Buffer.from(accounts.find(({ pubkey }) => pubkey === pool)?.account.data[0] ?? "", "base64");
  const sqrtPrice = bytes.readBigUInt64LE(65) + (bytes.readBigUInt64LE(73) << 64n);
  return truncated(formatDecimal((sqrtPrice * sqrtPrice * 10n ** BigInt(baseDecimals + 3)) >> 128n, 9));
}

/** Six decimals are enough to tell two prices apart, and leave the last digit's rounding out of it. */
function truncated(price: string | null | undefined): string {
  return formatDecimal(parseDecimal(price ?? "0", 6, "floor"), 6);
}

function sameNumber(a: string | null | undefined, b: string): boolean {
  return typeof a === "string" && parseDecimal(a, 12, "exact") === parseDecimal(b, 12, "exact");
}
