import type { VenueName } from "#model";

/**
 * Accounts of the double entry. `gemini` and `solana` are what we hold there, `solana/gas` the native lamports
 * that pay network fees; the others are where it comes from and goes to, so that every transfer sums to zero.
 */
export const OWN_ACCOUNTS = ["gemini", "solana", "solana/gas"] as const;
export type OwnAccount = (typeof OWN_ACCOUNTS)[number];
export type Account =
  | OwnAccount
  | `market/${VenueName}`
  | `fees/${VenueName}`
  /** Opening balances, deposits, withdrawals, and differences that an operator accepted. */
  | "world";

export type TransferKind = "opening" | "fill" | "fee" | "network-fee" | "adjustment";

/** One movement of one asset from one account to another; append-only, stored once by `id`. */
export interface Transfer {
  /** Derived from what it books, so that booking it again changes nothing: `<attemptId>/<fill id>/base`. */
  readonly id: string;
  readonly atMs: number;
  readonly kind: TransferKind;
  readonly tradeId: string | null;
  readonly attemptId: string | null;
  readonly asset: string;
  /** 1e-18 of the asset, above zero. */
  readonly amount: bigint;
  readonly from: Account;
  readonly to: Account;
}
