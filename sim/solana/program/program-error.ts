/** A refusal of the Whirlpool program, under the program's own error name. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
