/**
 * Writes `count` steps of 10^-decimals with `shown` digits after the point (at least `decimals`):
 * (8336125, 2, 5) is "83361.25000". Exact for safe integers.
 */
export function stepsText(count: number, decimals: number, shown: number): string {
  const digits = String(count).padStart(decimals + 1, "0");
  const point = digits.length - decimals;
  const fraction = digits.slice(point).padEnd(shown, "0");
  return shown === 0 ? digits : `${digits.slice(0, point)}.${fraction}`;
}

/** Takes needless zeros off the end: "83361.25000" is "83361.25" and "3.000" is "3". */
export function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The step 10^-decimals as the venue writes it in JSON: 8 gives 0.00000001, never 1e-8. */
export function stepText(decimals: number): string {
  return decimals === 0 ? "1" : `0.${"0".repeat(decimals - 1)}1`;
}
