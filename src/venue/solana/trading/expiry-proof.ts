/** Where one provider is all there is, its two answers have to be this far apart. */
const SLOTS_APART = 2;

/**
 * Collects that nobody knows of a transaction which can no longer land: two providers have to say so, or
 * one alone twice. Any answer that knows of it makes all of them void.
 */
export class ExpiryProof {
  readonly #providers: number;
  /** First and latest slot as of which each provider knew nothing. */
  readonly #absent = new Map<number, { readonly first: number; readonly last: number }>();

  constructor(providers: number) {
    this.#providers = providers;
  }

  /** Adds one answer; the proof in words once it is complete, else null. */
  add(provider: number, contextSlot: number): string | null {
    const first = this.#absent.get(provider)?.first ?? contextSlot;
    this.#absent.set(provider, { first, last: contextSlot });
    if (this.#providers === 1) {
      const apart = contextSlot - first >= SLOTS_APART;
      return apart ? `one provider has no record of it as of slots ${first} and ${contextSlot}` : null;
    }
    if (this.#absent.size < 2) return null;
    const slots = [...this.#absent.values()].map(({ last }) => last);
    return `${slots.length} providers have no record of it as of slots ${slots.join(" and ")}`;
  }

  disprove(): void {
    this.#absent.clear();
  }
}
