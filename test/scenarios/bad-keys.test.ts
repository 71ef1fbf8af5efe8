import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { startMain } from "../support/tandem-process.ts";

const CLOCK_OFF = fileURLToPath(import.meta.resolve("../support/clock-off.ts"));

/** Whatever is wrong with the way to an account: nothing is sent, and the venue's own words say why. */
describe("a way to the account that does not work", () => {
  let venues: StandInsProcess;

  beforeAll(async () => {
    venues = await startStandInsProcess();
  }, 60_000);

  afterAll(async () => await venues?.[Symbol.asyncDispose]());

  const demo = (env: Record<string, string>) => operate(["run", "--mode", "demo"], { ...venues.env, ...env });

  /** Opportunities come and are refused, nothing reaches either venue. */
  async function tradesNothing(operator: Operator, refusal: RegExp): Promise<void> {
    const seen = await operator.until(
      async () => {
        const { opportunities } = (await operator.get("/opportunities?limit=100")).body;
        return opportunities.length >= 2 ? opportunities : null;
      },
      60_000,
      "opportunities",
    );
    for (const { decision_reason } of seen) expect(decision_reason).toMatch(refusal);
    expect(await operator.trades()).toEqual([]);
    const { gemini, solana } = await venues.truth();
    expect(gemini.orders).toEqual([]);
    expect(solana.transactions).toEqual([]);
  }

  it.each([
    [
      "a key that the exchange does not know",
      { GEMINI_API_KEY: "account-nobody" },
      /InvalidApiKey|InvalidSignature/,
    ],
    ["a secret that is another's", { GEMINI_API_SECRET: "not-the-secret" }, /InvalidSignature/],
    ["a clock that is a minute ahead", { CLOCK_OFF_MS: "60000" }, /InvalidNonce/],
    ["a clock that is a minute behind", { CLOCK_OFF_MS: "-60000" }, /InvalidNonce/],
  ])("%s: the gate stays shut and tells the refusal", async (_what, env, words) => {
    await using operator = await demo({
      ...env,
      ...("CLOCK_OFF_MS" in env ? { NODE_OPTIONS: `--import ${CLOCK_OFF}` } : {}),
    });
    await operator.until(
      async () => words.test((await operator.status()).risk.gate_reason ?? ""),
      40_000,
      `gate_reason names ${words}`,
    );
    const { status, risk } = await operator.status();
    expect(status).toBe("healthy");
    expect(risk.gate_open).toBe(false);
    expect(operator.log()).toMatch(words);
    expect(operator.log()).not.toContain(venues.keys.trader.secret);
    await tradesNothing(operator, /^gate-shut/);
  });

  it("a key without the role to trade: it may read, so the gate says that it may not trade", async () => {
    const { key, secret } = venues.keys.auditor;
    await using operator = await demo({ GEMINI_API_KEY: key, GEMINI_API_SECRET: secret });
    await operator.process.printed(/MissingRole|Trader/, 40_000);
    await tradesNothing(operator, /^(gate-shut|venue-not-ready)/);
    expect(operator.log()).not.toContain(secret);
  });

  it.each([
    ["half a key", { GEMINI_API_SECRET: "" }, /GEMINI_API_SECRET/],
    ["a wallet that is not there", { SOLANA_KEYPAIR: "/nowhere/wallet.json" }, /SOLANA_KEYPAIR/],
  ])("%s stops the start with one line that names it", async (_what, env, names) => {
    await using process = startMain(["run", "--mode", "demo"], { ...venues.env, ...env });
    expect(await process.exited(40_000)).toBe(2);
    const complaints = process
      .stderr()
      .split("\n")
      .filter((line) => line.startsWith("tandem:"));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(names);
  });

  it("a wallet file that is none stops the start without showing what is in it", async () => {
    const file = join(import.meta.dirname, "../../test-results/no-wallet.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '["very","secret"]');
    await using process = startMain(["run", "--mode", "demo"], { ...venues.env, SOLANA_KEYPAIR: file });
    expect(await process.exited(40_000)).toBe(2);
    expect(process.stderr()).toMatch(/tandem: .*SOLANA_KEYPAIR/);
    expect(process.stderr()).not.toContain("very");
  });
});
