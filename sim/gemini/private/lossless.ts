/**
 * Reads JSON without losing digits: integers beyond 2^53 become bigints, everything else is as usual.
 * Undefined where the text is no JSON.
 */
export function parseLossless(text: string): unknown {
  try {
    return JSON.parse(text, keepInteger as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

function keepInteger(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  const isLarge = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLarge && context.source !== undefined && /^-?\d+$/.test(context.source)
    ? BigInt(context.source)
    : value;
}

/** Marks text that goes into the JSON as a bare number. */
const BARE = "\u0000";

/** A number of any size that `writeLossless` writes without quotes. */
export function bareNumber(digits: string): string {
  return BARE + digits;
}

/** Writes JSON in which the texts made by `bareNumber` are numbers. */
export function writeLossless(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0000(-?[\d.]+)"/g, "$1");
}

/** The value as an object with string keys; undefined where it is none. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
