/** Levels of one block: small enough that making room in it is a short loop. */
const BLOCK = 128;

/** A run of neighbouring levels, keys ascending; never empty while it is in use. */
interface Block {
  readonly keys: Float64Array;
  readonly lots: Float64Array;
  size: number;
}

/**
 * One side of an order book: short sorted blocks in a row, the best level at the end of the last one.
 * Changes near the touch find their block at once, and a change anywhere moves a few dozen levels rather
 * than thousands. A key is the price in ticks for bids and its negative for asks, which lets both sides
 * share one order. Float64Arrays hold the integers exactly below 2^53. Emptied blocks are kept for reuse.
 */
export class BookSide {
  readonly #sign: 1 | -1;
  readonly #blocks: Block[] = [];
  readonly #spare: Block[] = [];
  #count = 0;

  constructor(side: "bid" | "ask") {
    this.#sign = side === "bid" ? 1 : -1;
  }

  get count(): number {
    return this.#count;
  }

  /** Price of the level `rank` places behind the best; 0 beyond the last. */
  ticksAt(rank: number): number {
    let behind = rank;
    for (let i = this.#blocks.length - 1; i >= 0; i -= 1) {
      const block = this.#blocks[i] as Block;
      if (behind < block.size) return this.#sign * (block.keys[block.size - 1 - behind] as number);
      behind -= block.size;
    }
    return 0;
  }

  /** Size of the level `rank` places behind the best; 0 beyond the last. */
  lotsAt(rank: number): number {
    let behind = rank;
    for (let i = this.#blocks.length - 1; i >= 0; i -= 1) {
      const block = this.#blocks[i] as Block;
      if (behind < block.size) return block.lots[block.size - 1 - behind] as number;
      behind -= block.size;
    }
    return 0;
  }

  /** Size held at a price; 0 where there is none. */
  lotsOf(ticks: number): number {
    const key = this.#sign * ticks;
    const block = this.#blocks[this.#blockOf(key)];
    if (block === undefined) return 0;
    const at = position(block, key);
    return at < block.size && block.keys[at] === key ? (block.lots[at] as number) : 0;
  }

  /** How many levels are at this price or better. */
  countThrough(ticks: number): number {
    const key = this.#sign * ticks;
    const index = this.#blockOf(key);
    const block = this.#blocks[index];
    if (block === undefined) return 0;
    let count = block.size - position(block, key);
    for (let i = index + 1; i < this.#blocks.length; i += 1) count += (this.#blocks[i] as Block).size;
    return count;
  }

  clear(): void {
    for (const block of this.#blocks) this.#spare.push(block);
    this.#blocks.length = 0;
    this.#count = 0;
  }

  /** Sets a level to an absolute size; 0 deletes it, and deleting what is not there does nothing. */
  set(ticks: number, lots: number): void {
    const key = this.#sign * ticks;
    const index = this.#blockOf(key);
    const block = this.#blocks[index];
    if (block === undefined) {
      if (lots !== 0) this.#insert(this.#addBlock(0), 0, 0, key, lots);
      return;
    }
    const at = position(block, key);
    const isHeld = at < block.size && block.keys[at] === key;
    if (lots === 0) {
      if (isHeld) this.#remove(block, index, at);
    } else if (isHeld) block.lots[at] = lots;
    else this.#insert(block, index, at, key, lots);
  }

  /** Replaces everything by `count` levels in any order. */
  load(ticks: Float64Array, lots: Float64Array, count: number): void {
    this.clear();
    // Snapshots come best first: taken from the far end each level is appended.
    for (let i = count - 1; i >= 0; i -= 1) this.set(ticks[i] as number, lots[i] as number);
  }

  /** Index of the last block that does not begin after `key`, else of the first. */
  #blockOf(key: number): number {
    const blocks = this.#blocks;
    let index = blocks.length - 1;
    while (index > 0 && ((blocks[index] as Block).keys[0] as number) > key) index -= 1;
    return index;
  }

  #remove(block: Block, index: number, at: number): void {
    const { keys, lots } = block;
    block.size -= 1;
    this.#count -= 1;
    for (let i = at; i < block.size; i += 1) {
      keys[i] = keys[i + 1] as number;
      lots[i] = lots[i + 1] as number;
    }
    if (block.size > 0) return;
    this.#blocks.splice(index, 1);
    this.#spare.push(block);
  }

  #insert(block: Block, index: number, at: number, key: number, size: number): void {
    if (block.size === BLOCK) {
      this.#split(block, index, at);
      this.set(this.#sign * key, size);
      return;
    }
    const { keys, lots } = block;
    for (let i = block.size; i > at; i -= 1) {
      keys[i] = keys[i - 1] as number;
      lots[i] = lots[i - 1] as number;
    }
    keys[at] = key;
    lots[at] = size;
    block.size += 1;
    this.#count += 1;
  }

  /** Makes room: a level beyond the best begins a block, any other halves the one it falls into. */
  #split(block: Block, index: number, at: number): void {
    const next = this.#addBlock(index + 1);
    const kept = at === BLOCK ? BLOCK - 1 : BLOCK / 2;
    next.keys.set(block.keys.subarray(kept));
    next.lots.set(block.lots.subarray(kept));
    next.size = BLOCK - kept;
    block.size = kept;
  }

  #addBlock(index: number): Block {
    const block = this.#spare.pop() ?? {
      keys: new Float64Array(BLOCK),
      lots: new Float64Array(BLOCK),
      size: 0,
    };
    block.size = 0;
    this.#blocks.splice(index, 0, block);
    return block;
  }
}

/** Index of the block's first key that is not below `key`. */
function position({ keys, size }: Block, key: number): number {
  let low = 0;
  let high = size;
  if ((keys[high - 1] as number) < key) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
