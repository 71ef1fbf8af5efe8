import {
  type DexIntent,
  type DexOrder,
  isRefusal,
  type LegEvidence,
  type PoolCurve,
  type Side,
} from "#model";
import { createJsonRpc } from "#transport";
import type { DexClient, MarketFeed } from "#venue";
import {
  createSolanaClient,
  createSolanaFeed,
  type PoolIdentity,
  type TradingLimits,
  verifyPools,
} from "#venue/solana";
import type { Fault } from "../../../../sim/faults/index.ts";
import { associatedTokenAddress } from "../../../../sim/solana/program/pda.ts";
import { aQuietNode, type QuietNode } from "../../../sim/solana-trading-node.ts";
import { eventually, realTime, recordingLog } from "../../../support/fake-time.ts";

/** Paces for slots of 20 ms. */
const FAST: Partial<TradingLimits> = {
  resendMs: 100,
  pollMs: 40,
  blockhashEveryMs: 100,
  feesEveryMs: 500,
  simulateEveryMs: 1_000,
  accountsEveryMs: 100,
  requestTimeoutMs: 400,
};

/** What a swap of the order would do by the curve, in base units, seen from the wallet. */
export interface Expected {
  readonly baseDelta: bigint;
  readonly quoteDelta: bigint;
}

let attempts = 0;

/** The real client and the real feed on the stand-in chain, where nobody else trades. */
export class Desk {
  readonly node: QuietNode;
  readonly pools: readonly PoolIdentity[];
  readonly evidence: LegEvidence[] = [];
  readonly log = recordingLog();
  client: DexClient;
  readonly #curves = new Map<string, PoolCurve>();
  readonly #feed: MarketFeed;
  #quietFromMs = 0;

  private constructor(node: QuietNode, pools: readonly PoolIdentity[]) {
    this.node = node;
    this.pools = pools;
    this.client = this.#newClient();
    const { standIn } = node;
    this.#feed = createSolanaFeed({
      ...SHARED,
      log: this.log,
      rpc: createJsonRpc({ ...SHARED, urls: [standIn.rpcUrl] }),
      wsUrls: [standIn.wsUrl],
      pools,
      pollMs: 300,
    });
  }

  static async open(): Promise<Desk> {
    const node = await aQuietNode({ slotMs: 20 });
    const assets = ["SOL", "BTC", "ETH", "UNI"].map((base) => {
      const { state, baseMint, quoteMint } = node.pool(base);
      const names = { name: `${base}-USD`, base, symbol: `${base.toLowerCase()}usd` };
      return { ...names, pool: state.address, baseMint, quoteMint };
    });
    const rpc = createJsonRpc({ ...SHARED, urls: [node.standIn.rpcUrl] });
    const { pools, refused } = await verifyPools({ rpc, assets });
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
    const desk = new Desk(node, pools);
    await desk.#feed.start((event) => {
      if (event.kind === "pool") desk.#curves.set(event.curve.pool, event.curve);
    });
    await desk.client.start((evidence) => desk.evidence.push(evidence));
    await eventually("ready", () => desk.client.ready() && desk.#curves.size === 4, 20_000);
    return desk;
  }

  /** From now on. */
  inject(fault: object, forMs: number): void {
    this.#quietFromMs = Math.max(this.#quietFromMs, performance.now() + forMs);
    this.node.faults.inject({ venue: "solana", atMs: 0, forMs, ...fault } as Fault);
  }

  curve(base: string): PoolCurve {
    const curve = this.#curves.get(this.node.pool(base).state.address);
    if (curve === undefined) throw new Error(`no curve of ${base}`);
    return curve;
  }

  /** Once no fault is on, the feed shows the pool as it is on chain, and the client is ready again. */
  async settled(base: string): Promise<void> {
    const { state } = this.node.pool(base);
    const same = () => {
      const { num, den } = this.curve(base).mid;
      const squared = state.whirlpool.sqrtPrice ** 2n;
      return num === squared || den === squared;
    };
    await eventually("no fault", () => performance.now() > this.#quietFromMs, 20_000);
    await eventually(`the feed is at the chain's ${base}`, same, 20_000);
    await eventually("ready", () => this.client.ready(), 20_000);
  }

  /** Signs a swap of about `dollars`, with a tenth of a per cent of slippage allowed. */
  sign(
    base: string,
    side: Side,
    dollars = 2_000,
  ): { readonly intent: DexIntent; readonly expected: Expected } {
    const curve = this.curve(base);
    const { num, den } = curve.mid;
    const baseUnits = (BigInt(dollars) * 10n ** BigInt(curve.quoteDecimals) * den) / num;
    const quote = side === "sell" ? curve.sellBase(baseUnits) : curve.buyBase(baseUnits);
    if (isRefusal(quote)) throw new Error(quote.refused);
    const order: DexOrder = {
      venue: "solana",
      pool: curve.pool,
      side,
      baseUnits,
      limitQuoteUnits:
        side === "sell" ? (quote.amountOut * 999n) / 1_000n : (quote.amountIn * 1_001n) / 1_000n,
      ticksCrossed: quote.ticksCrossed,
    };
    const signed = this.client.prepare(order, curve);
    if ("refused" in signed) throw new Error(signed.refused);
    attempts += 1;
    const expected =
      side === "sell"
        ? { baseDelta: -quote.amountIn, quoteDelta: quote.amountOut }
        : { baseDelta: quote.amountOut, quoteDelta: -quote.amountIn };
    return { intent: { attemptId: `T${attempts}`, order, signed }, expected };
  }

  of(intent: DexIntent): LegEvidence[] {
    return this.evidence.filter(({ attemptId }) => attemptId === intent.attemptId);
  }

  kinds(intent: DexIntent): string[] {
    return this.of(intent).map((one) =>
      one.kind === "dex-landed" ? `${one.kind} ${one.commitment}` : one.kind,
    );
  }

  /** Waits for the evidence after which nothing more comes. */
  async ended(intent: DexIntent): Promise<LegEvidence> {
    const terminal = ["dex-landed finalized", "dex-expired", "dex-not-sent"];
    await eventually(
      `an end of ${intent.attemptId}: ${this.kinds(intent)}`,
      () => this.kinds(intent).some((kind) => terminal.includes(kind)),
      30_000,
    );
    const last = this.of(intent).at(-1);
    if (last === undefined) throw new Error("no evidence");
    return last;
  }

  /** What the chain really did with a signature: all transactions of the wallet that bear it. */
  truth({ signed }: DexIntent) {
    return this.node.standIn.truth().transactions.filter(({ signature }) => signature === signed.signature);
  }

  units(mint: string): bigint {
    return this.node.tokens(mint as Parameters<QuietNode["tokens"]>[0]);
  }

  account(mint: string): string {
    return associatedTokenAddress(this.node.signer.address, mint as Parameters<QuietNode["tokens"]>[0]);
  }

  /** A new process: the old client is gone with all it knew. */
  async restart(): Promise<void> {
    await this.client[Symbol.asyncDispose]();
    this.client = this.#newClient();
    await this.client.start((evidence) => this.evidence.push(evidence));
  }

  async close(): Promise<void> {
    await Promise.all([this.client[Symbol.asyncDispose](), this.#feed[Symbol.asyncDispose]()]);
    await this.node.stop();
  }

  #newClient(): DexClient {
    const { standIn } = this.node;
    return createSolanaClient({
      ...SHARED,
      log: this.log,
      rpcUrls: standIn.rpcUrls,
      wsUrls: standIn.wsUrls,
      keypair: Uint8Array.from(standIn.wallet?.secretKey ?? []),
      pools: this.pools,
      limits: FAST,
    });
  }
}

const SHARED = { clock: realTime, timers: realTime, random: Math.random };
