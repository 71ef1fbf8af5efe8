import type { HiddenMarket, Random } from "../../market/index.ts";
import type { AccountStore } from "../chain/account-store.ts";
import type { Block } from "../chain/block-log.ts";
import type { LandedTransaction } from "../chain/transaction-log.ts";
import type { Parties } from "../program/instructions.ts";
import { liquidityInstruction, swapInstruction } from "../program/instructions.ts";
import type { LivePool } from "../program/live-pool.ts";
import { ProgramError } from "../program/program-error.ts";
import { executeSwap } from "../program/swap.ts";
import { tradedEvent } from "../program/traded-event.ts";
import { land } from "./land.ts";
import { createProvider } from "./provider.ts";
import type { SwapIdea } from "./swap-ideas.ts";
import { arbitrage, noise } from "./swap-ideas.ts";
import type { Wallet } from "./wallet.ts";
import { createWallet } from "./wallet.ts";

const MAX_SWAPS_PER_SLOT = 3;
/** Each pool sees a liquidity change about this often. */
const PROVIDER_EVERY_SLOTS = 40;

export interface TradersOptions {
  readonly pools: readonly LivePool[];
  readonly market: HiddenMarket;
  readonly random: Random;
}

export interface Traders {
  /** Trades in this block and writes every account that changed; the transactions in their order. */
  act(block: Block, recentBlockhash: string, accounts: AccountStore): LandedTransaction[];
}

function partiesOf(pool: LivePool, wallet: Wallet): Parties {
  const { mintA, mintB } = pool.state.whirlpool;
  return {
    authority: wallet.address,
    holdingA: wallet.holding(mintA).account,
    holdingB: wallet.holding(mintB).account,
  };
}

/** Fisher-Yates; the pool that trades first differs from slot to slot. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [x, y] = [mixed[last], mixed[other]];
    if (x !== undefined && y !== undefined) [mixed[last], mixed[other]] = [y, x];
  }
  return mixed;
}

export function createTraders({ pools, market, random }: TradersOptions): Traders {
  const mints = [...new Set(pools.flatMap((pool) => [pool.baseMint, pool.quoteMint]))];
  const arbitrageur = createWallet("arbitrageur", mints);
  const crowd = createWallet("crowd", mints);
  const provider = createWallet("provider", mints);
  const providing = createProvider(random);

  const swap = (pool: LivePool, wallet: Wallet, idea: SwapIdea, block: Block, hash: string) => {
    const { sqrtPrice, tick: startTick } = pool.state.whirlpool;
    try {
      const outcome = executeSwap(pool.state, { ...idea, blockTimeSec: BigInt(block.timeSec) });
      const executed = { request: idea, startTick, outcome };
      const instruction = swapInstruction(pool.state, partiesOf(pool, wallet), executed);
      pool.swap(outcome);
      const { aToB, amountIn, amountOut } = outcome;
      const move = aToB ? { a: amountIn, b: -amountOut } : { a: -amountOut, b: amountIn };
      const event = tradedEvent(pool.state.address, sqrtPrice, outcome);
      return land({ pool, wallet, instruction, move, event }, block, hash, random);
    } catch (error) {
      if (error instanceof ProgramError) return undefined;
      throw error;
    }
  };
  const provide = (pool: LivePool, block: Block, hash: string): LandedTransaction => {
    const change = providing.next(pool);
    const amounts = pool.provide(change, BigInt(block.timeSec));
    const instruction = liquidityInstruction(pool.state, partiesOf(pool, provider), change, amounts);
    const move = { a: amounts.amountA, b: amounts.amountB };
    return land({ pool, wallet: provider, instruction, move, event: undefined }, block, hash, random);
  };

  return {
    act(block, hash, accounts) {
      const landed: LandedTransaction[] = [];
      let swaps = 0;
      const trySwap = (pool: LivePool, wallet: Wallet, idea: SwapIdea | undefined): void => {
        if (idea === undefined || swaps >= MAX_SWAPS_PER_SLOT) return;
        const transaction = swap(pool, wallet, idea, block, hash);
        if (transaction === undefined) return;
        swaps += 1;
        landed.push(transaction);
      };
      for (const pool of shuffled(pools, random)) {
        trySwap(pool, arbitrageur, arbitrage(pool, market, random));
        trySwap(pool, crowd, noise(pool, market, random));
        if (random() < 1 / PROVIDER_EVERY_SLOTS) landed.push(provide(pool, block, hash));
      }
      for (const pool of pools) pool.flush(accounts, block.slot);
      for (const wallet of [arbitrageur, crowd, provider]) wallet.flush(accounts, block.slot);
      return landed;
    },
  };
}
