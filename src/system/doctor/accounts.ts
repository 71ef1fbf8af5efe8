import { divide, formatDecimal, type VenueAccount } from "#model";
import type { Check, Patient } from "./check.ts";
import { type Finding, failed, ok, warning } from "./finding.ts";

const ONE = 10n ** 18n;

/** Dollars (1e-9) of one coin by its name; of what is not in it nothing is said. */
export type Prices = ReadonlyMap<string, bigint>;

/** Why an account is not looked at, or null. */
export function whyNoAccount(check: Check, patient: Patient, keys: readonly string[]): Finding | null {
  const { mode } = patient.backend.config;
  const skip = (why: string): Finding => ({ check: check.name, state: "skipped", seen: why, advice: null });
  if (patient.whyNoVenues !== null) return skip(patient.whyNoVenues);
  if (mode === "observe") return skip("observe trades on paper and signs nothing");
  if (keys.length === 0) return null;
  if (mode === "live") return failed(check.name, `${keys.join(", ")} not set`, "live trading needs it");
  return skip(`${keys.join(", ")} not set: the demo trades on paper`);
}

/** Whether each coin would pay for one trade of the largest size; a trade goes in either direction. */
export function judgeBalances(
  check: string,
  { balances }: VenueAccount,
  {
    coins,
    prices,
    maxPositionUsd,
  }: {
    readonly coins: readonly string[];
    readonly prices: Prices;
    readonly maxPositionUsd: bigint;
  },
): Finding {
  const held = coins.map((coin) => {
    const available = balances.find(({ asset }) => asset === coin)?.available ?? 0n;
    const price = prices.get(coin);
    return { coin, available, isShort: price !== undefined && (available * price) / ONE < maxPositionUsd };
  });
  const seen = held.map(({ coin, available }) => `${shortened(available)} ${coin}`).join(", ");
  const short = held.filter(({ isShort }) => isShort).map(({ coin }) => coin);
  if (short.length === 0) return ok(check, seen);
  const size = formatDecimal(maxPositionUsd, 9);
  const advice = `deposit ${short.join(", ")}, or lower MAX_POSITION_USD: less than one trade of ${size} USD is there`;
  return warning(check, seen, advice);
}

/** An amount (1e-18) with four decimals, rounded down. */
export function shortened(amount: bigint): string {
  return formatDecimal(divide(amount, 10n ** 14n, "floor"), 4);
}
