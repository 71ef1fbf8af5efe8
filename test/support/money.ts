import { AMOUNT_DECIMALS, formatDecimal, parseDecimal } from "#model";
import type { TradeDetail } from "#wire";
import type { Operator } from "./operator.ts";
import type { Truth } from "./stand-ins-process.ts";

/** A decimal text in 1e-18. */
export function exact(text: string): bigint {
  return parseDecimal(text, AMOUNT_DECIMALS, "exact");
}

/** The sum of decimal texts, as a number for comparison with the status, which shows dollars as numbers. */
export function sum(texts: readonly string[]): number {
  const total = texts.reduce((all, text) => all + exact(text), 0n);
  return Number(formatDecimal(total, AMOUNT_DECIMALS));
}

/** Inventory and truth as one comparable object each: `gemini SOL` -> amount in 1e-18, zeros left out. */
export function ledgerOf(rows: Awaited<ReturnType<Operator["inventory"]>>): Record<string, bigint> {
  return held(rows.map(({ venue, asset, total }) => [`${venue} ${asset}`, total]));
}

export function truthOf(truth: Truth): Record<string, bigint> {
  const of = (venue: "gemini" | "solana") =>
    Object.entries(truth[venue].balances).map(([asset, amount]) => [`${venue} ${asset}`, amount] as const);
  return held([...of("gemini"), ...of("solana")]);
}

function held(entries: readonly (readonly [string, string])[]): Record<string, bigint> {
  return Object.fromEntries(
    entries.map(([key, text]) => [key, exact(text)]).filter(([, units]) => units !== 0n),
  );
}

/** What a trade's transfers left on our accounts: dollars, USDC, and native SOL that paid for the network. */
export function netsOf({ transfers }: TradeDetail): { usd: bigint; usdc: bigint; gas: bigint } {
  const net = (accounts: readonly string[], asset: string) =>
    transfers
      .filter((one) => one.asset === asset)
      .reduce((all, { from, to, amount }) => {
        const units = exact(amount);
        return all + (accounts.includes(to) ? units : 0n) - (accounts.includes(from) ? units : 0n);
      }, 0n);
  return {
    usd: net(["gemini"], "USD"),
    usdc: net(["solana"], "USDC"),
    gas: net(["solana/gas"], "SOL"),
  };
}
