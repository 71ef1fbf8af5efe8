import type { DepthPoint } from "../wire.ts";

/** A price with a line across the chart. */
interface PriceTick {
  readonly y: number;
  readonly text: string;
}

/** Both sides on a plane of 100 by 100 with y downwards, as paths; the chosen size is at its middle. For drawing only. */
export interface DepthShape {
  readonly book: string;
  readonly pool: string;
  /** What lies between both up to the chosen size. */
  readonly between: string;
  readonly ticks: readonly PriceTick[];
}

type Corner = readonly [x: number, price: number];

/** The book as the steps that it is, the pool as a curve through the middles of its steps. */
export function depthShape(
  sides: { readonly book: readonly DepthPoint[]; readonly pool: readonly DepthPoint[] },
  size: string,
): DepthShape {
  const until = Number(size) * 2;
  const book = stairs(sides.book, until);
  const pool = curve(sides.pool, until);
  const { low, high } = priceRange([...book, ...pool]);
  const place = ([x, price]: Corner) =>
    `${round((x / until) * 100)},${round(((high - price) / (high - low)) * 100)}`;
  const path = (corners: readonly Corner[]) => corners.map(place).join(" ");
  const outline = [...cutAt(book, until / 2), ...cutAt(pool, until / 2).reverse()];
  return {
    book: path(book),
    pool: path(pool),
    between: book.length === 0 || pool.length === 0 ? "" : path(outline),
    ticks: priceTicks(low, high),
  };
}

function stairs(points: readonly DepthPoint[], until: number): Corner[] {
  const corners: Corner[] = [];
  let from = 0;
  for (const { size, price } of points) {
    const to = Math.min(Number(size), until);
    corners.push([from, Number(price)], [to, Number(price)]);
    from = to;
    if (to >= until) break;
  }
  return corners;
}

function curve(points: readonly DepthPoint[], until: number): Corner[] {
  const middles = points.map(({ size, price }, index): Corner => {
    const from = Number(points[index - 1]?.size ?? 0);
    return [Math.min((from + Number(size)) / 2, until), Number(price)];
  });
  const [first, last, end] = [points[0], points.at(-1), Number(points.at(-1)?.size ?? 0)];
  if (first === undefined || last === undefined) return [];
  return [[0, Number(first.price)], ...middles, [Math.min(end, until), Number(last.price)]];
}

/** A line's part before `x`, ended there. */
function cutAt(corners: readonly Corner[], x: number): Corner[] {
  const after = corners.findIndex(([at]) => at > x);
  if (after < 1) return [...corners];
  const [[fromX, fromPrice], [toX, toPrice]] = [corners[after - 1], corners[after]] as [Corner, Corner];
  const price = fromPrice + ((toPrice - fromPrice) * (x - fromX)) / (toX - fromX);
  return [...corners.slice(0, after), [x, price]];
}

/** All prices with room around them, so that a flat line does not lie on an edge. */
function priceRange(corners: readonly Corner[]): { low: number; high: number } {
  const prices = corners.map(([, price]) => price);
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const room = (high - low) * 0.12 || high * 0.001 || 1;
  return { low: low - room, high: high + room };
}

/** Round prices, three to six of them, with as many decimals as tell them apart. */
function priceTicks(low: number, high: number): PriceTick[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => (first + index) * step).map((price) => ({
    y: round(((high - price) / (high - low)) * 100),
    text: price.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  }));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
