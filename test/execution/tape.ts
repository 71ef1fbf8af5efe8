import fc from "fast-check";

/** Choices of one run, read one after the other; when they are used up every further one is 0, the benign one. */
export class Tape {
  readonly #choices: readonly number[];
  #at = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  /** 0 to `count - 1`. */
  pick(count: number): number {
    const choice = this.#choices[this.#at] ?? 0;
    this.#at += 1;
    return choice % count;
  }

  /** True one time in `count`, and never when the tape is used up. */
  rarely(count: number): boolean {
    return this.pick(count) === count - 1;
  }

  get isOver(): boolean {
    return this.#at >= this.#choices.length;
  }
}

export const tapes = fc
  .array(fc.nat({ max: 9_999 }), { minLength: 0, maxLength: 260, size: "max" })
  .map((choices) => new Tape(choices));
