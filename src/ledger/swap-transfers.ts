import { amountOfUnits } from "#model";
import { transferOf } from "./movement.ts";
import type { Transfer } from "./transfer.ts";

/** Decimals of SOL: a lamport is 10^-9 of it. */
const LAMPORT_DECIMALS = 9;

export interface SwapToBook {
  readonly tradeId: string;
  readonly attemptId: string;
  /** The pool's two assets by name, "SOL" and "USDC". */
  readonly base: string;
  readonly quote: string;
  readonly baseDecimals: number;
  readonly quoteDecimals: number;
  /** The wallet's own token balance changes, base units, signed; both 0 where the swap failed in its block. */
  readonly baseDelta: bigint;
  readonly quoteDelta: bigint;
  /** Taken from the native lamports whether the swap succeeded or failed. */
  readonly feeLamports: bigint;
  readonly atMs: number;
}

/**
 * What a landed transaction moved: both tokens and the network fee, each exact. A failed swap books its fee
 * alone. Ids are `<attemptId>/base|quote|network`, so that booking again changes nothing.
 */
export function transfersOfSwap(swap: SwapToBook): readonly Transfer[] {
  const { attemptId } = swap;
  const market = { kind: "fill", own: "solana", other: "market/solana" } as const;
  return [
    ...transferOf(swap, {
      ...market,
      id: `${attemptId}/base`,
      asset: swap.base,
      change: amountOfUnits(swap.baseDelta, swap.baseDecimals),
    }),
    ...transferOf(swap, {
      ...market,
      id: `${attemptId}/quote`,
      asset: swap.quote,
      change: amountOfUnits(swap.quoteDelta, swap.quoteDecimals),
    }),
    ...transferOf(swap, {
      id: `${attemptId}/network`,
      kind: "network-fee",
      asset: "SOL",
      own: "solana/gas",
      other: "fees/solana",
      change: -amountOfUnits(swap.feeLamports, LAMPORT_DECIMALS),
    }),
  ];
}
