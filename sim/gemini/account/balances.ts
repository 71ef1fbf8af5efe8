import { type Amount, parseAmount } from "./amount.ts";

/** Totals and what open orders hold of them. A hold lowers what is available at once, a fill the total. */
export class Balances {
  readonly #totals = new Map<string, Amount>();
  readonly #held = new Map<string, Amount>();

  /** Opens with decimal texts by asset. Throws RangeError for one that is no unsigned decimal. */
  constructor(opening: Readonly<Record<string, string>>) {
    for (const [asset, text] of Object.entries(opening)) {
      const amount = parseAmount(text);
      if (amount === undefined) throw new RangeError(`not an amount of ${asset}: ${text}`);
      this.#totals.set(asset, amount);
    }
  }

  get assets(): string[] {
    return [...this.#totals.keys()];
  }

  total(asset: string): Amount {
    return this.#totals.get(asset) ?? 0n;
  }

  available(asset: string): Amount {
    return this.total(asset) - (this.#held.get(asset) ?? 0n);
  }

  add(asset: string, amount: Amount): void {
    this.#totals.set(asset, this.total(asset) + amount);
  }

  /** Changes what is held; negative releases. */
  hold(asset: string, amount: Amount): void {
    this.#held.set(asset, (this.#held.get(asset) ?? 0n) + amount);
  }
}

const OPENING_USD = 200_000;

/**
 * What the account starts with: 200,000 dollars, 50,000 USDC, and of each other base about 200,000
 * dollars' worth, rounded to two digits.
 */
export function openingBalances(
  bases: readonly string[],
  fairUsd: (base: string) => number,
): Record<string, string> {
  const opening: Record<string, string> = { USD: String(OPENING_USD), USDC: "50000" };
  for (const base of bases) {
    if (base !== "USDC") opening[base] = twoDigits(OPENING_USD / fairUsd(base));
  }
  return opening;
}

/** 1333.33 is "1300", 2.3529 is "2.4". */
function twoDigits(value: number): string {
  const exponent = Math.floor(Math.log10(value)) - 1;
  const count = Math.round(value / 10 ** exponent);
  return exponent >= 0 ? String(count * 10 ** exponent) : (count * 10 ** exponent).toFixed(-exponent);
}
