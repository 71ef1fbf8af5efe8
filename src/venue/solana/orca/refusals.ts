/**
 * Why a swap has no result. The first group are the program's own error names, verbatim, so that a
 * quote refuses in the same words as the transaction would have failed.
 */
export type ProgramError =
  | "AmountCalcOverflow"
  | "AmountRemainingOverflow"
  | "DivideByZero"
  | "InvalidSqrtPriceLimitDirection"
  | "InvalidTickArraySequence"
  | "InvalidTimestamp"
  | "LiquidityOverflow"
  | "LiquidityUnderflow"
  | "MultiplicationOverflow"
  | "MultiplicationShiftRightOverflow"
  | "NumberCastError"
  | "NumberDownCastError"
  | "PartialFillError"
  | "SqrtPriceOutOfBounds"
  | "TickArraySequenceInvalidIndex"
  | "TokenMaxExceeded"
  | "TokenMinSubceeded"
  | "TradeIsNotEnabled"
  | "ZeroTradableAmount";

/**
 * Our own refusals: the chain may know the answer, but what was fetched does not hold it. That is
 * distinct from a tick array that the chain does not have, which is simply empty.
 */
export type MissingInput = "TickArrayNotLoaded" | "OracleNotLoaded" | "TimestampMissing";

export type SwapRefusal = ProgramError | MissingInput;

/** An integer, or the reason why the program would not compute it. */
export type Computed = bigint | ProgramError;

/** Narrows a computed value to its refusal; a bigint is never a string. */
export function failed<T extends string>(value: bigint | T): value is T {
  return typeof value === "string";
}
