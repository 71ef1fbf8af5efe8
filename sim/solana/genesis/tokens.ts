import { createHash } from "node:crypto";
import type { Address } from "@solana/kit";
import { address } from "@solana/kit";
import { addressOf } from "../bytes.ts";

export interface Token {
  readonly mint: Address;
  readonly decimals: number;
}

const token = (mint: string, decimals: number): Token => ({ mint: address(mint), decimals });

export const USDC = token("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", 6);

/** The mainnet token that stands for each base; Gemini's BTC and ETH trade as wrapped coins on Solana. */
const BASES: Readonly<Record<string, Token>> = {
  SOL: token("So11111111111111111111111111111111111111112", 9),
  BTC: token("cbbtcf3aa214zXHbiAZQwf4122FBYbraNdFqgw4iMij", 8),
  ETH: token("7vfCXTUXx5WJV5JADk17DUJ4ksgau7utNKj4b963voxs", 8),
};

/** Mints that recorded pools hold: the recordings lack the mint accounts and any name. */
const RECORDED: readonly (Token & { readonly symbol: string })[] = [
  ...Object.entries(BASES).map(([symbol, base]) => ({ symbol, ...base })),
  { symbol: "USDC", ...USDC },
  { symbol: "USDT", ...token("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB", 6) },
  { symbol: "BTC", ...token("3NZ9JMVBmGAqocybic2c7LQCJScmgsAZ6vQqTDzcqmJh", 8) },
  { symbol: "JITOSOL", ...token("J1toso1uCk3RLmjorhTtrVwY9HJ7X8V9yYac6Y7kGCPn", 9) },
  { symbol: "KMNO", ...token("KMNo3nJsBXfcpJTVhZcXLW7RmTwTt4GVFE7suUBo9sS", 6) },
];

/** Decimals of a mint that no table knows; most young tokens have six. */
const USUAL_DECIMALS = 6;

/** The token of a base; an unknown base gets an invented mint, the same one each time. */
export function baseToken(base: string): Token {
  const known = BASES[base];
  if (known !== undefined) return known;
  const mint = addressOf(createHash("sha256").update(`stand-in mint of ${base}`).digest());
  return { mint, decimals: USUAL_DECIMALS };
}

export function decimalsOf(mint: Address): number {
  return RECORDED.find((known) => known.mint === mint)?.decimals ?? USUAL_DECIMALS;
}

/** An exchange's name of the coin, or the mint where it has none. */
export function symbolOf(mint: Address): string {
  return RECORDED.find((known) => known.mint === mint)?.symbol ?? mint;
}
