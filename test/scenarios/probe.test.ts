import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { probeCommand } from "../../src/system/commands/probe.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { freePort, startMain } from "../support/tandem-process.ts";

describe("tandem probe", () => {
  let venues: StandInsProcess;

  beforeAll(async () => {
    venues = await startStandInsProcess();
  }, 60_000);
  afterAll(async () => await venues?.[Symbol.asyncDispose]());

  async function probe(args: readonly string[], env: Record<string, string> = {}) {
    await using tandem = startMain(["probe", ...args], { ...venues.env, ...env });
    const code = await tandem.exited(20_000);
    return { code, stdout: tandem.stdout(), stderr: tandem.stderr() };
  }

  it("shows what comes of a symbol: steps, connection, snapshot, a line a second, a summary", async () => {
    const { code, stdout, stderr } = await probe(["gemini", "SOLUSD", "--seconds", "2"]);
    const all = stdout.trimEnd().split("\n");
    const isOfASecond = (line: string) => / s bid .* \| \d+ updates, \d+ tickers, \d+ trades$/.test(line);
    expect(all.filter(isOfASecond).length).toBeGreaterThanOrEqual(1);
    const lines = all.filter((line) => !isOfASecond(line));
    expect(lines).toEqual([
      expect.stringMatching(/lists solusd: price step 0\.01, size step [\d.]+, smallest order [\d.]+$/),
      expect.stringMatching(/^\+ +\d\.\d\d s connected$/),
      expect.stringMatching(/ s snapshot: \d+ bids, \d+ asks, bid [\d.]+ x [\d.]+ {2}ask [\d.]+ x [\d.]+$/),
      expect.stringMatching(/: \d+ updates, \d+ tickers \((\d+) of \1 compared agree\), .* 0 times void/),
      expect.stringMatching(/^round trip \d+ ms/),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("says what a pool is and shows its updates, by address or by its asset's name", async () => {
    const pool = venues.env.ORCA_BTC_USDC_POOL ?? "";
    const [byName, byAddress] = await Promise.all([
      probe(["solana", "btc-usd", "--seconds", "1"]),
      probe(["solana", pool, "--seconds", "1"], { ASSET_LIST: "SOL-USD" }),
    ]);
    expect(byName.stdout).toContain(`pool ${pool}, configured for BTC-USD\n`);
    expect(byAddress.stdout).toContain(`pool ${pool}, not configured\n`);
    for (const { code, stdout } of [byName, byAddress]) {
      expect(stdout).toMatch(/^mint A \w{32,}, mint B \w{32,}$/m);
      expect(stdout).toMatch(/^tick spacing \d+, fee [\d.]+ bps.*, liquidity \d+, tick -?\d+$/m);
      expect(stdout).toMatch(/ s whole at slot \d+: price \d{5}\.\d+, fee /);
      expect(stdout).toMatch(/: \d+ updates over \d+ slots, 1 connections, 0 times void$/m);
      expect(code).toBe(0);
    }
  });

  it("ends with 1 and a plain reason where nothing comes", async () => {
    const nobody = `ws://127.0.0.1:${await freePort()}`;
    const mint = venues.env.SOL_MINT ?? "So11111111111111111111111111111111111111112";
    const outcomes = await Promise.all([
      probe(["gemini", "nosuch"]),
      probe(["gemini", "solusd", "--seconds", "1"], { GEMINI_WS_URL: nobody }),
      probe(["solana", "SOL-USD", "--seconds", "1"], { SOLANA_WS_URL: nobody }),
      probe(["solana", mint]),
      probe(["solana", "ETH-USD"], { ETH_MINT: mint }),
    ]);
    expect(outcomes.map(({ code, stderr }) => [code, stderr.trimEnd().split("\n").at(-1)])).toEqual([
      [1, expect.stringMatching(/^tandem: Gemini lists no symbol nosuch/)],
      [1, expect.stringMatching(/^tandem: nothing came: .*ECONNREFUSED/)],
      [1, expect.stringMatching(/^tandem: nothing came: .*ECONNREFUSED/)],
      [1, expect.stringMatching(/^tandem: .* no Whirlpool, the account belongs to Token/)],
      [1, expect.stringMatching(/^tandem: ETH-USD: pool .* expected the mints/)],
    ]);
  });

  it("ends with its summary where it is stopped", async () => {
    await using tandem = startMain(["probe", "gemini", "solusd", "--seconds", "60"], venues.env);
    await tandem.printed("snapshot: ", 15_000);
    tandem.child.kill("SIGINT");
    expect(await tandem.exited()).toBe(130);
    expect(tandem.stdout()).toMatch(/ updates, .* 0 times void/);
  });

  it("refuses a question that is wrong itself", async () => {
    await expect(probeCommand.run({}, ["kraken", "solusd"])).rejects.toThrow(/expected gemini SYMBOL or/);
    await expect(probeCommand.run({ seconds: "0" }, ["gemini", "solusd"])).rejects.toThrow(/^--seconds: /);
  });
});
