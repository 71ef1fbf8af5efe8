import { describe, expect, it } from "vitest";
import type { TradePolicy } from "#model";
import { Host } from "./host.ts";

const inject = (host: Host, spreadPct = 3_000_000n) =>
  host.send({
    ...{ kind: "inject", receivedNs: host.nowNs, asset: "SOL-USD" },
    ...{ direction: "cex_to_dex", spreadPct },
  });

/** Fills whatever is sent until the trade is closed, as the paper counterparty does. */
function fillOnPaper(host: Host): void {
  for (let at = 0; at < host.sent.length; at += 1) {
    const one = host.sent[at];
    if (one?.kind === "send-dex") {
      host.confirmDex(one.intent);
      host.finalizeDex(one.intent);
    } else if (one?.kind === "send-cex") host.fillCex(one.intent);
  }
}

describe("an injected opportunity", () => {
  it.each<TradePolicy>(["dex-first", "cex-first"])(
    "makes a %s paper trade at exactly its prices",
    (policy) => {
      const host = new Host({ trading: { policy, observeOnly: true } }).open();
      const before = { inventory: host.view.inventory, pnl: host.view.risk.dailyPnlUsd };
      const transfers = host.disk.transfers.length;
      inject(host);
      expect(host.decision).toMatchObject({ decision: "taken", decisionReason: host.trade.id });
      fillOnPaper(host);
      expect(host.sent.map(({ counterparty }) => counterparty)).toEqual(["injected", "injected"]);
      expect(host.trade).toMatchObject({ status: "completed", isInjected: true, isSimulated: true });
      expect(host.trade.pnlUsd).toBeGreaterThan(0n);
      expect(host.view.inventory).toEqual(before.inventory);
      expect(host.disk.transfers).toHaveLength(transfers);
      expect(host.view.risk).toMatchObject({ dailyPnlUsd: before.pnl, dailyTrades: 0, consecutiveLosses: 0 });
    },
  );

  it("claims nothing, is no exposure, and waits for no balance while it is open", () => {
    const host = new Host({ holdings: new Map([["gemini USD", 1n]]) }).open();
    const { inventory } = host.view;
    inject(host);
    const intent = host.dex();
    expect(host.view).toMatchObject({ openTrades: 1, inventory, exposureUsd: 0n });
    host.confirmDex(intent);
    expect(host.view).toMatchObject({ openTrades: 1, exposureUsd: 0n });
  });

  it("is refused by a pause as any other", () => {
    const host = new Host().open();
    host.command({ kind: "pause", by: "ada", reason: null, scope: { kind: "all" } });
    inject(host);
    expect(host.decision.decisionReason).toMatch(/^paused: manual/);
    expect(host.records).toEqual([]);
  });

  it("is refused below the threshold and above belief", () => {
    const host = new Host().open();
    inject(host, 1_000_000n);
    expect(host.decision.decisionReason).toMatch(/^below-profit-threshold/);
    inject(host, 6_000_000n);
    expect(host.decision.decisionReason).toMatch(/^suspect-spread/);
    expect(host.view.risk.isPaused).toBe(false);
  });
});
