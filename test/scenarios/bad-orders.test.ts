import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerOf, truthOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

/** What was decided about each opportunity that came once the gate was open. */
async function decisions(operator: Operator): Promise<readonly string[]> {
  const { opportunities } = (await operator.get("/opportunities?limit=200")).body;
  return opportunities
    .map((one: { decision_reason: string | null }) => one.decision_reason ?? "")
    .filter((reason: string) => !reason.startsWith("gate-shut"));
}

async function withVenues(
  options: Parameters<typeof startStandInsProcess>[0],
  env: Record<string, string>,
  check: (operator: Operator, venues: StandInsProcess) => Promise<void>,
): Promise<void> {
  await using venues = await startStandInsProcess(options);
  await using operator = await operate(["run", "--mode", "demo"], { ...venues.env, ...env });
  await check(operator, venues);
}

describe("orders that the exchange refuses", () => {
  let venues: StandInsProcess;
  let operator: Operator;

  beforeAll(async () => {
    venues = await startStandInsProcess();
    const policy = { LEG_POLICY: "cex-first", MAX_ORDER_ERRORS: "3" };
    operator = await operate(["run", "--mode", "demo"], { ...venues.env, ...policy, OBSERVE_ONLY: "true" });
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  it.each([["InsufficientFunds"], ["LimitPriceOffTick"], ["InvalidQuantity"]])(
    "%s: told in the venue's words, not sent again blindly, and nothing is lost",
    async (reason) => {
      const refusing = { kind: "reject", venue: "gemini", probability: 1, atMs: 0, forMs: 600_000 } as const;
      await venues.inject({ ...refusing, reason });
      const since = new Date().toISOString();
      await operator.post("/controls/observe-only", { enabled: false });
      const pause = async () => (await operator.status()).risk.pause_reason?.includes("order errors");
      await operator.until(pause, 60_000, "order errors");
      await operator.flat();
      expect(operator.log()).toMatch(new RegExp(`WARNING .*Gemini order.*${reason}`));
      const trades = (await operator.trades()).filter(({ timestamp }) => timestamp > since);
      expect(trades.length).toBeGreaterThanOrEqual(3);
      for (const trade of trades)
        expect(trade).toMatchObject({ status: "failed", residual: "0", pnl_usd: "0" });
      const { legs } = await operator.trade(trades[0]?.id ?? "");
      expect(legs).toMatchObject([
        { venue: "gemini", state: "rejected", reason: expect.stringContaining(reason) },
      ]);
      await operator.post("/controls/observe-only");
      expect((await operator.post("/controls/resume")).status).toBe(200);
    },
  );

  it("leave one order for each trade, no fill, and balances to the unit", async () => {
    const truth = await venues.truth();
    const ids = truth.gemini.orders.map(({ client_order_id }) => client_order_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength((await operator.trades()).length);
    expect([truth.gemini.fills, truth.solana.transactions]).toEqual([[], []]);
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(truth));
    const failures = await operator.series("arb_execution_failures_total");
    expect(failures.reduce((sum, count) => sum + count, 0)).toBe(ids.length);
  });
});

describe("accounts that cannot pay", () => {
  it("an exchange account without funds is seen before anything is sent", async () => {
    const balances = { USD: "0", USDC: "0", SOL: "0", BTC: "0", ETH: "0" };
    await withVenues({ account: { balances } }, {}, async (operator, venues) => {
      await operator.trading();
      const seen = await operator.until(
        async () => {
          const all = await decisions(operator);
          return all.length >= 4 ? all : null;
        },
        60_000,
        "opportunities",
      );
      for (const reason of seen)
        expect(reason).toMatch(/^insufficient-balance: gemini has [\d.]+ \w+ available/);
      const { gemini, solana } = await venues.truth();
      expect([gemini.orders, solana.transactions]).toEqual([[], []]);
      expect(await operator.trades()).toEqual([]);
    });
  });

  it("a wallet that holds nothing is seen before anything is sent", async () => {
    const wallet = join(import.meta.dirname, "../../test-results/empty-wallet.json");
    mkdirSync(dirname(wallet), { recursive: true });
    writeFileSync(wallet, JSON.stringify([...freshKeypair()]), { mode: 0o600 });
    await withVenues({}, { SOLANA_KEYPAIR: wallet }, async (operator, venues) => {
      const seen = await operator.until(
        async () => {
          const all = await decisions(operator);
          const shut = (await operator.status()).risk.gate_reason;
          return all.length >= 3 || shut?.includes("solana:") ? [...all, shut ?? ""] : null;
        },
        60_000,
        "a refusal that names solana",
      );
      expect(seen.join()).toMatch(/solana/);
      const { gemini, solana } = await venues.truth();
      expect([gemini.orders, solana.transactions]).toEqual([[], []]);
      expect(await operator.trades()).toEqual([]);
    });
  });
});

/** 64 numbers as solana-keygen writes them: the seed, then the public key. */
function freshKeypair(): Buffer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = (key: { export(options: { format: "jwk" }): { d?: string; x?: string } }, field: "d" | "x") =>
    Buffer.from(key.export({ format: "jwk" })[field] ?? "", "base64url");
  return Buffer.concat([raw(privateKey, "d"), raw(publicKey, "x")]);
}
