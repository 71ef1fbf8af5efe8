import { decimalsOf, roundDecimal, signOf } from "./decimal-text.ts";

/** A true minus sign: as wide as a plus, so that signed columns line up. */
const MINUS = "\u2212";

/** What is printed where there is no value. */
export const NO_VALUE = "\u2013";

/** "1234567.5" -> "1,234,567.5". */
export function groupThousands(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * A price in dollars with at least `atLeast` decimals and otherwise every digit that came: exchange prices
 * are whole ticks, so nothing is cut.
 */
export function formatPrice(text: string, atLeast = 2): string {
  return withMinus(groupThousands(roundDecimal(text, Math.max(atLeast, decimalsOf(text)), "nearest")));
}

/** A derived price (a pool's mid has more digits than mean anything), rounded to nearest: 2, 4 or 6 decimals. */
export function formatMid(text: string): string {
  return withMinus(groupThousands(roundDecimal(text, midDecimals(text), "nearest")));
}

/** Dollars to the cent, never flattering: gains and losses alike are rounded down. */
export function formatUsd(text: string, decimals = 2): string {
  const rounded = roundDecimal(text, decimals, "floor");
  return rounded.startsWith("-") && signOf(rounded) !== 0
    ? `${MINUS}$${groupThousands(rounded.slice(1))}`
    : `$${groupThousands(rounded.replace("-", ""))}`;
}

/** Dollars that are paid or at stake, to the cent; they are rounded up, as less of them would flatter. */
export function formatCost(text: string): string {
  return formatUsd(roundDecimal(text, 2, "ceil"));
}

/** A JSON number of dollars as decimal text, to the nine decimals that the server computes with. */
export function numberText(dollars: number): string {
  return dollars.toFixed(9);
}

/** Dollars with a plus for gains: "+$1.20", "−$0.35", "$0.00". */
export function formatSignedUsd(text: string, decimals = 2): string {
  const printed = formatUsd(text, decimals);
  return signOf(roundDecimal(text, decimals, "floor")) > 0 ? `+${printed}` : printed;
}

/** A percentage rounded down, signed on request: "1.4567" -> "+1.456 %". */
export function formatPct(text: string, { decimals = 3, signed = true } = {}): string {
  const rounded = roundDecimal(text, decimals, "floor");
  const plus = signed && signOf(rounded) > 0 ? "+" : "";
  return `${plus}${withMinus(rounded)}\u202F%`;
}

/** A size of the base asset for a column: six decimals, rounded down, so that points line up. */
export function formatSizeBrief(text: string): string {
  return withMinus(groupThousands(roundDecimal(text, 6, "floor")));
}

/** A size of the base asset: every digit that counts, trailing zeros left out. */
export function formatSize(text: string): string {
  const trimmed = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  return withMinus(groupThousands(trimmed));
}

/** A whole count: 1234567 -> "1,234,567". */
export function formatCount(count: number): string {
  return groupThousands(Math.trunc(count).toString());
}

/** Milliseconds with three figures that mean something: 0.412, 3.21, 48.3, 1,204. */
export function formatMs(ms: number | null): string {
  if (ms === null) return NO_VALUE;
  if (ms < 1) return ms.toFixed(3);
  if (ms < 10) return ms.toFixed(2);
  return ms < 100 ? ms.toFixed(1) : formatCount(Math.round(ms));
}

/** `part` of `whole` in percent, "<0.1 %" for what is there but small. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return "0\u202F%";
  const share = (part / whole) * 100;
  return share < 0.1 ? "<0.1\u202F%" : `${share.toFixed(1)}\u202F%`;
}

/** A long id for a narrow place: head and tail with an ellipsis. */
export function shorten(id: string, head = 8, tail = 4): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}\u2026${id.slice(-tail)}`;
}

function midDecimals(text: string): number {
  const whole = text.replace("-", "").split(".")[0] ?? "";
  if (whole.length >= 4) return 2;
  return whole === "0" ? 6 : 4;
}

function withMinus(text: string): string {
  if (!text.startsWith("-")) return text;
  return /[1-9]/.test(text) ? MINUS + text.slice(1) : text.slice(1);
}
