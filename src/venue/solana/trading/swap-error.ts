import { z } from "zod";

/** {"InstructionError":[2,{"Custom":6036}]} or {"InstructionError":[2,"ComputationalBudgetExceeded"]} */
const instructionError = z.object({
  InstructionError: z.tuple([z.int(), z.union([z.string(), z.object({ Custom: z.int() }), z.unknown()])]),
});

/** Errors of Whirlpool that a swap can end with, by their number in the program's IDL. */
const WHIRLPOOL_ERRORS: Readonly<Record<number, string>> = {
  6011: "SqrtPriceOutOfBounds",
  6012: "LiquidityZero",
  6022: "InvalidTimestamp",
  6023: "InvalidTickArraySequence",
  6034: "InvalidSqrtPriceLimitDirection",
  6035: "ZeroTradableAmount",
  6036: "AmountOutBelowMinimum",
  6037: "AmountInAboveMaximum",
  6038: "TickArraySequenceInvalidIndex",
  6039: "AmountCalcOverflow",
  6040: "AmountRemainingOverflow",
  6056: "DifferentWhirlpoolTickArrayAccount",
  6057: "PartialFillError",
};

/** Errors of the token programs, which a swap passes on. */
const TOKEN_ERRORS: Readonly<Record<number, string>> = {
  0: "not rent exempt",
  1: "insufficient funds",
  3: "mint mismatch",
  4: "owner mismatch",
  17: "account frozen",
};

/** "Program log: AnchorError thrown in … Error Code: AmountOutBelowMinimum. Error Number: 6036. …" */
const ANCHOR_WORDS = /Error Code: (\w+)\. Error Number: (\d+)\./;

/**
 * What a failed swap died of: the program's own word where it has one, then the raw error, as in
 * "AmountOutBelowMinimum: instruction 2, custom 6036".
 */
export function meaningOf(error: unknown, logs: readonly string[]): string {
  const parsed = instructionError.safeParse(error);
  if (!parsed.success) return typeof error === "string" ? error : brief(error);
  const [index, cause] = parsed.data.InstructionError;
  if (typeof cause === "string") return `${cause}: instruction ${index}`;
  const code = customCode(cause);
  if (code === null) return `${brief(cause)}: instruction ${index}`;
  return `${wordOf(code, logs)}: instruction ${index}, custom ${code}`;
}

function customCode(cause: unknown): number | null {
  const parsed = z.object({ Custom: z.int() }).safeParse(cause);
  return parsed.success ? parsed.data.Custom : null;
}

function wordOf(code: number, logs: readonly string[]): string {
  for (const line of logs) {
    const [, word, number] = ANCHOR_WORDS.exec(line) ?? [];
    if (word !== undefined && Number(number) === code) return word;
  }
  return WHIRLPOOL_ERRORS[code] ?? TOKEN_ERRORS[code] ?? "program error";
}

function brief(error: unknown): string {
  return (JSON.stringify(error) ?? "unknown error").slice(0, 200);
}
