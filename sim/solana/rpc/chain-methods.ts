import { z } from "zod";
import { createRandom, normal } from "../../market/index.ts";
import { BLOCKHASH_LIFE_BLOCKS, isBlockhashAlive, SLOTS_PER_EPOCH } from "../chain/block-log.ts";
import type { Chain } from "../chain/chain.ts";
import { rentExemptLamports } from "../chain/spl-accounts.ts";
import { blockNotAvailable, slotSkipped } from "./errors.ts";
import type { MethodTable } from "./method.ts";
import { API_VERSION, config, contextConfig, inContext, param, pubkey, readBlock } from "./params.ts";

const FEATURE_SET = 3_640_012_085;
const MAX_FEE_ACCOUNTS = 128;

function blockTime(chain: Chain, slot: number): number {
  const block = chain.blocks.at(slot);
  if (block !== undefined) return block.timeSec;
  const { head, oldestSlot } = chain.blocks;
  throw slot > head.slot || slot < oldestSlot ? blockNotAvailable(slot) : slotSkipped(slot);
}

function epochInfo(chain: Chain, params: readonly unknown[]) {
  const block = readBlock(chain, config(contextConfig, params, 0));
  return {
    absoluteSlot: block.slot,
    blockHeight: block.height,
    epoch: Math.floor(block.slot / SLOTS_PER_EPOCH),
    slotIndex: block.slot % SLOTS_PER_EPOCH,
    slotsInEpoch: SLOTS_PER_EPOCH,
    transactionCount: block.height * 1_500,
  };
}

function blockhashValid(chain: Chain, params: readonly unknown[]) {
  const hash = param(z.string(), params, 0);
  const block = readBlock(chain, config(contextConfig, params, 1));
  return inContext(block.slot, isBlockhashAlive(chain.blocks, hash, block));
}

const FREE_SLOTS = 0.2;
const MEDIAN_FEE = 8_000;

/** The least price (micro-lamports a unit) that got into a slot: nothing in a quiet one, else around the median. */
function leastFee(slot: number): number {
  const random = createRandom(`fee of ${slot}`);
  return random() < FREE_SLOTS ? 0 : Math.round(MEDIAN_FEE * Math.exp(normal(random)));
}

function prioritizationFees(chain: Chain, params: readonly unknown[]) {
  param(z.array(pubkey).max(MAX_FEE_ACCOUNTS).default([]), params, 0);
  const { slot: newest } = chain.view("processed");
  const fees: { slot: number; prioritizationFee: number }[] = [];
  for (let back = BLOCKHASH_LIFE_BLOCKS - 1; back >= 0; back -= 1) {
    const { slot } = chain.blocks.back(back);
    if (fees.at(-1)?.slot !== slot && slot <= newest) fees.push({ slot, prioritizationFee: leastFee(slot) });
  }
  return fees;
}

/** Methods about the node, its slots and blockhashes. */
export function chainMethods(chain: Chain): MethodTable {
  const read = (params: readonly unknown[]) => readBlock(chain, config(contextConfig, params, 0));
  return {
    getVersion: () => ({ "feature-set": FEATURE_SET, "solana-core": API_VERSION }),
    getHealth: () => "ok",
    getGenesisHash: () => chain.genesisHash,
    getSlot: (params) => read(params).slot,
    getBlockHeight: (params) => read(params).height,
    getBlockTime: (params) => blockTime(chain, param(z.number().int().min(0), params, 0)),
    getEpochInfo: (params) => epochInfo(chain, params),
    getLatestBlockhash(params) {
      const { slot, blockhash, height } = read(params);
      return inContext(slot, { blockhash, lastValidBlockHeight: height + BLOCKHASH_LIFE_BLOCKS });
    },
    isBlockhashValid: (params) => blockhashValid(chain, params),
    getMinimumBalanceForRentExemption: (params) =>
      Number(rentExemptLamports(param(z.number().int().min(0), params, 0))),
    getRecentPrioritizationFees: (params) => prioritizationFees(chain, params),
  };
}
