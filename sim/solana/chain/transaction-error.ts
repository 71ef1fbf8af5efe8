/**
 * Why an instruction failed, as nodes write it: `{"Custom":6036}` is the program's own code, a bare word is
 * the runtime's.
 */
export type InstructionError = string | { readonly Custom: number };

/** Why a transaction failed: a bare word, or the instruction's place with its error. */
export type TransactionError =
  | string
  | { readonly InstructionError: readonly [number, InstructionError] }
  | { readonly InsufficientFundsForRent: { readonly account_index: number } };
