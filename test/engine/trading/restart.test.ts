import { describe, expect, it } from "vitest";
import { Host, type HostOptions } from "./host.ts";

/** A process that takes over what reached the disk of `host`, with the same venues. */
function takeOver(host: Host, options: HostOptions = {}): Host {
  return new Host({ disk: host.disk, holdings: host.holdings, ...options, startNs: host.nowNs });
}

/** What a start must give back exactly; what things are worth now is the market's. */
function kept(host: Host) {
  const { risk, openTrades } = host.view;
  const inventory = host.view.inventory.map((row) => ({ ...row, valueUsd: null }));
  const { limits: _, switches: __, ...pauses } = risk;
  return { inventory, pauses, openTrades };
}

const STEPS: readonly (readonly [string, (host: Host) => void])[] = [
  ["its plan", (host) => host.quote(15_300)],
  ["the first leg's confirmation", (host) => host.confirmDex(host.dex())],
  ["the hedge's part", (host) => partly(host)],
  ["the hedge's end", (host) => host.fillCex(host.cex(), undefined, false)],
  ["the hedge's settlement", (host) => host.settleCex(host.cex())],
  ["the end", (host) => host.finalizeDex(host.dex())],
];

function partly(host: Host): void {
  const { attemptId } = host.cex();
  host.evidence({ kind: "cex-partial", attemptId, orderId: "77", filledLots: 1_000 });
}

describe("a new process", () => {
  it.each(STEPS.map(([name], i) => [name, i] as const))("goes on from %s", (_, last) => {
    const host = new Host().open();
    for (const [, step] of STEPS.slice(0, last + 1)) step(host);
    const before = host.trade;
    const next = takeOver(host);
    expect(next.view.openTrades).toBe(host.view.openTrades);
    // A leg that may have been sent may have filled, until it is known.
    expect(next.view.exposureUsd).toBeGreaterThanOrEqual(host.view.exposureUsd);
    expect(next.stored).toEqual(host.stored);
    const totals = (one: Host) => one.view.inventory.map(({ venue, asset, total }) => [venue, asset, total]);
    expect(totals(next)).toEqual(totals(host));
    if (before.status === "completed") {
      expect(next.sent).toEqual([]);
      return;
    }
    expect(next.trade.version).toBeGreaterThan(before.version);
    expect(next.trade).toMatchObject({ id: before.id, residual: before.residual });
    expect(next.sent.every(({ kind }) => kind.startsWith("pursue"))).toBe(true);
    next.ready();
    next.quote(15_300);
    // Both clients tell everything again from the beginning.
    next.confirmDex(next.dex());
    if (last < 1) next.fillCex(next.cex());
    else {
      next.evidence({
        ...{ kind: "cex-ended", attemptId: host.cex().attemptId, orderId: "77" },
        ...{ filledLots: host.cex().order.lots, reason: null },
      });
      if (last < 4) next.settleCex(host.cex());
    }
    next.finalizeDex(next.dex());
    expect(next.trade).toMatchObject({ status: "completed", residual: 0n });
    next.account("gemini");
    next.account("solana");
    next.tick();
    expect(next.view.gateReason).toBeNull();
    expect(next.view.risk.dailyTrades).toBe(1);
  });

  it("has the same balances, trades and risk after a day's work", () => {
    const host = new Host().open();
    for (const bid of [15_300, 14_690, 15_300]) {
      host.quote(bid);
      for (const [, step] of STEPS.slice(1)) step(host);
      host.tick(600);
      host.tick(600);
    }
    host.command({ kind: "pause", by: "ada", reason: "home", scope: { kind: "venue", venue: "solana" } });
    const next = takeOver(host);
    next.ready();
    expect(kept(next)).toEqual(kept(host));
    expect(next.view.risk.dailyTrades).toBe(3);
  });

  it("loses nothing that was not acknowledged, for nothing of it was sent", () => {
    const host = new Host({ slowDisk: true }).open();
    host.sync();
    host.quote(15_300);
    const lost = takeOver(host);
    expect(lost.view.openTrades).toBe(0);
    expect(host.sent).toEqual([]);
  });

  it("watches a leg again that was unknown before it started", () => {
    const host = new Host().open();
    host.quote(15_300);
    host.evidence({ kind: "dex-unknown", attemptId: host.dex().attemptId, reason: "nobody answered" });
    const next = takeOver(host).open();
    next.tick(91_000);
    expect(next.view.risk.pauseReason).toBe("unknown leg (asset:SOL-USD)");
  });

  it("counts a swap that was never signed as no order error", () => {
    const host = new Host({ slowDisk: true, trading: { policy: "cex-first" } }).open();
    host.sync();
    host.quote(15_300);
    host.sync();
    host.fillCex(host.cex(), undefined, false);
    // The hedge's plan reaches the disk without its signature only where a process dies between the two.
    const records = host.waiting.flatMap(({ batch }) => batch.records);
    host.disk.records.push(
      ...records.slice(
        0,
        records.findIndex(({ kind }) => kind === "prepared"),
      ),
    );
    const next = takeOver(host);
    expect(next.trade.legs.at(-1)).toMatchObject({ venue: "solana", phase: "rejected" });
    expect(next.view.risk.orderErrors).toBe(0);
  });

  it("keeps a stranded trade for the operator and opens its gate over it", () => {
    const host = aStrandedHost();
    const next = takeOver(host).open();
    expect(next.view).toMatchObject({ gateReason: null, strandedTrades: 1 });
    expect(next.view.risk.pauseReason).toBe("stranded leg (asset:SOL-USD)");
    const { id: tradeId } = host.trade;
    const resolve = { kind: "resolve", by: "ada", tradeId, action: "accept", reason: "sold" } as const;
    expect(next.command(resolve)).toMatchObject({ ok: true });
    expect(next.trade).toMatchObject({ id: tradeId, status: "stranded", residual: host.trade.residual });
    expect(next.command({ kind: "resume", by: "ada", reason: null })).toMatchObject({ ok: true });
  });
});

/** The first leg is final and every way to close it costs more than the bound. */
function aStrandedHost(): Host {
  const host = new Host({ trading: { maxLossPct: 0n } }).open();
  host.quote(15_300);
  host.quote(15_010);
  host.confirmDex(host.dex());
  host.finalizeDex(host.dex());
  for (let i = 0; i < 30; i += 1) host.tick(400);
  if (host.trade.status !== "stranded") throw new Error("it was to be stranded");
  return host;
}

describe("a stranded trade", () => {
  it("pauses its asset, is told loudly, and goes on beyond the bound when an operator says so", () => {
    const host = aStrandedHost();
    expect(host.logs).toContain("trade stranded");
    expect(host.view.risk.pauseReason).toBe("stranded leg (asset:SOL-USD)");
    const { id: tradeId } = host.trade;
    expect(host.command({ kind: "resume", by: "ada", reason: null })).toMatchObject({ kind: "conflict" });
    const sent = host.sent.length;
    const retry = { kind: "resolve", by: "ada", tradeId, action: "retry", reason: "" } as const;
    expect(host.command(retry)).toEqual({ ok: true, reason: "retry" });
    expect(host.sent).toHaveLength(sent + 1);
    expect(host.command(retry)).toMatchObject({ ok: false, kind: "conflict" });
    expect(host.command({ ...retry, tradeId: "nobody" })).toMatchObject({ ok: false, kind: "missing" });
  });

  it("that turns out to be flat leaves nothing behind that no operator could resolve", () => {
    const host = new Host({ trading: { maxLossPct: 0n } }).open();
    host.quote(15_300);
    host.quote(15_010);
    const { attemptId } = host.dex();
    host.confirmDex(host.dex());
    for (let i = 0; i < 30; i += 1) host.tick(400);
    expect(host.trade.status).toBe("stranded");
    host.evidence({ kind: "dex-vanished", attemptId, reason: "fork" });
    host.evidence({ kind: "dex-expired", attemptId, finalizedHeight: 151, detail: "twice" });
    expect(host.trade.status).toBe("failed");
    expect(host.command({ kind: "resume", by: "ada", reason: null })).toMatchObject({ ok: true });
  });
});
