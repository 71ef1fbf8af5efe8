import { z } from "zod";
import { ConfigError, formatDecimal, parseDecimal, USD_DECIMALS } from "#model";
import { PAUSE_REASONS } from "./pause.ts";
import type { KeptRisk, RiskState } from "./state.ts";
import { dateOf } from "./trading-day.ts";

const venue = z.enum(["gemini", "solana"]);
const count = z.int().min(0);

const scope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("venue"), venue }),
  z.strictObject({ kind: z.literal("asset"), asset: z.string() }),
  z.strictObject({ kind: z.literal("pool"), pool: z.string() }),
]);

const pause = z.strictObject({
  reason: z.enum(PAUSE_REASONS),
  scope,
  sinceMs: z.number(),
  by: z.string(),
  detail: z.string(),
});

/**
 * The persistent part as JSON. Example:
 * {"version":1,"pauses":[],"day":{"date":"2026-11-25","pnlUsd":"-12.5","lowUsd":"-20","trades":3},"countedTrades":["T1"],
 *  "consecutiveLosses":0,"orderErrorsMs":[],"stranded":[],"observeOnly":false}
 */
const keptText = z.strictObject({
  version: z.literal(1),
  pauses: z.array(pause),
  day: z.strictObject({
    date: z.iso.date(),
    pnlUsd: z.string(),
    lowUsd: z.string().optional(),
    trades: count,
  }),
  countedTrades: z.array(z.string()),
  consecutiveLosses: count,
  orderErrorsMs: z.array(z.number()),
  stranded: z.array(z.strictObject({ tradeId: z.string(), asset: z.string(), detail: z.string() })),
  observeOnly: z.boolean(),
});

/** Everything that must survive a restart, as one line of JSON; `createRisk` takes it back. */
export function serializeRisk({ kept }: RiskState): string {
  const day = {
    date: dateOf(kept.day),
    pnlUsd: formatDecimal(kept.day.pnlUsd, USD_DECIMALS),
    lowUsd: formatDecimal(kept.day.lowUsd, USD_DECIMALS),
    trades: kept.day.trades,
  };
  return JSON.stringify({ version: 1, ...kept, day });
}

/**
 * Reads what `serializeRisk` wrote. Throws ConfigError naming DATA_DIR on anything else: a start that forgot
 * its pauses and losses would trade on where an operator had been asked for.
 */
export function readKept(text: string): KeptRisk {
  try {
    const { version: _, day, ...rest } = keptText.parse(JSON.parse(text));
    const pnlUsd = parseDecimal(day.pnlUsd, USD_DECIMALS, "exact");
    // Earlier versions did not keep the low: then it is at least what the day shows.
    const lowUsd = parseDecimal(day.lowUsd ?? (pnlUsd < 0n ? day.pnlUsd : "0"), USD_DECIMALS, "exact");
    return { ...rest, day: { startMs: Date.parse(day.date), pnlUsd, lowUsd, trades: day.trades } };
  } catch (cause) {
    throw new ConfigError("risk-state", `DATA_DIR: the kept state of risk cannot be read (${why(cause)})`, {
      cause,
    });
  }
}

/** The first fault in one line. */
function why(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return issue === undefined ? "malformed" : `${issue.path.join(".")}: ${issue.message}`;
  }
  return error instanceof Error ? error.message : "malformed";
}
