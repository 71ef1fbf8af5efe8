import { baseToken, USDC } from "../genesis/tokens.ts";
import type { Grant } from "./trading-wallet.ts";

/** Dollars of each coin that the trading wallet starts with. */
const DOLLARS = 200_000;

/** A coin's amount of about so many dollars, to two significant digits, in base units. */
function roundAmount(usd: number, priceUsd: number, decimals: number): bigint {
  const [digits = "0", exponent = "0"] = (usd / priceUsd).toExponential(1).split("e");
  const tenths = BigInt(digits.replace(".", ""));
  const power = Number(exponent) - 1 + decimals;
  return power >= 0 ? tenths * 10n ** BigInt(power) : tenths / 10n ** BigInt(-power);
}

/** USDC and every base; wrapped SOL has its account even where SOL is no base. */
export function firstGrants(bases: readonly string[], priceUsd: (base: string) => number): Grant[] {
  const grants = bases.map((symbol): Grant => {
    const { mint, decimals } = baseToken(symbol);
    return { symbol, mint, decimals, amount: roundAmount(DOLLARS, priceUsd(symbol), decimals) };
  });
  const sol: Grant = { symbol: "SOL", ...baseToken("SOL"), amount: 0n };
  const usdc: Grant = { symbol: "USDC", ...USDC, amount: BigInt(DOLLARS) * 10n ** BigInt(USDC.decimals) };
  return [...(bases.includes("SOL") ? [] : [sol]), ...grants, usdc];
}
