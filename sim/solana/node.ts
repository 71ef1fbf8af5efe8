import type { Address } from "@solana/kit";
import type { FaultClock } from "../faults/index.ts";
import { createRandom } from "../market/index.ts";
import type { Block } from "./chain/block-log.ts";
import type { Chain } from "./chain/chain.ts";
import { createChain } from "./chain/chain.ts";
import { startMetronome } from "./chain/metronome.ts";
import type { LivePool } from "./program/live-pool.ts";
import type { Whirlpool } from "./program/whirlpool-account.ts";
import { decodeWhirlpool, WHIRLPOOL_BYTES } from "./program/whirlpool-account.ts";
import type { Page } from "./rpc/http.ts";
import { providerOf } from "./rpc/provider.ts";
import { createPublisher } from "./rpc/publisher.ts";
import type { RpcServer } from "./rpc/server.ts";
import { createRpcServer } from "./rpc/server.ts";
import type { Desk } from "./trading/desk.ts";
import { openDesk } from "./trading/desk.ts";

export interface NodeOptions {
  readonly seed: number;
  readonly faults: FaultClock;
  readonly slotMs: number;
  /** Of the first provider, the second one's is the next; 0 takes free ones. */
  readonly port: number;
  readonly startSlot: number;
  readonly startTimeSec: number;
  readonly depths: Readonly<Record<"confirmed" | "finalized", number>>;
  /** Fills the chain before the first block. */
  readonly genesis: (chain: Chain) => void;
  /** Runs in each block after the first, before anyone hears of it. */
  readonly execute: (chain: Chain, block: Block) => void;
  /** Who may send transactions, and the pools that those may change; nobody where left out. */
  readonly trading?: { readonly wallet: Address; readonly pools: readonly LivePool[] };
}

/** A running node on loopback. */
export interface RunningNode {
  readonly chain: Chain;
  /** By provider: the same chain, as two companies would serve it. */
  readonly rpcUrls: readonly [string, string];
  readonly wsUrls: readonly [string, string];
  poolAt(address: Address, slot: number): Whirlpool | undefined;
  stop(): Promise<void>;
}

function poolReader(chain: Chain) {
  return (address: Address, slot: number): Whirlpool | undefined => {
    const data = chain.accounts.at(address, slot)?.data;
    return data?.length === WHIRLPOOL_BYTES ? decodeWhirlpool(data) : undefined;
  };
}

/** `GET /truth/pool?address=...&slot=...`: the pool as it really was at the end of that slot. */
function truthPage(chain: Chain): Page {
  const poolAt = poolReader(chain);
  return (url) => {
    const address = url.searchParams.get("address") as Address | null;
    const slot = Number(url.searchParams.get("slot") ?? chain.blocks.head.slot);
    const pool = address === null ? undefined : poolAt(address, slot);
    if (pool === undefined) return undefined;
    const entries = Object.entries(pool).map(([key, value]) => [
      key,
      typeof value === "bigint" ? value.toString() : value,
    ]);
    return { slot, ...Object.fromEntries(entries) };
  };
}

type Serve = (provider: number, port: number) => Promise<{ server: RpcServer; announce: () => void }>;

function serving(chain: Chain, desk: Desk | undefined, { seed, faults }: NodeOptions): Serve {
  const pages = { "/truth/pool": truthPage(chain) };
  return async (number, port) => {
    const provider = providerOf(chain, faults, number);
    const random = createRandom(`${seed}:wire ${number}`);
    const server = await createRpcServer({ ...provider, random, port, pages, desk });
    return { server, announce: createPublisher(provider.chain, server.publish) };
  };
}

function chainOf({ seed, startSlot, startTimeSec, slotMs, depths, trading }: NodeOptions): Chain {
  return createChain({
    seed,
    random: createRandom(`${seed}:chain`),
    startSlot,
    startTimeSec,
    slotMs,
    depths,
    lagBlocks: () => 0,
    ...(trading === undefined ? {} : { keptFor: trading.wallet }),
  });
}

function deskOf(chain: Chain, { seed, faults, trading }: NodeOptions): Desk | undefined {
  if (trading === undefined) return undefined;
  return openDesk({ chain, faults, random: createRandom(`${seed}:desk`), pools: trading.pools });
}

/** Starts a node whose chain makes a block every `slotMs`. Rejects where a port is taken. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { seed, faults, port } = options;
  const chain = chainOf(options);
  options.genesis(chain);
  const desk = deskOf(chain, options);
  const serve = serving(chain, desk, options);
  const first = await serve(0, port);
  const second = await serve(1, port === 0 ? 0 : port + 1).catch(async (error: unknown) => {
    await first.server.stop();
    throw error;
  });
  const order = createRandom(`${seed}:order`);
  const stopMetronome = startMetronome(options.slotMs, (missed) => {
    faults.tick();
    const block = chain.produce(missed);
    // Whoever sends from outside is before the chain's own traders in one block and behind them in the next.
    const isAhead = order() < 0.5;
    if (isAhead) desk?.land(block);
    options.execute(chain, block);
    if (!isAhead) desk?.land(block);
    first.announce();
    second.announce();
  });
  const urls = (scheme: string): [string, string] => [
    `${scheme}://127.0.0.1:${first.server.port}`,
    `${scheme}://127.0.0.1:${second.server.port}`,
  ];
  return {
    chain,
    rpcUrls: urls("http"),
    wsUrls: urls("ws"),
    poolAt: poolReader(chain),
    async stop() {
      stopMetronome();
      await Promise.all([first.server.stop(), second.server.stop()]);
    },
  };
}
