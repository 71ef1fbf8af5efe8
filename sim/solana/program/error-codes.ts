/** Numbers of the Whirlpool program's errors that a swap can end with, and of Anchor's account checks. */
const CODES: Readonly<Record<string, number>> = {
  InstructionFallbackNotFound: 101,
  InstructionDidNotDeserialize: 102,
  ConstraintMut: 2000,
  ConstraintRaw: 2003,
  ConstraintSeeds: 2006,
  ConstraintAddress: 2012,
  AccountDiscriminatorMismatch: 3002,
  AccountNotEnoughKeys: 3005,
  AccountNotMutable: 3006,
  AccountOwnedByWrongProgram: 3007,
  InvalidProgramId: 3008,
  AccountNotSigner: 3010,
  AccountNotInitialized: 3012,
  SqrtPriceOutOfBounds: 6011,
  LiquidityUnderflow: 6015,
  TokenMaxExceeded: 6017,
  InvalidTimestamp: 6022,
  InvalidTickArraySequence: 6023,
  InvalidSqrtPriceLimitDirection: 6034,
  ZeroTradableAmount: 6035,
  AmountOutBelowMinimum: 6036,
  AmountInAboveMaximum: 6037,
  TickArraySequenceInvalidIndex: 6038,
  AmountRemainingOverflow: 6040,
  RemainingAccountsInvalidSlice: 6048,
  RemainingAccountsInsufficient: 6049,
  RemainingAccountsDuplicatedAccountsType: 6053,
  TooManySupplementalTickArrays: 6055,
  DifferentWhirlpoolTickArrayAccount: 6056,
  PartialFillError: 6057,
  TradeIsNotEnabled: 6064,
};

/** The number under which a transaction's error carries this name. Throws RangeError for a name that has none. */
export function errorCode(name: string): number {
  const code = CODES[name];
  if (code === undefined) throw new RangeError(`no number is known for ${name}`);
  return code;
}
