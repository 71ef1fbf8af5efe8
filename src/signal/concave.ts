/**
 * Exact searches over whole sizes. The functions searched are concave, up to the rounding of their
 * values (one base unit of the pool's dollar token); null stands for minus infinity and occurs only from
 * some size on, as a pool quotes every size below one that it quotes.
 */

type Height = bigint | null;

/** True where `a` is at least as high as `b`; two sizes without a quote lean to the smaller. */
function atLeast(a: Height, b: Height): boolean {
  if (b === null) return true;
  return a !== null && a >= b;
}

/**
 * The whole number in [low, high] at which `height` is greatest, the smallest of equals.
 * Fibonacci search: each step costs one evaluation and keeps 0.618 of the interval; positions beyond
 * `high` count as minus infinity without being asked. With values that are off by at most e from a concave
 * function the result's height is below the greatest by a few e, as a wrongly dropped part starts beside a
 * kept point of almost its height. `high` is at most 2^52.
 */
export function argmax(low: number, high: number, height: (at: number) => Height): number {
  const probe = (at: number): Height => (at > high ? null : height(at));
  let [small, large] = [1, 1];
  while (large < high - low + 2) [small, large] = [large, small + large];
  // The answer lies strictly between `start` and `start + large`.
  let start = low - 1;
  let leftAt = start + large - small;
  let rightAt = start + small;
  let left = probe(leftAt);
  let right = probe(rightAt);
  while (large > 2) {
    [small, large] = [large - small, small];
    if (atLeast(left, right)) {
      rightAt = leftAt;
      right = left;
      leftAt = start + large - small;
      left = probe(leftAt);
    } else {
      start = leftAt;
      leftAt = rightAt;
      left = right;
      rightAt = start + small;
      right = probe(rightAt);
    }
  }
  return Math.max(low, Math.min(high, start + 1));
}

/** The greatest whole number in [low, high] at which `holds`, given that it holds at `low` and then up to some size. */
export function lastWhere(low: number, high: number, holds: (at: number) => boolean): number {
  let good = low;
  let bad = high + 1;
  while (bad - good > 1) {
    const middle = good + Math.floor((bad - good) / 2);
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
