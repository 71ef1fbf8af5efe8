import { type Asset, divide, formatDecimal, type MarketEvent, type PoolCurve, RejectedError } from "#model";
import { createJsonRpc, type JsonRpc, redactUrl } from "#transport";
import { createSolanaFeed, type PoolIdentity, readPool, verifyPools } from "#venue/solana";
import type { Config } from "../config.ts";
import { solanaAddress } from "../config-values.ts";
import { listenTo } from "../heard-log.ts";
import { type ProbeOptions, stamp, watchFor } from "./session.ts";

const READ_WITHIN_MS = 8_000;

/**
 * Reads one pool, says what it is, and watches it as the engine would. `named` is its address, or the name of a
 * configured asset. Rejects where it is no pool or nothing comes.
 */
export async function probePool(named: string, options: ProbeOptions): Promise<void> {
  const { backend, print } = options;
  const { config, clock, timers, random } = backend;
  const { solanaRpcUrls: urls, solanaWsUrls: wsUrls } = config.keys.current;
  const rpc = createJsonRpc({ urls, clock, timers, random, deadlineMs: READ_WITHIN_MS });
  const configured = config.assets.find(({ name }) => name === named.toUpperCase());
  const identity = await identify(configured?.pool ?? solanaAddress("POOL", named), { rpc, config, print });
  const heard = listenTo(backend.log);
  const startNs = clock.monotonicNs();
  const sinceMs = () => (clock.monotonicNs() - startNs) / 1e6;
  const probe = new PoolProbe((line) => print(`${stamp(sinceMs())} ${line}`));
  await using feed = createSolanaFeed({
    ...{ rpc, wsUrls, pools: [identity], pollMs: config.solanaPollMs, clock, timers, random, log: heard.log },
  });
  await feed.start((event) => probe.take(event));
  await watchFor({ ...probe.watched, whyNot: heard.reason }, options, sinceMs);
  print(`${wsUrls.map(redactUrl).join(", ")}: ${probe.summary()}`);
}

interface Reading {
  readonly rpc: JsonRpc;
  readonly config: Config;
  readonly print: (line: string) => void;
}

/** What the account says, then whether it holds what it has to. Throws RejectedError where it does not. */
async function identify(pool: string, { rpc, config, print }: Reading): Promise<PoolIdentity> {
  const found = await readPool(rpc, pool);
  const asset = config.assets.find((one) => one.pool === pool) ?? assetOf(pool, found, config);
  print(`pool ${pool}${asset.symbol === "" ? ", not configured" : `, configured for ${asset.name}`}`);
  print(`mint A ${found.tokenMintA}, mint B ${found.tokenMintB}`);
  const fee = `fee ${found.feePpm / 100} bps${found.adaptive ? " and more when it is volatile" : ""}`;
  print(
    `tick spacing ${found.tickSpacing}, ${fee}, liquidity ${found.liquidity}, tick ${found.tickCurrentIndex}`,
  );
  const { pools, refused } = await verifyPools({ rpc, assets: [asset] });
  const [identity] = pools;
  if (identity === undefined)
    throw new RejectedError("pool-mismatch", refused[0]?.reason ?? `${pool} is not what it should be`);
  return identity;
}

/** An asset that nobody configured: the token beside the dollar token, or the first one. */
function assetOf(
  pool: string,
  { tokenMintA, tokenMintB }: { readonly tokenMintA: string; readonly tokenMintB: string },
  { assets }: Config,
): Asset {
  const baseIsB = assets.some(({ quoteMint }) => quoteMint === tokenMintA);
  const [baseMint, quoteMint] = baseIsB ? [tokenMintB, tokenMintA] : [tokenMintA, tokenMintB];
  return { name: "this pool", base: "", symbol: "", pool, baseMint, quoteMint };
}

/** The pool as it comes. */
class PoolProbe {
  readonly #print: (line: string) => void;
  #curve: PoolCurve | null = null;
  #reason = "not whole yet";
  #hasCome = false;
  #second = 0;
  readonly #total = { updates: 0, connects: 0, voids: 0 };
  #firstSlot = 0;
  #lastSlot = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  readonly watched = {
    hasCome: () => this.#hasCome,
    line: () => {
      const updates = this.#second;
      this.#second = 0;
      return `slot ${this.#lastSlot} ${this.#now()} | ${updates} updates`;
    },
  };

  take(event: MarketEvent): void {
    switch (event.kind) {
      case "connection":
        this.#total.connects += event.up ? 1 : 0;
        this.#print(event.up ? "connected" : `connection lost: ${event.reason}`);
        return;
      case "liveness":
        this.#slot(event.slot ?? 0);
        return;
      case "pool":
        this.#update(event.curve);
        return;
      case "pool-void":
        this.#curve = null;
        this.#reason = event.reason;
        if (!this.#hasCome) return;
        this.#total.voids += 1;
        this.#print(`pool void: ${event.reason}`);
    }
  }

  summary(): string {
    const { updates, connects, voids } = this.#total;
    const slots = this.#lastSlot - this.#firstSlot;
    return `${updates} updates over ${slots} slots, ${connects} connections, ${voids} times void`;
  }

  #update(curve: PoolCurve): void {
    this.#curve = curve;
    this.#second += 1;
    this.#total.updates += 1;
    this.#slot(curve.slot);
    if (this.#hasCome) return;
    this.#hasCome = true;
    this.#print(`whole at slot ${curve.slot}: ${this.#now()}`);
  }

  #slot(slot: number): void {
    if (this.#firstSlot === 0) this.#firstSlot = slot;
    this.#lastSlot = Math.max(this.#lastSlot, slot);
  }

  #now(): string {
    const curve = this.#curve;
    return curve === null
      ? `void: ${this.#reason}`
      : `price ${priceOf(curve)}, fee ${curve.feePpm / 100} bps`;
  }
}

const PRICE_DECIMALS = 6;

/** Quote coins for one base coin in the middle, without fee. */
function priceOf({ mid, baseDecimals, quoteDecimals }: PoolCurve): string {
  const num = mid.num * 10n ** BigInt(baseDecimals + PRICE_DECIMALS);
  return formatDecimal(divide(num, mid.den * 10n ** BigInt(quoteDecimals), "floor"), PRICE_DECIMALS);
}
