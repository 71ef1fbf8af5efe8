import { randomBytes } from "node:crypto";
import type { Address } from "@solana/kit";
import type { Random } from "../../market/index.ts";
import { base58 } from "../bytes.ts";
import { CLOCK_SYSVAR } from "../ids.ts";
import type { AccountStore } from "./account-store.ts";
import { createAccountStore } from "./account-store.ts";
import type { Block, BlockLog } from "./block-log.ts";
import { createBlockLog } from "./block-log.ts";
import { clockAccount } from "./clock-account.ts";
import type { TransactionLog } from "./transaction-log.ts";
import { createTransactionLog } from "./transaction-log.ts";

export type Commitment = "processed" | "confirmed" | "finalized";

export interface ChainOptions {
  readonly seed: number;
  readonly random: Random;
  readonly startSlot: number;
  readonly startTimeSec: number;
  readonly slotMs: number;
  /** Blocks until a block is confirmed, and until it is finalized. */
  readonly depths: Readonly<Record<"confirmed" | "finalized", number>>;
  /** Blocks that the node runs behind just now. */
  readonly lagBlocks: () => number;
  /** Whose transactions are remembered without limit; nobody's where left out. */
  readonly keptFor?: Address;
}

/** The whole chain state, with its recent past. */
export interface Chain {
  readonly blocks: BlockLog;
  readonly accounts: AccountStore;
  readonly transactions: TransactionLog;
  readonly slotMs: number;
  /** Another one at each start, whatever the seed: transactions of one start are void in the next. */
  readonly genesisHash: string;
  /** The newest block that a reader at this commitment sees, the node's lag included. */
  view(commitment: Commitment): Block;
  /** The same chain, as a node sees it that runs so many blocks behind. */
  seenWithLag(lagBlocks: () => number): Chain;
  /** Makes a block; `missed` slots before it stay empty, besides one that its leader skips now and then. */
  produce(missed: number): Block;
}

const HISTORY_SLOTS = 600;
const SKIP_PROBABILITY = 0.01;

export function createChain(options: ChainOptions): Chain {
  const { seed, random, startSlot, startTimeSec, slotMs, depths } = options;
  const genesisHash = base58(randomBytes(32));
  const accounts = createAccountStore(HISTORY_SLOTS);
  const blocks = createBlockLog({
    seed: `${seed}:${genesisHash}`,
    startSlot,
    startTimeSec,
    slotMs,
    historySlots: HISTORY_SLOTS,
  });
  accounts.put(CLOCK_SYSVAR, clockAccount(blocks.head, slotMs), blocks.head.slot);
  const chain: Omit<Chain, "view" | "seenWithLag"> = {
    blocks,
    accounts,
    transactions: createTransactionLog(HISTORY_SLOTS, options.keptFor),
    slotMs,
    genesisHash,
    produce(missed) {
      const block = blocks.produce(missed + (random() < SKIP_PROBABILITY ? 1 : 0));
      accounts.put(CLOCK_SYSVAR, clockAccount(block, slotMs), block.slot);
      return block;
    },
  };
  const seenWithLag = (lagBlocks: () => number): Chain => ({
    ...chain,
    view: (commitment) => blocks.back((commitment === "processed" ? 0 : depths[commitment]) + lagBlocks()),
    seenWithLag,
  });
  return seenWithLag(options.lagBlocks);
}
