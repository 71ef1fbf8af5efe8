import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { amountOfUnits, formatDecimal } from "#model";
import { eventually } from "../../../support/fake-time.ts";
import { Desk, type Expected } from "./desk.ts";

/** The client against the stand-in node over real sockets; the node's own truth is the judge. */
let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
}, 60_000);

afterAll(() => desk.close());

const poolOf = (base: string) => {
  const found = desk.pools.find(({ asset }) => asset.base === base);
  if (found === undefined) throw new Error(`no pool of ${base}`);
  return found;
};

/** The same amounts as the node writes them. */
function truthOf(base: string, { baseDelta, quoteDelta }: Expected): Record<string, string> {
  const { baseDecimals, quoteDecimals } = poolOf(base);
  return { [base]: formatDecimal(baseDelta, baseDecimals), USDC: formatDecimal(quoteDelta, quoteDecimals) };
}

describe("a swap on a quiet chain", () => {
  it.each(
    ["SOL", "BTC", "ETH", "UNI"].flatMap((base) => [
      { base, side: "sell" as const, dollars: 150_000 },
      { base, side: "buy" as const, dollars: 120_000 },
    ]),
  )(
    "to $side $dollars dollars of $base does what the curve says, to the unit",
    async ({ base, side, dollars }) => {
      await desk.settled(base);
      const { intent, expected } = desk.sign(base, side, dollars);
      desk.client.send(intent);
      const end = await desk.ended(intent);
      expect(desk.kinds(intent)).toEqual(["dex-acked", "dex-landed confirmed", "dex-landed finalized"]);
      expect(end).toMatchObject({ outcome: { ok: true, ...expected } });
      const [truth, ...more] = desk.truth(intent);
      expect(more).toEqual([]);
      expect(truth).toMatchObject({ status: "landed", deltas: truthOf(base, expected) });
      if (end.kind !== "dex-landed") throw new Error(end.kind);
      expect(end.feeLamports.toString()).toBe(truth?.fee_lamports);
      expect(end.feeLamports).toBe(intent.signed.feeLimitLamports);
    },
    40_000,
  );

  it("leaves balances that the account says as the chain has them", async () => {
    const account = await desk.client.readAccount();
    for (const { asset, total } of account.balances) {
      const pool = asset === "USDC" ? poolOf("SOL") : poolOf(asset);
      const isQuote = asset === "USDC";
      const units = desk.units(isQuote ? pool.asset.quoteMint : pool.asset.baseMint);
      expect(total).toBe(amountOfUnits(units, isQuote ? pool.quoteDecimals : pool.baseDecimals));
    }
    expect(account.gas).toBe(desk.node.lamports() * 10n ** 9n);
    expect(account.balances.map(({ asset }) => asset).sort()).toEqual(["BTC", "ETH", "SOL", "UNI", "USDC"]);
  });
});

describe("a swap that the network treats badly", () => {
  beforeEach(async () => {
    await desk.settled("SOL");
  });

  /** Sends one SOL sale under faults and checks its end against the chain. */
  async function sale() {
    const { intent, expected } = desk.sign("SOL", "sell", 500);
    desk.client.send(intent);
    return { intent, expected, end: await desk.ended(intent) };
  }

  it.each([
    { name: "submissions that are dropped", faults: [{ kind: "tx-drop", probability: 0.8 }], forMs: 1_500 },
    { name: "a late landing", faults: [{ kind: "tx-late", blocks: 60, probability: 1 }], forMs: 1_000 },
    { name: "lost responses", faults: [{ kind: "lost-response", probability: 1 }], forMs: 1_500 },
    { name: "rate limits", faults: [{ kind: "http", status: 429, probability: 0.5 }], forMs: 1_500 },
    { name: "server errors", faults: [{ kind: "http", status: 503, probability: 0.6 }], forMs: 1_500 },
    { name: "a provider that lags", faults: [{ kind: "lag", provider: 1, slots: 40 }], forMs: 2_000 },
    { name: "a provider that is down", faults: [{ kind: "http", status: 503, provider: 0 }], forMs: 2_500 },
    { name: "sockets that are cut", faults: [{ kind: "drop" }], forMs: 1_500 },
    { name: "slow answers", faults: [{ kind: "latency", delayMs: 120 }], forMs: 2_000 },
  ])(
    "lands once all the same under $name, with the amounts of the chain",
    async ({ faults, forMs }) => {
      for (const fault of faults) desk.inject(fault, forMs);
      const { intent, expected, end } = await sale();
      expect(end).toMatchObject({ kind: "dex-landed", outcome: { ok: true, ...expected } });
      expect(desk.truth(intent)).toMatchObject([{ status: "landed", deltas: truthOf("SOL", expected) }]);
      expect(desk.kinds(intent).filter((kind) => kind.startsWith("dex-landed"))).toEqual([
        "dex-landed confirmed",
        "dex-landed finalized",
      ]);
    },
    40_000,
  );

  it("is expired, with proof, where it never lands, and nothing has moved", async () => {
    desk.inject({ kind: "tx-expire", probability: 1 }, 500);
    const before = desk.units(poolOf("SOL").asset.baseMint);
    const { intent, end } = await sale();
    expect(end).toMatchObject({ kind: "dex-expired", detail: expect.stringContaining("2 providers") });
    if (end.kind !== "dex-expired") throw new Error(end.kind);
    expect(end.finalizedHeight).toBeGreaterThan(intent.signed.lastValidBlockHeight);
    expect(desk.truth(intent)).toEqual([]);
    expect(desk.units(poolOf("SOL").asset.baseMint)).toBe(before);
  }, 40_000);

  it("has failed where its threshold was not met: the program's word, the fee and nothing else", async () => {
    desk.inject({ kind: "tx-fail", probability: 1 }, 600);
    const { intent, end } = await sale();
    expect(end).toMatchObject({
      kind: "dex-landed",
      commitment: "finalized",
      outcome: { ok: false, error: expect.stringMatching(/^AmountOutBelowMinimum/) },
    });
    if (end.kind !== "dex-landed") throw new Error(end.kind);
    const fee_lamports = end.feeLamports.toString();
    expect(desk.truth(intent)).toMatchObject([{ status: "failed", deltas: {}, fee_lamports }]);
  }, 40_000);

  it("is taken back where the block it was seen in is abandoned, and lands by the same bytes", async () => {
    desk.inject({ kind: "tx-phantom", blocks: 7, probability: 1 }, 300);
    const { intent, expected, end } = await sale();
    expect(desk.kinds(intent)).toContain("dex-vanished");
    expect(end).toMatchObject({
      kind: "dex-landed",
      commitment: "finalized",
      outcome: { ok: true, ...expected },
    });
    expect(desk.truth(intent)).toMatchObject([{ status: "landed", deltas: truthOf("SOL", expected) }]);
  }, 40_000);

  it("is unknown while a provider that could prove its expiry is down, however long", async () => {
    desk.inject({ kind: "tx-expire", probability: 1 }, 300);
    desk.inject({ kind: "http", status: 503, provider: 1 }, 6_000);
    const startMs = performance.now();
    const { intent, end } = await sale();
    expect(end.kind).toBe("dex-expired");
    expect(performance.now() - startMs).toBeGreaterThan(5_900);
    expect(desk.kinds(intent)).toEqual(["dex-acked", "dex-expired"]);
  }, 40_000);
});

describe("a swap of a process that died", () => {
  it("is found by the next one without sending anything", async () => {
    await desk.settled("SOL");
    const { intent, expected } = desk.sign("SOL", "sell", 500);
    desk.client.send(intent);
    await eventually("acked", () => desk.kinds(intent).includes("dex-acked"));
    await desk.restart();
    desk.client.pursue(intent, { rebroadcast: false });
    expect(await desk.ended(intent)).toMatchObject({ outcome: { ok: true, ...expected } });
    expect(desk.client.stats().send_rounds).toBe(0);
  }, 40_000);

  it("that was never sent is expired, or sent again where that is asked for", async () => {
    await desk.settled("SOL");
    const never = desk.sign("SOL", "sell", 500).intent;
    const { intent: again, expected } = desk.sign("SOL", "sell", 500);
    await desk.restart();
    desk.client.pursue(never, { rebroadcast: false });
    desk.client.pursue(again, { rebroadcast: true });
    expect(await desk.ended(again)).toMatchObject({ outcome: { ok: true, ...expected } });
    expect(await desk.ended(never)).toMatchObject({ kind: "dex-expired" });
    expect(desk.truth(never)).toEqual([]);
  }, 40_000);
});
