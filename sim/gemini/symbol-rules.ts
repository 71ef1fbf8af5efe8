/** What the exchange lists: the steps of a symbol and how many digits the socket pads them to. */
export interface SymbolRules {
  /** Lower case, as in frames: "btcusd". */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly productType: "spot" | "swap";
  /** The price step is 10^-priceDecimals. */
  readonly priceDecimals: number;
  /** The quantity step is 10^-lotDecimals. */
  readonly lotDecimals: number;
  /** Digits after the point in socket frames; more than the step has. */
  readonly shownPriceDecimals: number;
  readonly shownLotDecimals: number;
  /** Smallest order in base units, decimal text. */
  readonly minOrderSize: string;
}

export type Steps = Pick<SymbolRules, "priceDecimals" | "lotDecimals" | "minOrderSize">;

const LISTED: Readonly<Record<string, Steps>> = {
  btcusd: { priceDecimals: 2, lotDecimals: 8, minOrderSize: "0.00001" },
  ethusd: { priceDecimals: 2, lotDecimals: 6, minOrderSize: "0.001" },
  solusd: { priceDecimals: 2, lotDecimals: 6, minOrderSize: "0.01" },
  usdcusd: { priceDecimals: 5, lotDecimals: 6, minOrderSize: "0.1" },
};

/** The steps of a symbol that is known by name; only btcusd's are the real venue's for certain. */
export function listedSteps(symbol: string): Steps | undefined {
  return LISTED[symbol];
}

/** Steps of a spot symbol that is not in the table, from its price: about a hundred-thousandth a tick. */
function stepsFor(fairUsd: number): Steps {
  const priceDecimals = Math.max(2, Math.min(9, 5 - Math.floor(Math.log10(fairUsd))));
  return { priceDecimals, lotDecimals: 6, minOrderSize: "0.001" };
}

/** Rules of a spot symbol quoted in dollars, such as "solusd". Throws RangeError for any other form. */
export function spotRules(name: string, fairUsd: (base: string) => number): SymbolRules {
  const symbol = name.toLowerCase();
  if (!/^[a-z0-9]+usd$/.test(symbol)) throw new RangeError(`the stand-in lists dollar pairs only: ${name}`);
  const base = symbol.slice(0, -3).toUpperCase();
  const steps = listedSteps(symbol) ?? stepsFor(fairUsd(base));
  return {
    symbol,
    base,
    quote: "USD",
    productType: "spot",
    ...steps,
    shownPriceDecimals: steps.priceDecimals + 3,
    shownLotDecimals: steps.lotDecimals + 2,
  };
}
