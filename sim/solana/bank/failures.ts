import type { InstructionError, TransactionError } from "../chain/transaction-error.ts";

/** An instruction failed; what the transaction did so far is undone and its fee is kept. */
export class InstructionFailure extends Error {
  override readonly name = "InstructionFailure";
  readonly error: InstructionError;

  constructor(error: InstructionError) {
    super(typeof error === "string" ? error : `custom program error: 0x${error.Custom.toString(16)}`);
    this.error = error;
  }
}

/** A transaction that no block takes in, so that not even its fee is paid. */
export class VoidTransaction extends Error {
  override readonly name = "VoidTransaction";
  readonly error: TransactionError;

  constructor(error: TransactionError) {
    super(JSON.stringify(error));
    this.error = error;
  }
}

export const custom = (code: number) => new InstructionFailure({ Custom: code });
