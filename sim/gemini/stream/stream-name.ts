/** A stream that a client may subscribe to. */
export type Stream =
  | { readonly kind: "ticker" | "trade"; readonly symbol: string; readonly name: string }
  | { readonly kind: "diff"; readonly symbol: string; readonly name: string; readonly periodMs: 100 | 1_000 }
  | {
      readonly kind: "partial";
      readonly symbol: string;
      readonly name: string;
      readonly periodMs: 100 | 1_000;
      readonly levels: number;
    }
  | { readonly kind: "contractStatus"; readonly name: string };

const NAME = /^([a-z0-9]+)@(bookticker|trade|depth(5|10|20)?(@100ms)?)$/;

/** Reads a stream name in either case; undefined where it names no stream or a symbol that is not listed. */
export function parseStream(text: string, isListed: (symbol: string) => boolean): Stream | undefined {
  const lower = text.trim().toLowerCase();
  if (lower === "contractstatus") return { kind: "contractStatus", name: "contractStatus" };
  const [, symbol, channel, levels, period] = NAME.exec(lower) ?? [];
  if (symbol === undefined || channel === undefined || !isListed(symbol)) return undefined;
  if (channel === "bookticker") return { kind: "ticker", symbol, name: `${symbol}@bookTicker` };
  if (channel === "trade") return { kind: "trade", symbol, name: lower };
  const periodMs = period === undefined ? 1_000 : 100;
  if (levels === undefined) return { kind: "diff", symbol, name: lower, periodMs };
  return { kind: "partial", symbol, name: lower, periodMs, levels: Number(levels) };
}
