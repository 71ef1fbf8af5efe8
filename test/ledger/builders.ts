import type { Transfer } from "#ledger";
import type { CexOrder, LegRecord, TradeRecord } from "#model";

export const SOL = 10n ** 18n;
export const USD = 10n ** 18n;

/** Ticks of a cent and lots of a millionth. */
export function aCexOrder(changes: Partial<CexOrder> = {}): CexOrder {
  return {
    venue: "gemini",
    symbol: "solusd",
    side: "buy",
    limitTicks: 8_345,
    lots: 11_500_000,
    tickSize: { units: 1n, decimals: 2 },
    lotSize: { units: 1n, decimals: 6 },
    ...changes,
  };
}

export function aTransfer(changes: Partial<Transfer> = {}): Transfer {
  return {
    id: "trade-1/1/7/base",
    atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    kind: "fill",
    tradeId: "trade-1",
    attemptId: "trade-1/1",
    asset: "SOL",
    amount: 11_500_000_000_000_000_001n,
    from: "market/gemini",
    to: "gemini",
    ...changes,
  };
}

export function aLeg(changes: Partial<LegRecord> = {}): LegRecord {
  return {
    attemptId: "trade-1/1",
    attempt: 1,
    venue: "gemini",
    purpose: "hedge",
    side: "buy",
    phase: "filled",
    settled: true,
    reference: "td-trade-1-1",
    orderId: "73797746498585286",
    limit: "83.45",
    wantedBase: 11_500_000_000_000_000_000n,
    filledBase: 11_499_999_999_999_999_999n,
    quoteAmount: -959_157_500_000_000_000_001n,
    quoteAsset: "USD",
    fees: [{ asset: "USD", amount: 3_357_051_250_000_000_001n }],
    reason: null,
    timeline: [{ atMs: 1_790_000_000_000, what: "sent", ref: "td-trade-1-1" }],
    ...changes,
  };
}

export function aTrade(changes: Partial<TradeRecord> = {}): TradeRecord {
  return {
    id: "trade-1",
    opportunityId: "opp-1",
    windowId: "win-1",
    asset: "SOL-USD",
    direction: "cex_to_dex",
    policy: "dex-first",
    mode: "demo",
    status: "completed",
    statusReason: "both legs filled",
    size: 11_500_000_000n,
    sizeUsd: 959_157_500_000n,
    cexPrice: 83_405_000_000n,
    dexPrice: 85_000_000_001n,
    entryPrice: 83_405_000_000n,
    exitPrice: 85_000_000_001n,
    feesUsd: 3_358_000_001n,
    pnlUsd: -4_914_000_001n,
    pnlPct: -512_355n,
    predictedPnlUsd: 4_914_000_001n,
    latencyMs: 913,
    exposureMs: 412,
    openedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    updatedAtMs: Date.UTC(2026, 0, 2, 3, 4, 6, 1),
    closedAtMs: Date.UTC(2026, 0, 2, 3, 4, 6, 591),
    version: 7,
    cexOrderId: "73797746498585286",
    dexTxSig: "5h6xBEauJ3PK6SWCZ1PGjBvj8vDdWG3KpwATGy1ARAXFSDwt8GFXM7W5Ncn16wmqokgpiKRLuS83KUxyZyv2sUYv",
    isSimulated: true,
    isInjected: false,
    residual: -1n,
    usdcUsd: 1_000_100_000n,
    solUsd: 83_405_000_000n,
    attribution: {
      feeUsd: 1n,
      depthUsd: -2n,
      latencyUsd: 3_000_000_000n,
      networkUsd: 0n,
      adverseUsd: -9_828_000_004n,
      reserveUsd: 7_193_681_250n,
    },
    legs: [aLeg()],
    ...changes,
  };
}
