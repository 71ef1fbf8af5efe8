import { z } from "zod";
import {
  AMOUNT_DECIMALS,
  type Attribution,
  formatDecimal,
  InvariantError,
  type LegRecord,
  parseDecimal,
  USD_DECIMALS,
} from "#model";

/** The parts of a trade that no query looks into, kept as JSON text with every figure as decimal text. */
const DECIMAL = /^-?\d+(\.\d+)?$/;
const amount = z
  .string()
  .regex(DECIMAL)
  .transform((text) => parseDecimal(text, AMOUNT_DECIMALS, "exact"));
const dollars = z
  .string()
  .regex(DECIMAL)
  .transform((text) => parseDecimal(text, USD_DECIMALS, "exact"));

const leg = z.strictObject({
  attemptId: z.string(),
  attempt: z.number(),
  venue: z.enum(["gemini", "solana"]),
  purpose: z.enum(["entry", "hedge", "complete", "reverse"]),
  side: z.enum(["buy", "sell"]),
  phase: z.enum([
    "planned",
    "intent_durable",
    "sent",
    "unknown",
    "acked",
    "partial",
    "filled",
    "rejected",
    "expired",
  ]),
  settled: z.boolean(),
  reference: z.string().nullable(),
  orderId: z.string().nullable(),
  limit: z.string(),
  wantedBase: amount,
  filledBase: amount,
  quoteAmount: amount,
  quoteAsset: z.string(),
  fees: z.array(z.strictObject({ asset: z.string(), amount })),
  reason: z.string().nullable(),
  timeline: z.array(z.strictObject({ atMs: z.number(), what: z.string(), ref: z.string() })),
});

const attribution = z.strictObject({
  feeUsd: dollars,
  depthUsd: dollars,
  latencyUsd: dollars,
  networkUsd: dollars,
  adverseUsd: dollars,
  reserveUsd: dollars,
});

export function legsToText(legs: readonly LegRecord[]): string {
  return toText(legs, AMOUNT_DECIMALS);
}

/** Throws InvariantError on text that this program did not write. */
export function legsFromText(text: string): readonly LegRecord[] {
  return read(z.array(leg), "legs", text);
}

export function attributionToText(parts: Attribution): string {
  return toText(parts, USD_DECIMALS);
}

export function attributionFromText(text: string): Attribution {
  return read(attribution, "attribution", text);
}

/** Every bigint of these parts has the same scale. */
function toText(value: unknown, decimals: number): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "bigint" ? formatDecimal(part, decimals) : part,
  );
}

function read<Part>(schema: z.ZodType<Part>, column: string, text: string): Part {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new InvariantError("storage-row", `unexpected text in column ${column}: ${text.slice(0, 80)}`, {
      cause,
    });
  }
}
