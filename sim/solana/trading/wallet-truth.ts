import type { Address } from "@solana/kit";
import { readHolding } from "../bank/token-program.ts";
import type { Chain } from "../chain/chain.ts";
import type { LandedTransaction } from "../chain/transaction-log.ts";
import { decimalText } from "../decimal-text.ts";
import { associatedTokenAddress } from "../program/pda.ts";
import type { Grant } from "./trading-wallet.ts";

/** One transaction of the trading wallet, as it really ended. */
interface TrueTransaction {
  readonly signature: string;
  readonly slot: number;
  readonly status: "landed" | "failed";
  /** What moved in its token accounts, by coin, without the network's fee; empty where it failed. */
  readonly deltas: Readonly<Record<string, string>>;
  readonly fee_lamports: string;
}

/** What the trading wallet really has and did; amounts in coins as decimal text. */
export interface WalletTruth {
  /** SOL is wrapped and native together. */
  readonly balances: Readonly<Record<string, string>>;
  /** All since the start, oldest first. */
  readonly transactions: readonly TrueTransaction[];
}

type Token = Pick<Grant, "symbol" | "mint" | "decimals">;

const LAMPORT_DECIMALS = 9;

function deltasOf(wallet: Address, { tokenBalances }: LandedTransaction, tokens: readonly Token[]) {
  const moved = new Map<string, bigint>();
  const decimals = new Map<string, number>();
  for (const one of tokenBalances) {
    if (one.owner !== wallet) continue;
    const symbol = tokens.find(({ mint }) => mint === one.mint)?.symbol ?? one.mint;
    const change = (one.post ?? 0n) - (one.pre ?? 0n);
    decimals.set(symbol, one.decimals);
    if (change !== 0n) moved.set(symbol, (moved.get(symbol) ?? 0n) + change);
  }
  const entries = [...moved].map(([symbol, change]) => [
    symbol,
    decimalText(change, decimals.get(symbol) ?? 0),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Reads the truth about a wallet at the newest block. */
export function walletTruth(chain: Chain, wallet: Address, tokens: readonly Token[]): WalletTruth {
  const { head } = chain.blocks;
  const balances: Record<string, string> = {};
  const native = chain.accounts.at(wallet, head.slot)?.lamports ?? 0n;
  for (const { symbol, mint, decimals } of tokens) {
    const holding = readHolding(chain.accounts.at(associatedTokenAddress(wallet, mint), head.slot));
    const own = symbol === "SOL" ? native : 0n;
    balances[symbol] = decimalText((holding?.amount ?? 0n) + own, decimals);
  }
  balances.SOL ??= decimalText(native, LAMPORT_DECIMALS);
  const all = chain.transactions.mentioning(wallet, { upTo: head, newest: head });
  const transactions = all
    .filter(({ accounts, vanishHeight }) => accounts[0] === wallet && vanishHeight === undefined)
    .map((one): TrueTransaction => {
      const { signature, slot, err, feeLamports } = one;
      const status = err === null ? "landed" : "failed";
      const fee_lamports = feeLamports.toString();
      return { signature, slot, status, deltas: deltasOf(wallet, one, tokens), fee_lamports };
    });
  return { balances, transactions: transactions.reverse() };
}
