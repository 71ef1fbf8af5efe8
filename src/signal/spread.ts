import { divide, type Ratio } from "#model";
import { PCT_ONE } from "./config.ts";

/** (sell - buy) / buy of two exact prices, in 1e-6 percent points, rounded down. */
export function spreadPct(sell: Ratio, buy: Ratio): bigint {
  const gain = sell.num * buy.den - buy.num * sell.den;
  return divide(gain * PCT_ONE, buy.num * sell.den, "floor");
}
