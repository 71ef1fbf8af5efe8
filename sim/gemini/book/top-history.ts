/** Best prices and sizes after one update id; 0 lots where a side is empty. */
export interface Top {
  readonly updateId: number;
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

const FIELDS = 5;
/** Tops that are remembered: hours of a busy symbol. Pages that were never written cost no memory. */
const CAPACITY = 1 << 18;

/** The last tops of a symbol, so that a test can ask what was true at an update id. */
export class TopHistory {
  readonly #ring = new Float64Array(CAPACITY * FIELDS);
  #count = 0;

  get last(): Top | undefined {
    return this.#count === 0 ? undefined : this.#read(this.#count - 1);
  }

  push(top: Top): void {
    const at = (this.#count % CAPACITY) * FIELDS;
    this.#ring[at] = top.updateId;
    this.#ring[at + 1] = top.bidTicks;
    this.#ring[at + 2] = top.bidLots;
    this.#ring[at + 3] = top.askTicks;
    this.#ring[at + 4] = top.askLots;
    this.#count += 1;
  }

  /** The top right after the latest change with an id of at most `updateId`; undefined where that is forgotten. */
  at(updateId: number): Top | undefined {
    let low = Math.max(0, this.#count - CAPACITY);
    let high = this.#count;
    const oldest = low;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#value(middle, 0) <= updateId) low = middle + 1;
      else high = middle;
    }
    return low === oldest ? undefined : this.#read(low - 1);
  }

  #value(index: number, field: number): number {
    return this.#ring[(index % CAPACITY) * FIELDS + field] ?? 0;
  }

  #read(index: number): Top {
    return {
      updateId: this.#value(index, 0),
      bidTicks: this.#value(index, 1),
      bidLots: this.#value(index, 2),
      askTicks: this.#value(index, 3),
      askLots: this.#value(index, 4),
    };
  }
}
