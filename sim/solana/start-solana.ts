import type { FaultClock } from "../faults/index.ts";
import type { HiddenMarket } from "../market/index.ts";
import { createRandom } from "../market/index.ts";
import { mintAccount } from "./chain/spl-accounts.ts";
import { createPool } from "./genesis/create-pool.ts";
import { baseToken, USDC } from "./genesis/tokens.ts";
import { startNode } from "./node.ts";
import type { SolanaStandIn } from "./stand-in.ts";
import { standInOf } from "./stand-in.ts";
import { createTraders } from "./traders/traders.ts";
import { firstGrants } from "./trading/first-grants.ts";
import { deriveWallet, fundWallet } from "./trading/trading-wallet.ts";

export interface SolanaOptions {
  /** Only read: someone else moves it on. It must know each asset and "USDC". */
  readonly market: HiddenMarket;
  /** Bases such as "SOL"; each gets one pool against USDC. */
  readonly assets: readonly string[];
  readonly faults: FaultClock;
  readonly seed: number;
  /** 250 where left out. */
  readonly slotMs?: number;
  /** Of the first provider, the second one's is the next; free ones where left out. */
  readonly port?: number;
  /** Unix seconds of the first block; the present where left out. */
  readonly startTimeSec?: number;
  /** Blocks until confirmed (1 where left out) and until finalized (8). */
  readonly depths?: Readonly<Record<"confirmed" | "finalized", number>>;
}

export const DEFAULT_SLOT_MS = 250;
export const DEFAULT_DEPTHS = { confirmed: 1, finalized: 8 } as const;
const START_SLOT = 447_600_000;

/** Starts the node with one pool per asset and traders that keep each near the hidden market's target. */
export async function startSolana(options: SolanaOptions): Promise<SolanaStandIn> {
  const { market, seed, faults } = options;
  const startTimeSec = options.startTimeSec ?? Math.floor(Date.now() / 1000);
  const usdcUsd = market.fair("USDC");
  const pools = options.assets.map((base) =>
    createPool(base, market.target("solana", base) / usdcUsd, startTimeSec),
  );
  const traders = createTraders({ pools, market, random: createRandom(`${seed}:traders`) });
  const wallet = deriveWallet(seed);
  const grants = firstGrants(options.assets, (base) => market.target("solana", base));

  const node = await startNode({
    seed,
    faults,
    slotMs: options.slotMs ?? DEFAULT_SLOT_MS,
    port: options.port ?? 0,
    startSlot: START_SLOT,
    startTimeSec,
    depths: options.depths ?? DEFAULT_DEPTHS,
    genesis({ accounts, blocks }) {
      const { slot } = blocks.head;
      accounts.put(USDC.mint, mintAccount(USDC.decimals), slot);
      for (const pool of pools) {
        accounts.put(pool.baseMint, mintAccount(baseToken(pool.base).decimals), slot);
        pool.flush(accounts, slot);
      }
      fundWallet(wallet, grants, accounts, slot);
    },
    execute(chain, block) {
      const recent = chain.view("confirmed").blockhash;
      for (const transaction of traders.act(block, recent, chain.accounts))
        chain.transactions.add(transaction);
    },
    trading: { wallet: wallet.address, pools },
  });
  const listings = pools.map(({ base, state, baseMint, quoteMint }) => ({
    base,
    address: state.address,
    baseMint,
    quoteMint,
  }));
  return standInOf(node, listings, { wallet, grants });
}
