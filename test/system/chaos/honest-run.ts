import { recordOf, type TradeEvent } from "#execution";
import { openingTransfers, type Transfer, transfersOfCexFills, transfersOfSwap } from "#ledger";
import type { Kept, KeptTransfer } from "../../../src/system/chaos/judge/kept.ts";
import type { Truth } from "../../../src/system/chaos/judge/truth.ts";
import { aFill, aPlan, aSigned, cexOption, T0 } from "../../execution/builders.ts";
import { aTrade } from "../../ledger/builders.ts";

/** One SOL is 1e18, as is one dollar. */
export const ONE = 10n ** 18n;
const OPENING = { sol: 100n * ONE, usd: 10_000n * ONE, usdc: 10_000n * ONE, gas: 5n * ONE };
const FILL = aFill(2_000, { feeAmount: ONE });
const SWAP = { baseDelta: 2_000_000_000n, quoteDelta: -299_000_000n, feeLamports: 5_000n };

/** What the journal says of one trade that went as it should: two SOL bought on the pool, sold on the exchange. */
export function honestEvents(): TradeEvent[] {
  const landed = { kind: "dex-landed", attemptId: "T-1-1", slot: 7, feeLamports: SWAP.feeLamports } as const;
  const outcome = { ok: true, baseDelta: SWAP.baseDelta, quoteDelta: SWAP.quoteDelta } as const;
  const ended = { attemptId: "T-1-2", orderId: "900", atMs: T0 + 6 } as const;
  return [
    { kind: "plan", atMs: T0, plan: aPlan() },
    { kind: "prepared", atMs: T0, attemptId: "T-1-1", signed: aSigned() },
    { kind: "durable", atMs: T0 + 1, attemptId: "T-1-1" },
    { ...landed, atMs: T0 + 2, commitment: "confirmed", outcome },
    { kind: "priced", atMs: T0 + 2, cex: cexOption(), dex: null },
    { kind: "durable", atMs: T0 + 3, attemptId: "T-1-2" },
    { kind: "cex-ended", filledLots: 2_000, reason: null, ...ended },
    { kind: "cex-settled", fills: [FILL], ...ended },
    { ...landed, atMs: T0 + 9, commitment: "finalized", outcome },
  ];
}

export function journalOf(events: readonly TradeEvent[], isClosed = true): Kept["journal"] {
  return [{ tradeId: "T-1", isClosed, records: events.map((event, n) => recordOf("T-1", n + 1, event)) }];
}

export function transfersOfHonestRun(): readonly KeptTransfer[] {
  const { sol, usd, usdc, gas } = OPENING;
  const about = { tradeId: "T-1", base: "SOL", atMs: T0 };
  const account = { requestedNs: 0, receivedNs: 0 };
  const opening = (
    venue: "gemini" | "solana",
    balances: { asset: string; total: bigint }[],
  ): readonly Transfer[] =>
    openingTransfers(
      {
        ...account,
        venue,
        gas: venue === "solana" ? gas : 0n,
        balances: balances.map((one) => ({ ...one, available: one.total })),
      },
      T0,
      "test",
    );
  return [
    ...opening("gemini", [
      { asset: "SOL", total: sol },
      { asset: "USD", total: usd },
    ]),
    ...opening("solana", [
      { asset: "SOL", total: sol },
      { asset: "USDC", total: usdc },
    ]),
    ...transfersOfSwap({
      ...{ ...about, ...SWAP, attemptId: "T-1-1", quote: "USDC", baseDecimals: 9, quoteDecimals: 6 },
    }),
    ...transfersOfCexFills({
      ...{ ...about, attemptId: "T-1-2", fills: [FILL] },
      order: {
        ...{ venue: "gemini", symbol: "solusd", side: "sell", limitTicks: 15_000, lots: 2_000 },
        ...{ tickSize: { units: 1n, decimals: 2 }, lotSize: { units: 1n, decimals: 3 } },
      },
    }),
  ];
}

/** Every account's sum, as the ledger stores it beside the transfers. */
export function balancesOf(transfers: readonly KeptTransfer[]): Kept["balances"] {
  const sums = new Map<string, bigint>();
  const add = (key: string, change: bigint) => sums.set(key, (sums.get(key) ?? 0n) + change);
  for (const { from, to, asset, amount } of transfers) {
    add(`${from} ${asset}`, -amount);
    add(`${to} ${asset}`, amount);
  }
  return [...sums].map(([key, amount]) => {
    const [account = "", asset = ""] = key.split(" ");
    return { account, asset, amount };
  });
}

export function honestKept(change: Partial<Kept> = {}): Kept {
  const transfers = change.transfers ?? transfersOfHonestRun();
  return {
    journal: journalOf(honestEvents()),
    transfers,
    balances: balancesOf(transfers),
    records: [aTrade({ id: "T-1", residual: 0n, exposureMs: 4, closedAtMs: T0 + 9 })],
    ...change,
  };
}

export function honestTruth(): Truth {
  const { sol, usd, usdc, gas } = OPENING;
  return {
    gemini: {
      balances: { SOL: sol - 2n * ONE, USD: usd + 299n * ONE },
      orders: [
        {
          ...{ client_order_id: "T-1-2", order_id: "900", symbol: "solusd", side: "sell" },
          ...{ executed: 2n * ONE, state: "filled" },
        },
      ],
      fills: [{ order_id: "900", price: 150n * ONE, quantity: 2n * ONE, fee: ONE }],
    },
    solana: {
      balances: { SOL: sol + 2n * ONE + gas - 5_000n * 10n ** 9n, USDC: usdc - 299n * ONE },
      transactions: [
        {
          ...{ signature: "sig-1", status: "landed", fee_lamports: 5_000n },
          deltas: { SOL: 2n * ONE, USDC: -299n * ONE },
        },
      ],
    },
  };
}
