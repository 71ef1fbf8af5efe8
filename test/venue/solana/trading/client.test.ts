import { describe, expect, it } from "vitest";
import { type PoolCurve, RejectedError } from "#model";
import { createSolanaClient } from "#venue/solana";
import { eventually, realTime, recordingLog } from "../../../support/fake-time.ts";
import { aCurve, anOrder, aPool, KEYPAIR, POOL, WALLET } from "./builders.ts";
import { SOL_ACCOUNT, TradingHarness } from "./client-harness.ts";

describe("preparing a swap", () => {
  it("signs from what is cached, in one turn, without a call", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    await eventually("simulated", () => harness.client.expectedFeeLamports(POOL) === 5_840n);
    const before = harness.nodes.map((node) => node.calls.length);
    const signed = harness.prepare();
    expect(harness.nodes.map((node) => node.calls.length)).toEqual(before);
    expect(signed.lastValidBlockHeight).toBe(1_150);
    // (50,000 simulated + 2 spare crossings of 10,000) × 1.2 + salt, at 10,000 less salt
    expect(Number(signed.feeLimitLamports)).toBeGreaterThan(5_000 + 840 - 10);
    expect(Number(signed.feeLimitLamports)).toBeLessThan(5_000 + 840 + 10);
  });

  it("never gives two attempts the same bytes, even for the same order and blockhash", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const signatures = Array.from({ length: 20 }, () => harness.prepare().signature);
    expect(new Set(signatures).size).toBe(20);
  });

  it("refuses what it cannot build, in a word", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const { client } = harness;
    const refused = (order: object, curve: PoolCurve = aCurve()) => client.prepare(anOrder(order), curve);
    expect(refused({ pool: "other" })).toEqual({ refused: "unknown-pool" });
    expect(refused({ baseUnits: 0n })).toEqual({ refused: "bad-amount" });
    expect(refused({ limitQuoteUnits: 1n << 64n })).toEqual({ refused: "bad-amount" });
    expect(refused({}, { ...aCurve() })).toEqual({ refused: "unknown-tick" });
  });

  it("refuses before there is a blockhash, and once the one there is has grown old", async () => {
    const idle = createSolanaClient({
      rpcUrls: ["http://127.0.0.1:1"],
      wsUrls: [],
      keypair: KEYPAIR,
      pools: [aPool()],
      clock: realTime,
      timers: realTime,
      random: () => 0,
      log: recordingLog(),
    });
    expect(idle.prepare(anOrder(), aCurve())).toEqual({ refused: "no-blockhash" });
    expect(idle.ready()).toBe(false);

    await using harness = await (await TradingHarness.start()).ready();
    harness.height += 100; // the pace is measured: 100 blocks in a moment
    const stale = () => {
      const prepared = harness.client.prepare(anOrder(), aCurve());
      return "refused" in prepared && prepared.refused === "no-blockhash";
    };
    await eventually("too old", stale);
    expect(harness.client.ready()).toBe(false);
  });
});

describe("sending a swap", () => {
  it("tells every provider in the same turn, the same bytes again until evidence, and is acknowledged once", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    await eventually("resent", () => harness.nodes.every((node) => node.count("sendTransaction") >= 3));
    const config = { encoding: "base64", skipPreflight: true, maxRetries: 0 };
    for (const node of harness.nodes) {
      for (const params of node.paramsOf("sendTransaction")) {
        expect(params).toEqual([intent.signed.wire, config]);
      }
    }
    expect(harness.kinds()).toEqual(["dex-acked"]);
    harness.land(intent.signed.signature, "confirmed");
    await harness.told("dex-landed confirmed");
    await harness.twoLooks(); // what was under way has arrived
    const sent = harness.node(0).count("sendTransaction");
    await harness.twoLooks();
    await harness.twoLooks();
    expect(harness.node(0).count("sendTransaction")).toBe(sent);
  });

  it("takes no failure for an end: unknown once, then the evidence that comes", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    harness.node(0).handlers.sendTransaction = () => ({ status: 500 });
    harness.node(1).handlers.sendTransaction = () => ({
      error: { code: -32602, message: "invalid transaction" },
    });
    const intent = harness.intent();
    harness.client.send(intent);
    await harness.told("dex-unknown");
    await harness.twoLooks();
    expect(harness.kinds()).toEqual(["dex-unknown"]);
    harness.land(intent.signed.signature, "finalized");
    await harness.told("dex-landed finalized");
  });

  it("takes an answer that never comes for neither acceptance nor end", async () => {
    await using harness = await (await TradingHarness.start(2, { requestTimeoutMs: 100 })).ready();
    for (const node of harness.nodes) node.handlers.sendTransaction = () => "silence";
    harness.client.send(harness.intent());
    await harness.told("dex-unknown");
    expect(harness.evidence[0]).toMatchObject({ reason: expect.stringContaining("no reply") });
  });

  it("takes 'already processed' for an acceptance", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    for (const node of harness.nodes) {
      node.handlers.sendTransaction = () => ({
        error: { code: -32002, message: "This transaction has already been processed" },
      });
    }
    harness.client.send(harness.intent());
    await harness.told("dex-acked");
  });

  it("sends nothing whose signature is not that of the bytes, or whose pool is not ours", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const { signed, order } = harness.intent();
    harness.client.send({ attemptId: "A", order, signed: { ...signed, signature: POOL } });
    harness.client.send({ attemptId: "B", order: { ...order, pool: "other" }, signed });
    expect(harness.evidence).toMatchObject([
      { kind: "dex-not-sent", attemptId: "A" },
      { kind: "dex-not-sent", attemptId: "B" },
    ]);
    expect(harness.node(0).count("sendTransaction")).toBe(0);
  });
});

describe("the evidence of a swap", () => {
  it("is what the chain's record says, at confirmed and again at finalized", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    harness.land(intent.signed.signature, "confirmed");
    await harness.told("dex-landed confirmed");
    harness.land(intent.signed.signature, "finalized");
    await harness.told("dex-landed finalized");
    const landed = harness.evidence.filter(({ kind }) => kind === "dex-landed");
    expect(landed).toHaveLength(2);
    for (const one of landed) {
      expect(one).toMatchObject({
        attemptId: "T1-dex-1",
        slot: 2_000,
        feeLamports: 5_777n,
        outcome: { ok: true, baseDelta: -1_000_000n, quoteDelta: 991_234n },
      });
    }
    const [, config] = harness.node(0).paramsOf("getTransaction")[0] ?? [];
    expect(config).toEqual({ encoding: "json", commitment: "confirmed", maxSupportedTransactionVersion: 1 });
    await eventually("nothing open", () => harness.client.stats().open === 0);
  });

  it("of a failure is the program's word and the fee", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    harness.land(intent.signed.signature, "finalized", { InstructionError: [2, { Custom: 6037 }] });
    await harness.told("dex-landed finalized");
    expect(harness.evidence.at(-1)).toMatchObject({
      feeLamports: 5_777n,
      outcome: { ok: false, error: "AmountInAboveMaximum: instruction 2, custom 6037" },
    });
  });

  it("comes at once with a notification, long before the next look", async () => {
    await using harness = await (await TradingHarness.start(2, { pollMs: 60_000 })).ready();
    await eventually("socket", () => harness.client.stats().socket_open === 1);
    const intent = harness.intent();
    harness.client.send(intent);
    const { signature } = intent.signed;
    await eventually("subscribed", () => harness.node(0).subscribed.includes(signature));
    await eventually("looked", () => harness.node(0).count("getSignatureStatuses") === 1);
    harness.land(signature, "confirmed");
    harness.node(0).notify(0);
    await harness.told("dex-landed confirmed");
    expect(harness.node(0).count("getSignatureStatuses")).toBe(1);
  });

  it("waits for a record that no provider has yet, and takes it from any that has", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    harness.land(intent.signed.signature, "confirmed");
    for (const node of harness.nodes) node.handlers.getTransaction = () => ({ result: null });
    await harness.twoLooks();
    expect(harness.kinds()).not.toContain("dex-landed confirmed");
    harness.node(1).handlers.getTransaction = () => ({ result: harness.record });
    await harness.told("dex-landed confirmed");
  });

  it("is expiry only once two providers are past the last valid height and know of nothing", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    await harness.told("dex-acked");
    harness.height = 1_151;
    const finalized = { result: { absoluteSlot: 1_900, blockHeight: 1_150 } };
    harness.node(1).handlers.getEpochInfo = () => finalized; // one lags
    await harness.twoLooks();
    await harness.twoLooks();
    expect(harness.kinds()).toEqual(["dex-acked"]);
    harness.node(1).handlers.getEpochInfo = () => ({ result: { absoluteSlot: 2_000, blockHeight: 1_151 } });
    await harness.told("dex-expired");
    expect(harness.evidence.at(-1)).toMatchObject({ finalizedHeight: 1_151 });
    await eventually("nothing open", () => harness.client.stats().open === 0);
  });

  it("is not expiry while a provider is down, or its history holds the swap", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    harness.height = 1_151;
    harness.node(1).handlers.getSignatureStatuses = () => ({ status: 503 });
    await eventually("searched", () => harness.node(0).count("getTransaction") > 3);
    expect(harness.kinds()).toEqual(["dex-acked"]);
    harness.land(intent.signed.signature, "finalized");
    harness.status = null;
    await harness.told("dex-landed finalized");
    expect(harness.kinds()).not.toContain("dex-expired");
  });

  it("takes back a sighting that vanished, sends again, and tells of the new one", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    harness.land(intent.signed.signature, "confirmed");
    await harness.told("dex-landed confirmed");
    const sent = harness.node(0).count("sendTransaction");
    harness.status = null;
    harness.record = null;
    harness.slot = 2_005;
    await harness.twoLooks();
    expect(harness.kinds()).not.toContain("dex-vanished"); // one slot is not two
    harness.slot = 2_006;
    await harness.told("dex-vanished");
    await eventually("sent again", () => harness.node(0).count("sendTransaction") > sent);
    harness.land(intent.signed.signature, "finalized");
    await harness.told("dex-landed finalized");
    expect(harness.kinds().filter((kind) => kind.startsWith("dex-landed"))).toEqual([
      "dex-landed confirmed",
      "dex-landed confirmed",
      "dex-landed finalized",
    ]);
  });
});

describe("pursuing what an earlier process signed", () => {
  it.each([false, true])("asks for evidence, and sends only where asked to: %s", async (rebroadcast) => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.pursue(intent, { rebroadcast });
    await harness.twoLooks();
    await harness.twoLooks();
    expect(harness.node(0).count("sendTransaction") > 0).toBe(rebroadcast);
    harness.land(intent.signed.signature, "finalized");
    await harness.told("dex-landed finalized");
  });
});

describe("the wallet", () => {
  it("is read in one call: balances by asset, and lamports as gas", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const account = await harness.client.readAccount();
    expect(account).toMatchObject({
      venue: "solana",
      balances: [
        { asset: "SOL", total: 5n * 10n ** 18n, available: 5n * 10n ** 18n },
        { asset: "USDC", total: 10n ** 18n, available: 10n ** 18n },
      ],
      gas: 4_000_000_001n * 10n ** 9n,
    });
    expect(account.receivedNs).toBeGreaterThanOrEqual(account.requestedNs);
  });

  it("is read as of the last landing at the earliest", async () => {
    await using harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    harness.land(intent.signed.signature, "confirmed");
    await harness.told("dex-landed confirmed");
    await harness.client.readAccount();
    const read = harness.nodes.flatMap((node) => node.paramsOf("getMultipleAccounts"));
    expect(read.some(([, one]) => (one as { minContextSlot?: number }).minContextSlot === 2_000)).toBe(true);
  });

  it("is refused by name where a token account is missing, and the client is not ready then", async () => {
    await using harness = await TradingHarness.start();
    harness.balances.set(SOL_ACCOUNT, null);
    const error = await harness.client.readAccount().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(RejectedError);
    expect(String(error)).toMatch(/SOL \(mint So1+2\).*create-account/);
    expect(harness.client.ready()).toBe(false);
    harness.balances.set(SOL_ACCOUNT, 0n);
    await harness.ready();
  });

  it("says who it is, and refuses providers of different chains", async () => {
    await using harness = await TradingHarness.start();
    expect((await harness.client.identity()).wallet).toBe(WALLET.address);
    harness.node(1).handlers.getGenesisHash = () => ({ result: POOL });
    await expect(harness.client.identity()).rejects.toThrow("different chains");
  });
});

describe("disposal", () => {
  it("stops everything and tells nothing more", async () => {
    const harness = await (await TradingHarness.start()).ready();
    const intent = harness.intent();
    harness.client.send(intent);
    await harness.told("dex-acked");
    await harness.client[Symbol.asyncDispose]();
    harness.land(intent.signed.signature, "finalized");
    const calls = harness.nodes.map((node) => node.calls.length);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(harness.nodes.map((node) => node.calls.length)).toEqual(calls);
    expect(harness.kinds()).toEqual(["dex-acked"]);
    harness.client.send(intent);
    expect(harness.kinds()).toEqual(["dex-acked"]);
    await Promise.all(harness.nodes.map((node) => node.stop()));
  });
});
