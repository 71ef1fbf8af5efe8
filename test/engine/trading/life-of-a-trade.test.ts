import { describe, expect, it } from "vitest";
import { Host } from "./host.ts";

const WAYS = [
  { name: "dex-first, pool to exchange", policy: "dex-first", bid: 15_300 },
  { name: "dex-first, exchange to pool", policy: "dex-first", bid: 14_690 },
  { name: "cex-first, pool to exchange", policy: "cex-first", bid: 15_300 },
  { name: "cex-first, exchange to pool", policy: "cex-first", bid: 14_690 },
] as const;

/** Both legs of whatever was just taken. */
function fillBoth(host: Host, policy: "dex-first" | "cex-first"): void {
  if (policy === "dex-first") {
    host.confirmDex(host.dex());
    host.fillCex(host.cex());
    host.finalizeDex(host.dex());
  } else {
    host.fillCex(host.cex());
    host.confirmDex(host.dex());
    host.finalizeDex(host.dex());
  }
}

describe.each(WAYS)("an opportunity, $name", ({ policy, bid }) => {
  it("is taken, both legs are filled, and the ledger agrees with the venues to the unit", () => {
    const host = new Host({ trading: { policy } }).open();
    host.quote(bid);
    expect(host.decision).toMatchObject({ decision: "taken", decisionReason: host.trade.id });
    fillBoth(host, policy);
    expect(host.sent.map(({ kind }) => kind)).toEqual(
      policy === "dex-first" ? ["send-dex", "send-cex"] : ["send-cex", "send-dex"],
    );
    expect(host.trade).toMatchObject({ status: "completed", residual: 0n, policy });
    expect(host.view).toMatchObject({ openTrades: 0, exposureUsd: 0n });
    for (const { account, asset, amount } of host.stored)
      if (!account.startsWith("market") && !account.startsWith("fees") && account !== "world")
        expect([account, asset, amount]).toEqual([account, asset, host.holdings.get(`${account} ${asset}`)]);
    host.account("gemini");
    host.account("solana");
    expect(host.logs).not.toContain("ledger and venue do not agree");
    expect(host.view.risk).toMatchObject({ dailyTrades: 1, dailyPnlUsd: host.trade.pnlUsd, isPaused: false });
  });
});
