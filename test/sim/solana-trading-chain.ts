import { createFaultClock } from "../../sim/faults/index.ts";
import { createHiddenMarket, createRandom } from "../../sim/market/index.ts";
import { createChain } from "../../sim/solana/chain/chain.ts";
import { createPool } from "../../sim/solana/genesis/create-pool.ts";
import { createTraders } from "../../sim/solana/traders/traders.ts";
import { openDesk } from "../../sim/solana/trading/desk.ts";
import { firstGrants } from "../../sim/solana/trading/first-grants.ts";
import { deriveWallet, fundWallet } from "../../sim/solana/trading/trading-wallet.ts";
import type { QuietNode } from "./solana-trading-node.ts";
import { signerOf } from "./solana-trading-node.ts";

export const ASSETS = ["SOL", "BTC", "ETH"];

/** A chain with its own traders and the trading wallet, without a network: the test makes the blocks. */
export async function aCrowdedChain(seed: number) {
  const market = createHiddenMarket({ seed, scenario: "dislocated", bases: ASSETS });
  const startTimeSec = 1_790_000_000;
  const pools = ASSETS.map((base) => createPool(base, market.target("solana", base), startTimeSec));
  const traders = createTraders({ pools, market, random: createRandom(`${seed}:traders`) });
  const wallet = deriveWallet(seed);
  const chain = createChain({
    ...{ seed, random: createRandom(`${seed}:chain`), startSlot: 1_000, startTimeSec, slotMs: 250 },
    depths: { confirmed: 1, finalized: 8 },
    lagBlocks: () => 0,
    keptFor: wallet.address,
  });
  for (const pool of pools) pool.flush(chain.accounts, 1_000);
  const grants = firstGrants(ASSETS, (base) => market.target("solana", base));
  fundWallet(wallet, grants, chain.accounts, 1_000);
  const faults = createFaultClock({ faults: [] }, () => 0);
  const desk = openDesk({ chain, faults, random: createRandom(`${seed}:desk`), pools });
  const order = createRandom(`${seed}:order`);
  const next = () => {
    market.advance(250);
    const block = chain.produce(0);
    const isAhead = order() < 0.5;
    if (isAhead) desk.land(block);
    for (const one of traders.act(block, block.blockhash, chain.accounts)) chain.transactions.add(one);
    if (!isAhead) desk.land(block);
    return block;
  };
  const signer = await signerOf(wallet);
  const node = { chain, signer, pool: (base: string) => pools.find((pool) => pool.base === base)! };
  return { chain, pools, desk, faults, next, node: node as unknown as QuietNode, wallet };
}
