import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#risk";
import { Host, ONE, plentiful } from "./host.ts";

const lunch = { kind: "pause", by: "ada", reason: "lunch", scope: { kind: "all" } } as const;

describe("a pause", () => {
  it("keeps the next opportunity from being taken in the same turn", () => {
    const host = new Host().open();
    host.command(lunch);
    host.quote(15_300);
    expect(host.decision).toMatchObject({ decision: "refused" });
    expect(host.decision.decisionReason).toMatch(/^paused: manual \(all\): lunch/);
    expect(host.records).toEqual([]);
    expect(host.disk.records).toEqual([]);
  });

  it("blocks a first send whose intent is durable already", () => {
    const host = new Host({ slowDisk: true }).open();
    host.sync();
    host.quote(15_300);
    host.command(lunch);
    host.sync();
    expect(host.sent).toEqual([]);
    expect(host.trade).toMatchObject({ status: "failed", statusReason: "manual (all): lunch" });
    expect(host.view.openTrades).toBe(0);
  });

  it("counts no order error and no failed execution where it blocked a send itself", () => {
    const host = new Host({ slowDisk: true }).open();
    host.sync();
    host.quote(15_300);
    host.command(lunch);
    host.sync();
    expect(host.view.risk.orderErrors).toBe(0);
    expect(host.effects.filter(({ kind }) => kind === "execution-failed")).toEqual([]);
  });

  it("does not keep an open trade from being brought home", () => {
    const host = new Host().open();
    host.quote(15_300);
    host.command(lunch);
    host.confirmDex(host.dex());
    expect(host.sent.at(-1)?.kind).toBe("send-cex");
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
    expect(host.trade.status).toBe("completed");
  });

  it("of another pool keeps nothing", () => {
    const host = new Host().open();
    host.command({ ...lunch, scope: { kind: "pool", pool: "Other" } });
    host.quote(15_300);
    expect(host.decision.decision).toBe("taken");
  });

  it("lets the same dislocation be taken once it is resumed", () => {
    const host = new Host().open();
    host.command(lunch);
    host.quote(15_300);
    expect(host.command({ kind: "resume", by: "ada", reason: null })).toEqual({ ok: true, reason: "" });
    host.quote(15_301);
    expect(host.decision.decision).toBe("taken");
  });

  it("survives the process", () => {
    const host = new Host().open();
    host.command(lunch);
    const next = new Host({ disk: host.disk, holdings: host.holdings }).open();
    expect(next.view.risk).toMatchObject({ isPaused: true, pauseReason: "manual" });
    next.quote(15_300);
    expect(next.decision.decision).toBe("refused");
  });
});

describe("risk at the decision", () => {
  it("takes one trade of an asset at a time", () => {
    const host = new Host().open();
    host.quote(15_300);
    host.quote(14_690);
    expect(host.decision.decisionReason).toMatch(/^asset-busy/);
    expect(host.view.openTrades).toBe(1);
  });

  const LEGS = [
    ["solana USDC", 15_300],
    ["gemini SOL", 15_300],
    ["gemini USD", 14_690],
    ["solana SOL", 14_690],
  ] as const;

  it.each(LEGS)("refuses where %s does not carry its leg", (key, bid) => {
    const host = new Host({ holdings: plentiful().set(key, 0n) }).open();
    host.quote(bid);
    const [venue, asset] = key.split(" ");
    expect(host.decision.decisionReason).toMatch(
      new RegExp(`^insufficient-balance: ${venue} has 0 ${asset} available, the leg needs`),
    );
    expect(host.sent).toEqual([]);
  });

  it.each(LEGS)("takes no more than %s carries, fee and limit included", (key, bid) => {
    const held = key.endsWith("SOL") ? ONE : 150n * ONE;
    const host = new Host({ holdings: plentiful().set(key, held) }).open();
    host.quote(bid);
    expect(host.decision.decision).toBe("taken");
    host.confirmDex(host.dex());
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
    const left = host.holdings.get(key) ?? -1n;
    expect(left).toBeGreaterThanOrEqual(0n);
    expect(left).toBeLessThan(held / 20n);
  });

  it("refuses what the clients cannot send now", () => {
    for (const [cex, dex] of [
      [false, true],
      [true, false],
    ] as const) {
      const host = new Host().open();
      host.ready(cex, dex);
      host.quote(15_300);
      expect(host.decision.decisionReason).toMatch(/^venue-not-ready/);
    }
  });

  it("refuses everything while trading is switched off, and at once when it is", () => {
    const host = new Host({ trading: { observeOnly: true } }).open();
    host.quote(15_300);
    expect(host.decision.decisionReason).toMatch(/^observe-only/);
    host.command({ kind: "observe-only", by: "ada", on: false });
    host.quote(15_301);
    expect(host.decision.decision).toBe("taken");
  });

  it("asks the measured costs where it must", () => {
    const host = new Host({ trading: { requireMeasured: true } });
    host.account("gemini");
    host.account("solana");
    host.send({
      ...{ kind: "readiness", receivedNs: host.nowNs },
      readiness: { cex: true, dex: true, skewMs: 0, networkLamports: new Map() },
    });
    host.tick();
    host.quote(15_300);
    expect(host.decision.decisionReason).toMatch(/^fee-tier-unread/);
    host.ready();
    host.quote(15_301);
    expect(host.decision.decision).toBe("taken");
  });
});

describe("a wide spread", () => {
  it("pauses its asset in the very turn that shows it, and refuses a resume while it lasts", () => {
    const host = new Host().open();
    host.quote(15_900);
    expect(host.view.risk.pauseReason).toBe("wide spread (asset:SOL-USD)");
    expect(host.logs).toContain("Risk paused: wide spread");
    expect(host.records).toEqual([]);
    const refused = host.command({ kind: "resume", by: "ada", reason: null });
    expect(refused).toMatchObject({ ok: false, kind: "conflict" });
    host.quote(15_010);
    host.tick();
    expect(host.command({ kind: "resume", by: "ada", reason: null })).toMatchObject({ ok: true });
  });

  it("is the limit of this moment: nothing is taken above one that was just lowered", () => {
    const host = new Host().open();
    const limits = { ...DEFAULT_LIMITS, wideSpreadPct: 1_600_000n };
    host.command({ kind: "limits", by: "ada", limits });
    host.quote(15_300);
    expect(host.view.risk.pauseReason).toBe("wide spread (asset:SOL-USD)");
    expect(host.records).toEqual([]);
  });
});

describe("silence", () => {
  it("pauses the venue after ten seconds, and not before its first data", () => {
    const host = new Host();
    host.bareTick();
    expect(host.view.risk.isPaused).toBe(false);
    host.tick();
    host.pass(10_001);
    host.send({ kind: "liveness", venue: "solana", receivedNs: host.nowNs, slot: 2 });
    host.bareTick();
    expect(host.view.risk.pauseReason).toBe("data staleness (venue:gemini)");
  });
});

describe("losses", () => {
  /** The pool leg fills; the exchange has fallen nearly to the pool before the hedge: fees are the loss. */
  function aLosingTrade(host: Host): void {
    host.quote(15_300);
    host.quote(15_060);
    host.confirmDex(host.dex());
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
    // The dislocation must end before the next one can be an opportunity of its own.
    host.tick(600);
    host.tick(600);
  }

  it("are booked as losses, and a day that reaches the limit pauses in the same turn", () => {
    const limits = { dailyLossLimitUsd: 10n * 10n ** 9n, maxConsecutiveLosses: 100 };
    const host = new Host({ limits }).open();
    let realised = 0n;
    for (let i = 0; i < 20 && !host.view.risk.isPaused; i += 1) {
      aLosingTrade(host);
      expect(host.trade.status).toBe("completed");
      expect(host.trade.pnlUsd).toBeLessThan(0n);
      realised += host.trade.pnlUsd;
      expect(host.view.risk.dailyPnlUsd).toBe(realised);
    }
    expect(realised).toBeLessThanOrEqual(-10n * 10n ** 9n);
    expect(host.view.risk.pauseReason).toBe("daily loss limit");
    expect(host.logs).toContain("Risk paused: daily loss limit");
    host.quote(15_300);
    expect(host.decision.decisionReason).toMatch(/^paused: daily loss limit/);
    expect(host.command({ kind: "resume", by: "ada", reason: null })).toMatchObject({ ok: false });
  });

  it("in a row pause too", () => {
    const host = new Host({ limits: { maxConsecutiveLosses: 2 } }).open();
    aLosingTrade(host);
    expect(host.view.risk.isPaused).toBe(false);
    aLosingTrade(host);
    expect(host.view.risk.pauseReason).toBe("consecutive losses");
  });

  it("are forgotten by no trade that came to nothing", () => {
    const host = new Host({ limits: { maxConsecutiveLosses: 2 } }).open();
    aLosingTrade(host);
    host.quote(15_300);
    const { attemptId } = host.dex();
    host.confirmDex(host.dex());
    host.evidence({
      kind: "cex-ended",
      attemptId: host.cex().attemptId,
      orderId: "7",
      filledLots: 0,
      reason: null,
    });
    host.evidence({ kind: "dex-vanished", attemptId, reason: "fork" });
    host.evidence({
      ...{ kind: "cex-ended", attemptId: host.cex().attemptId, orderId: "8", filledLots: 0 },
      reason: null,
    });
    host.evidence({ kind: "dex-expired", attemptId, finalizedHeight: 151, detail: "twice" });
    expect(host.trade).toMatchObject({ status: "failed", pnlUsd: 0n });
    expect(host.view.risk).toMatchObject({ dailyTrades: 1, consecutiveLosses: 1 });
  });
});

describe("a residual that no venue can be priced or reached for", () => {
  const strandedOnTheRoad = (): Host => {
    const host = new Host().open();
    host.quote(15_300);
    host.ready(false, false);
    host.confirmDex(host.dex());
    return host;
  };

  it("pauses its asset when it has waited as long as a leg may be unknown", () => {
    const host = strandedOnTheRoad();
    expect(host.sent.map(({ kind }) => kind)).toEqual(["send-dex"]);
    host.tick(DEFAULT_LIMITS.unknownLegMs - 200);
    expect(host.view.risk.isPaused).toBe(false);
    host.tick(400);
    expect(host.view.risk.pauseReason).toBe("unknown leg (asset:SOL-USD)");
  });

  it("is closed as soon as a venue can be reached, and may then be resumed", () => {
    const host = strandedOnTheRoad();
    host.tick(DEFAULT_LIMITS.unknownLegMs + 200);
    const refused = host.command({ kind: "resume", by: "ada", reason: null });
    expect(refused).toMatchObject({ ok: false, kind: "conflict" });
    host.ready();
    host.tick(500);
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
    expect(host.trade.status).toBe("completed");
    expect(host.command({ kind: "resume", by: "ada", reason: "seen to it" })).toMatchObject({ ok: true });
  });
});
