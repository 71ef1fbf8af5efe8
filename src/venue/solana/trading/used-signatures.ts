const REMEMBERED = 1_000;

/** Remembers recent signatures, so that none is ever given to two attempts. */
export class UsedSignatures {
  readonly #known = new Set<string>();

  /** False where it was known already. */
  add(signature: string): boolean {
    if (this.#known.has(signature)) return false;
    this.#known.add(signature);
    const [oldest] = this.#known;
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return true;
  }
}
