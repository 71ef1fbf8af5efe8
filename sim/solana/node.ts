import type { Address } from "@solana/kit";
import type { FaultClock } from "../faults/index.ts";
import { createRandom } from "../market/index.ts";
import type { Block } from "./chain/block-log.ts";
import type { Chain } from "./chain/chain.ts";
import { createChain } from "./chain/chain.ts";
import { startMetronome } from "./chain/metronome.ts";
import type { Whirlpool } from "./program/whirlpool-account.ts";
import { decodeWhirlpool, WHIRLPOOL_BYTES } from "./program/whirlpool-account.ts";
import type { Page } from "./rpc/http.ts";
import { createPublisher } from "./rpc/publisher.ts";
import { createRpcServer } from "./rpc/server.ts";

export interface NodeOptions {
  readonly seed: number;
  readonly faults: FaultClock;
  readonly slotMs: number;
  readonly port: number;
  readonly startSlot: number;
  readonly startTimeSec: number;
  readonly depths: Readonly<Record<"confirmed" | "finalized", number>>;
  /** Fills the chain before the first block. */
  readonly genesis: (chain: Chain) => void;
  /** Runs in each block after the first, before anyone hears of it. */
  readonly execute: (chain: Chain, block: Block) => void;
}

/** A running node on loopback. */
export interface RunningNode {
  readonly chain: Chain;
  readonly rpcUrl: string;
  readonly wsUrl: string;
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

/** Starts a node whose chain makes a block every `slotMs`. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { seed, faults, slotMs, startSlot, startTimeSec, depths } = options;
  const chain = createChain({
    seed,
    random: createRandom(`${seed}:chain`),
    startSlot,
    startTimeSec,
    slotMs,
    depths,
    lagBlocks: () => faults.active("solana", "lag")?.slots ?? 0,
  });
  options.genesis(chain);
  const random = createRandom(`${seed}:wire`);
  const pages = { "/truth/pool": truthPage(chain) };
  const server = await createRpcServer({ chain, faults, random, port: options.port, pages });
  const announce = createPublisher(chain, server.publish);
  const stopMetronome = startMetronome(slotMs, (missed) => {
    faults.tick();
    options.execute(chain, chain.produce(missed));
    announce();
  });
  return {
    chain,
    rpcUrl: `http://127.0.0.1:${server.port}`,
    wsUrl: `ws://127.0.0.1:${server.port}`,
    poolAt: poolReader(chain),
    async stop() {
      stopMetronome();
      await server.stop();
    },
  };
}
