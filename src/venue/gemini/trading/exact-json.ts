import { z } from "zod";
import { ConnectivityError } from "#model";
import { parseLossless, plainInteger } from "../lossless-json.ts";

/**
 * Parses JSON without losing a digit: whole numbers below 2^53 become numbers, every other number (order ids
 * of 18 digits, nanoseconds, decimals) its source text. Throws SyntaxError.
 */
export function parseExact(text: string): unknown {
  return parseLossless(text, (source) => {
    const whole = plainInteger(source);
    return Number.isSafeInteger(whole) ? whole : source;
  });
}

/** What the venue writes now as a number, now as a string. */
export const exactText = z.union([z.string(), z.number()]).transform(String);

/** A decimal number in either form, exponents included. */
export const decimalText = exactText.refine(
  (text) => /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(text),
  "not a decimal",
);

/** Text where the venue leaves out what is empty or zero; an empty string counts as left out. */
export const optionalText = exactText
  .nullish()
  .transform((value) => (value === undefined || value === null || value === "" ? null : value));

/** Reads a reply's body. What cannot be read proves nothing: ConnectivityError (`bad-reply`), ask again. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown, path: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConnectivityError("bad-reply", `${path}: ${issue?.path.join(".")} ${issue?.message}`);
}
