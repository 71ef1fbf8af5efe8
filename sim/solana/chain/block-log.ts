import { createHash } from "node:crypto";
import { base58 } from "../bytes.ts";

export interface Block {
  readonly slot: number;
  readonly parent: number;
  /** Counts blocks only; a skipped slot has none. */
  readonly height: number;
  readonly blockhash: string;
  /** Unix seconds. */
  readonly timeSec: number;
}

export interface BlockLogOptions {
  readonly seed: number | string;
  readonly startSlot: number;
  readonly startTimeSec: number;
  readonly slotMs: number;
  readonly historySlots: number;
}

export interface BlockLog {
  readonly head: Block;
  /** The block this many blocks before the head, or the oldest kept. */
  back(blocks: number): Block;
  /** Makes the next block; `skip` slots before it stay empty. */
  produce(skip: number): Block;
  at(slot: number): Block | undefined;
  withHash(blockhash: string): Block | undefined;
  readonly oldestSlot: number;
}

/** A blockhash may be used while the chain is at most this many blocks past it. */
export const BLOCKHASH_LIFE_BLOCKS = 150;
export const SLOTS_PER_EPOCH = 432_000;
/** Some slots have no block, so heights run behind slots. */
const HEIGHT_BEHIND_SLOT = 21_900_000;

/** The blocks of the stand-in chain. Block time follows the slot count, so the same seed gives the same blocks. */
export function createBlockLog(options: BlockLogOptions): BlockLog {
  const { startSlot, startTimeSec, slotMs, historySlots } = options;
  const blocks: Block[] = [];
  const bySlot = new Map<number, Block>();
  const byHash = new Map<string, Block>();

  const forgetOldest = (): void => {
    const oldest = blocks.shift();
    if (oldest === undefined) return;
    bySlot.delete(oldest.slot);
    byHash.delete(oldest.blockhash);
  };
  const append = (slot: number, parent: number, height: number): Block => {
    const digest = createHash("sha256").update(`${options.seed}:${slot}`).digest();
    const timeSec = startTimeSec + Math.floor(((slot - startSlot) * slotMs) / 1000);
    const block = { slot, parent, height, blockhash: base58(digest), timeSec };
    blocks.push(block);
    bySlot.set(slot, block);
    byHash.set(block.blockhash, block);
    if (blocks.length > historySlots) forgetOldest();
    return block;
  };
  let head = append(startSlot, startSlot - 1, Math.max(1, startSlot - HEIGHT_BEHIND_SLOT));
  return {
    get head() {
      return head;
    },
    get oldestSlot() {
      return blocks[0]?.slot ?? head.slot;
    },
    back: (count) => blocks.at(-1 - count) ?? blocks[0] ?? head,
    produce(skip) {
      head = append(head.slot + 1 + skip, head.slot, head.height + 1);
      return head;
    },
    at: (slot) => bySlot.get(slot),
    withHash: (blockhash) => byHash.get(blockhash),
  };
}

/** Whether a transaction with this blockhash may be in this block: it counts in blocks, not in slots or time. */
export function isBlockhashAlive(blocks: BlockLog, blockhash: string, block: Block): boolean {
  const age = block.height - (blocks.withHash(blockhash)?.height ?? Number.NEGATIVE_INFINITY);
  return age >= 0 && age <= BLOCKHASH_LIFE_BLOCKS;
}
