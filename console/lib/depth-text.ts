import { compareDecimals } from "./decimal-text.ts";
import { formatMid, formatPrice } from "./format.ts";
import type { DepthPoint, OpportunityDetail } from "./wire.ts";

/** The price of the coin that completes `size`; null where the side ends before. */
export function priceAt(points: readonly DepthPoint[], size: string): string | null {
  return points.find((point) => compareDecimals(point.size, size) >= 0)?.price ?? null;
}

/** What each side is, in its direction: which one is bought from and which one is sold to. */
export function sideNames(direction: OpportunityDetail["direction"]): { book: string; pool: string } {
  return direction === "cex_to_dex"
    ? { book: "Gemini asks", pool: "Orca pays" }
    : { book: "Gemini bids", pool: "Orca asks" };
}

/** Both sides at the chosen size in one sentence. */
export function lastCoinText({ direction, size, depth }: OpportunityDetail): string {
  const book = depth === null ? null : priceAt(depth.book, size);
  const pool = depth === null ? null : priceAt(depth.pool, size);
  if (book === null || pool === null) return "One of the sides ends before the chosen size.";
  const [bought, sold] =
    direction === "cex_to_dex"
      ? [`${dollars(formatPrice(book))} on Gemini`, `${dollars(formatMid(pool))} on Orca`]
      : [`${dollars(formatMid(pool))} on Orca`, `${dollars(formatPrice(book))} on Gemini`];
  return `At the chosen size the last coin costs ${bought} and fetches ${sold}.`;
}

/** Why there is nothing to draw. */
export function noDepthText({ is_injected }: Pick<OpportunityDetail, "is_injected">): string {
  return is_injected
    ? "No depth was kept for this one: an operator injected it, so no book and no pool stood behind its prices."
    : "No depth was kept for this one: it was stored before depth was kept.";
}

function dollars(price: string): string {
  return `$${price}`;
}
