const MINUTE_NS = 60e9;

/** Lets at most `perMinute` openings through within any sixty seconds of event time. */
export class OpeningLimit {
  readonly #perMinute: number;
  readonly #openedNs: number[] = [];

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** True where one more may open at `nowNs`, which then counts. */
  take(nowNs: number): boolean {
    while (this.#openedNs.length > 0 && nowNs - (this.#openedNs[0] ?? nowNs) >= MINUTE_NS)
      this.#openedNs.shift();
    if (this.#openedNs.length >= this.#perMinute) return false;
    this.#openedNs.push(nowNs);
    return true;
  }
}
