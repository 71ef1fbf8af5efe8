import type { FaultClock } from "../../faults/index.ts";
import type { Random } from "../../market/index.ts";
import type { SignedTransaction } from "../bank/decode-transaction.ts";
import type { Block, BlockLog } from "../chain/block-log.ts";
import { BLOCKHASH_LIFE_BLOCKS } from "../chain/block-log.ts";

/** How a transaction meets its block: as it should, against a pool that moved, or on a fork that dies. */
export type Fate =
  | { readonly kind: "plain" }
  | { readonly kind: "adverse" }
  | { readonly kind: "phantom"; readonly blocks: number };

export interface DueTransaction {
  readonly transaction: SignedTransaction;
  readonly fate: Fate;
}

/** What was sent and is on its way into a block. */
export interface Submissions {
  /** Takes a signed transaction. False where its sender is to get no answer. */
  submit(transaction: SignedTransaction): boolean;
  /** Those whose turn is in this block; they are not waiting any more. */
  due(block: Block): DueTransaction[];
  /** Lets a transaction that its block did not take in be sent again. */
  reopen(signature: string): void;
}

export interface SubmissionsOptions {
  readonly blocks: BlockLog;
  readonly faults: FaultClock;
  readonly random: Random;
}

interface Waiting extends DueTransaction {
  readonly height: number;
}

/** A signature that needs no second look: it is waiting, was in a block, or never will be. */
type Standing = { readonly kind: "settled" } | { readonly kind: "phantom"; readonly untilHeight: number };

const SETTLED: Standing = { kind: "settled" };
const MOST_BLOCKS_TO_LAND = 3;

/** Draws what happens to each signature that is sent; the draws follow the order of sending. */
export function createSubmissions({ blocks, faults, random }: SubmissionsOptions): Submissions {
  const standings = new Map<string, Standing>();
  const phantoms = new Set<string>();
  let waiting: Waiting[] = [];

  const happens = ({ probability }: { readonly probability: number }): boolean => random() < probability;
  const strikes = (kind: "tx-drop" | "tx-expire" | "tx-fail" | "lost-response"): boolean =>
    faults.allActive("solana", kind).some(happens);

  const isOpen = (signature: string): boolean => {
    const standing = standings.get(signature);
    if (standing === undefined) return true;
    return standing.kind === "phantom" && blocks.head.height >= standing.untilHeight;
  };
  const landingHeight = ({ blockhash }: SignedTransaction): number => {
    const { height } = blocks.head;
    const late = faults.allActive("solana", "tx-late").find(happens);
    const usual = height + 1 + Math.floor(random() * MOST_BLOCKS_TO_LAND);
    if (late === undefined) return usual;
    const born = blocks.withHash(blockhash)?.height ?? height;
    return Math.max(height + 1, Math.min(height + late.blocks, born + BLOCKHASH_LIFE_BLOCKS));
  };
  const drawFate = (signature: string): Fate => {
    const phantom = faults.allActive("solana", "tx-phantom").find(happens);
    if (phantom !== undefined && !phantoms.has(signature)) return { kind: "phantom", blocks: phantom.blocks };
    return strikes("tx-fail") ? { kind: "adverse" } : { kind: "plain" };
  };
  const admit = (transaction: SignedTransaction): void => {
    const { signature } = transaction;
    if (strikes("tx-drop")) return;
    standings.set(signature, SETTLED);
    if (strikes("tx-expire")) return;
    waiting.push({ transaction, height: landingHeight(transaction), fate: drawFate(signature) });
  };

  return {
    submit(transaction) {
      if (isOpen(transaction.signature)) admit(transaction);
      return !strikes("lost-response");
    },
    due(block) {
      const due = waiting.filter(({ height }) => height <= block.height);
      waiting = waiting.filter(({ height }) => height > block.height);
      for (const { transaction, fate } of due) {
        if (fate.kind !== "phantom") continue;
        phantoms.add(transaction.signature);
        standings.set(transaction.signature, {
          kind: "phantom",
          untilHeight: block.height + fate.blocks,
        });
      }
      return due;
    },
    reopen: (signature) => void standings.delete(signature),
  };
}
