import { describe, expect, it } from "vitest";
import { Host, ONE } from "./host.ts";

const OPENED = "start-up reconciled, trading gate open";

describe("the start-up gate", () => {
  it("stays shut until both accounts were seen, and says what it waits for", () => {
    const host = new Host();
    host.ready();
    host.tick();
    expect(host.view.gateReason).toBe("comparing balances with gemini and solana");
    host.quote(15_300);
    expect(host.decision.decisionReason).toMatch(/^gate-shut/);
    host.account("gemini");
    host.tick();
    expect(host.view.gateReason).toBe("comparing balances with solana");
    expect(host.logs).not.toContain(OPENED);
    host.account("solana");
    host.tick();
    expect(host.view.gateReason).toBeNull();
    expect(host.logs.filter((event) => event === OPENED)).toHaveLength(1);
    host.quote(15_301);
    expect(host.decision.decision).toBe("taken");
  });

  it("books the opening balances once, whatever the venues say later", () => {
    const host = new Host().open();
    const openings = () => host.disk.transfers.filter(({ kind }) => kind === "opening");
    expect(openings()).toHaveLength(5);
    host.account("gemini");
    host.account("solana");
    const next = new Host({ disk: host.disk, holdings: host.holdings }).open();
    expect(openings()).toHaveLength(5);
    expect(next.view.gateReason).toBeNull();
  });

  it("stays shut over balances that do not agree, until an operator accepts them", () => {
    const host = new Host().open();
    host.holdings.set("gemini USD", 40_000n * ONE);
    const next = new Host({ disk: host.disk, holdings: host.holdings }).open();
    expect(next.view.gateReason).toBe("comparing balances with gemini");
    expect(next.command({ kind: "accept-drift", by: "ada", reason: "withdrawn" })).toMatchObject({
      ok: true,
    });
    next.tick();
    expect(next.view.gateReason).toBeNull();
  });

  it("stays shut until the last process's trades are home", () => {
    const host = new Host().open();
    host.quote(15_300);
    const intent = host.dex();
    const next = new Host({ disk: host.disk, holdings: host.holdings }).open();
    expect(next.view.gateReason).toBe("bringing home 1 open trade");
    expect(next.sent).toMatchObject([{ kind: "pursue-dex", rebroadcast: false, intent }]);
    next.account("gemini");
    next.quote(15_300);
    expect(next.decision.decisionReason).toMatch(/^gate-shut/);
    next.evidence({
      kind: "dex-expired",
      attemptId: intent.attemptId,
      finalizedHeight: 151,
      detail: "twice",
    });
    expect(next.trade).toMatchObject({ status: "failed", pnlUsd: 0n });
    next.account("gemini");
    next.account("solana");
    next.tick();
    expect(next.view.gateReason).toBeNull();
  });

  it("shuts again before the process ends: what is open goes on, and is in doubt until it has evidence", () => {
    const host = new Host().open();
    host.quote(15_300);
    const intent = host.dex();
    expect(host.view).toMatchObject({ gateReason: null, inDoubt: true });
    host.engine.process({ kind: "ending", receivedNs: host.nowNs });
    expect(host.view).toMatchObject({ gateReason: "the process is ending", inDoubt: true });
    host.evidence({
      kind: "dex-expired",
      attemptId: intent.attemptId,
      finalizedHeight: 151,
      detail: "twice",
    });
    expect(host.view).toMatchObject({ openTrades: 0, inDoubt: false });
    host.tick();
    expect(host.view.gateReason).toBe("the process is ending");
  });

  it("has nothing begun once the process is ending", () => {
    const host = new Host().open();
    host.engine.process({ kind: "ending", receivedNs: host.nowNs });
    host.quote(15_300);
    expect(host.decision.decisionReason).toMatch(/^gate-shut/);
  });

  it("begins nothing over books that were put back, and asks what became of what they left open", () => {
    const host = new Host().open();
    host.quote(15_300);
    const intent = host.dex();
    const next = new Host({ disk: host.disk, holdings: host.holdings, held: "put back" }).open();
    expect(next.sent).toMatchObject([{ kind: "pursue-dex", rebroadcast: false, intent }]);
    expect(next.view.risk.pauses).toMatchObject([
      { reason: "manual", scope: { kind: "all" }, detail: "put back" },
      { reason: "stranded leg" },
    ]);
    next.confirmDex(intent);
    next.tick();
    // An exposed leg that any other start would hedge at once.
    expect(next.sent).toHaveLength(1);
    expect(next.trade).toMatchObject({ status: "stranded" });
    next.quote(15_300);
    expect(next.decision.decisionReason).toMatch(/^(gate-shut|paused)/);
    const third = new Host({ disk: next.disk, holdings: next.holdings }).open();
    third.tick();
    expect(third.sent).toMatchObject([{ kind: "pursue-dex", rebroadcast: false }]);
    expect(third.view.risk.isPaused).toBe(true);
  });

  it("keeps, books and answers nothing before the journal was read", () => {
    const host = new Host().open();
    host.command({ kind: "pause", by: "ada", reason: "lunch", scope: { kind: "all" } });
    const { risk } = host.disk;
    const next = new Host({ disk: host.disk, holdings: host.holdings, restoreLater: true }).open();
    next.quote(15_900);
    const resume = { kind: "resume", by: "ada", reason: null } as const;
    expect(() => next.command(resume)).toThrow("answered exactly once");
    expect(next.view).toMatchObject({ gateReason: "the journal is being read" });
    expect(next.effects.filter(({ kind }) => kind === "journal")).toEqual([]);
    expect(host.disk.risk).toBe(risk);
    next.quote(15_010);
    next.restore();
    next.open();
    expect(next.view.gateReason).toBeNull();
    expect(next.view.risk.pauseReason).toBe("manual");
    next.quote(15_300);
    expect(next.decision.decisionReason).toMatch(/^paused: manual/);
    const third = new Host({ disk: next.disk, holdings: next.holdings });
    expect(third.view.risk.pauseReason).toBe("manual");
  });

  it("asks for both accounts when a trade is home", () => {
    const host = new Host().open();
    host.quote(15_300);
    const before = host.effects.length;
    host.evidence({ kind: "dex-not-sent", attemptId: host.dex().attemptId, reason: "?" });
    const wanted = host.effects.slice(before).filter(({ kind }) => kind === "account-wanted");
    expect(wanted).toEqual([
      { kind: "account-wanted", venue: "gemini" },
      { kind: "account-wanted", venue: "solana" },
    ]);
  });
});

describe("balances against the ledger", () => {
  const drift = (host: Host) => host.holdings.set("gemini USD", 49_999n * ONE);

  it("may differ once; twice in a row they pause the venue and are told with figures", () => {
    const host = new Host().open();
    drift(host);
    host.account("gemini");
    expect(host.view.risk.isPaused).toBe(false);
    expect(host.effects).toContainEqual({ kind: "account-wanted", venue: "gemini" });
    host.account("gemini");
    expect(host.view.risk.pauseReason).toBe("ledger drift (venue:gemini)");
    expect(host.view.risk.pauses[0]?.detail).toContain("gemini USD: ledger 50000, venue 49999");
    host.quote(15_300);
    expect(host.decision.decision).toBe("refused");
  });

  it("are accepted by an operator with a reason, and then agree", () => {
    const host = new Host().open();
    expect(host.command({ kind: "accept-drift", by: "ada", reason: "?" })).toMatchObject({
      kind: "conflict",
    });
    drift(host);
    host.account("gemini");
    host.account("gemini");
    const resume = { kind: "resume", by: "ada", reason: null } as const;
    expect(host.command(resume)).toMatchObject({ kind: "conflict" });
    expect(host.command({ kind: "accept-drift", by: "ada", reason: "fee" })).toEqual({
      ok: true,
      reason: "fee",
    });
    expect(host.command(resume)).toMatchObject({ ok: true });
    host.account("gemini");
    host.account("gemini");
    expect(host.view.risk.isPaused).toBe(false);
    expect(host.disk.transfers.filter(({ kind }) => kind === "adjustment")).toMatchObject([
      { asset: "USD", amount: ONE, from: "gemini", to: "world", tradeId: null },
    ]);
    expect(host.disk.audit.map(({ action }) => action)).toEqual(["pause", "accept-drift", "resume"]);
  });

  it("prove nothing while a leg is under way or where they were asked for before it had ended", () => {
    const host = new Host().open();
    const askedNs = host.nowNs;
    host.quote(15_300);
    drift(host);
    host.account("gemini");
    expect(host.logs).not.toContain("ledger and venue do not agree");
    host.confirmDex(host.dex());
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
    expect(host.view.openTrades).toBe(0);
    host.account("gemini", { requestedNs: askedNs });
    expect(host.logs).not.toContain("ledger and venue do not agree");
    host.account("gemini");
    expect(host.logs).toContain("ledger and venue do not agree");
  });

  it("prove nothing where a whole trade came and went between the question and its answer", () => {
    const host = new Host().open();
    const before = new Map(host.holdings);
    const askedNs = host.nowNs;
    host.quote(15_300);
    host.confirmDex(host.dex());
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
    for (const [key, amount] of before) host.holdings.set(key, amount);
    host.account("gemini", { requestedNs: askedNs });
    host.account("solana", { requestedNs: askedNs });
    expect(host.logs).not.toContain("ledger and venue do not agree");
  });
});

describe("the comparison of balances in a busy market", () => {
  const MINUTE = 61_000;

  it("makes room for itself: when it is due nothing new starts until both venues were seen to agree", () => {
    const host = new Host().open();
    host.tick(MINUTE);
    expect(host.effects.filter(({ kind }) => kind === "account-wanted").length).toBeGreaterThan(0);
    host.quote(15_300);
    expect(host.decision.decisionReason).toMatch(/^reconciling: /);
    host.account("gemini");
    host.account("solana");
    host.quote(15_301);
    expect(host.decision.decision).toBe("taken");
  });

  it("starts nothing after one difference, before a second look has told what it is", () => {
    const host = new Host().open();
    const held = host.holdings.get("gemini USD") ?? 0n;
    host.holdings.set("gemini USD", held - ONE);
    host.account("gemini");
    host.quote(15_300);
    expect(host.decision.decisionReason).toMatch(/^reconciling: /);
    host.account("gemini");
    expect(host.view.risk.pauseReason).toBe("ledger drift (venue:gemini)");
  });

  it("lets an open trade come home while it is due", () => {
    const host = new Host().open();
    host.quote(15_300);
    host.tick(MINUTE);
    host.confirmDex(host.dex());
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
    expect(host.trade.status).toBe("completed");
  });
});
