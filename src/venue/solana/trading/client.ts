import {
  ConfigError,
  ConnectivityError,
  type DexEvidence,
  type DexIntent,
  type DexOrder,
  type PoolCurve,
  RejectedError,
  type SignedSwap,
  type VenueAccount,
} from "#model";
import { createJsonRpc, createProviderCalls, type JsonRpc, type ProviderCalls } from "#transport";
import type { DexClient, EvidenceSink, PrepareRefusal } from "../../trading-client.ts";
import { outwardNames } from "../feed-counters.ts";
import { createThrottledLog, type ThrottledLog } from "../throttled-log.ts";
import { BlockhashCache } from "./blockhash-cache.ts";
import { Follower } from "./follower.ts";
import { genesisHash } from "./messages.ts";
import {
  DEFAULT_TRADING_LIMITS,
  type SolanaClientOptions,
  type SolanaClientParts,
  type TradingLimits,
} from "./options.ts";
import { createPoolAccounts, type PoolAccounts } from "./pool-accounts.ts";
import { prepareSwap } from "./preparer.ts";
import { type Finding, Pursuit } from "./pursuit.ts";
import { Sender } from "./sender.ts";
import { createSignatureHints, type SignatureHints } from "./signature-hints.ts";
import { SwapCosts } from "./swap-costs.ts";
import { createTradeCounters, type TradeCounters } from "./trade-counters.ts";
import { signatureOf } from "./transaction.ts";
import { monotonicMs, runUpkeep } from "./upkeep.ts";
import { UsedSignatures } from "./used-signatures.ts";
import { assertSignsLikeKit, createWallet, type Wallet } from "./wallet.ts";
import { readWalletAccount } from "./wallet-account.ts";

/** Reads may be repeated elsewhere for so long. */
const READ_DEADLINE_MS = 15_000;

/**
 * The trading wallet on Solana. Throws ConfigError where the key pair is wrong or there is no address.
 * `start` comes first, as evidence has nowhere to go before it; nothing is told after disposal. An attempt
 * that is pursued anew is told of from its beginning: what an earlier process was told may come again.
 */
export function createSolanaClient(options: SolanaClientOptions): SolanaTradingClient {
  return new SolanaClient(options);
}

/** The wallet's client, whose providers can be changed while swaps are under way. */
export interface SolanaTradingClient extends DexClient {
  /** Sends to and asks these from now on, each in the place of one of the old ones; throws ConfigError as whyNotReplaced says. */
  replaceAddresses(addresses: {
    readonly rpcUrls: readonly string[];
    readonly wsUrls: readonly string[];
  }): void;
}

class SolanaClient implements SolanaTradingClient {
  readonly #options: SolanaClientParts;
  readonly #limits: TradingLimits;
  readonly #wallet: Wallet;
  readonly #pools: ReadonlyMap<string, PoolAccounts>;
  readonly #rpc: JsonRpc;
  /** Asked for evidence and blockhashes; a provider that fails at these may still take a swap, and so rests apart. */
  readonly #calls: ProviderCalls;
  readonly #sends: ProviderCalls;
  readonly #counters: TradeCounters = createTradeCounters();
  readonly #blockhashes = new BlockhashCache();
  readonly #used = new UsedSignatures();
  readonly #costs: SwapCosts;
  readonly #warnings: ThrottledLog;
  readonly #sender: Sender;
  readonly #follower: Follower;
  readonly #hints: SignatureHints;
  readonly #stop = new AbortController();
  readonly #pursuits = new Map<string, Pursuit>();
  #sink: EvidenceSink = () => {};
  #upkeep: Promise<void> = Promise.resolve();
  #hasAccounts = false;
  /** Highest slot that a swap of ours is known to be in; balances are read not before it. */
  #landedSlot = 0;

  constructor({ rpcUrls, wsUrls, ...options }: SolanaClientOptions) {
    this.#options = options;
    const { clock, timers, random, log, pools } = options;
    this.#limits = { ...DEFAULT_TRADING_LIMITS, ...options.limits };
    const { requestTimeoutMs, pollMs, resendMs } = this.#limits;
    this.#wallet = createWallet(options.keypair);
    this.#pools = new Map(
      pools.map((pool) => [pool.address, createPoolAccounts(pool, this.#wallet.address)]),
    );
    const rpcOptions = { urls: rpcUrls, clock, timers, random, timeoutMs: requestTimeoutMs };
    this.#rpc = createJsonRpc({ ...rpcOptions, deadlineMs: READ_DEADLINE_MS });
    this.#calls = createProviderCalls(rpcOptions);
    this.#sends = createProviderCalls(rpcOptions);
    this.#costs = new SwapCosts(this.#limits);
    this.#warnings = createThrottledLog(log, clock);
    const { signal } = this.#stop;
    const shared = { timers, signal, counters: this.#counters };
    this.#sender = new Sender({ ...shared, calls: this.#sends, resendMs });
    this.#follower = new Follower({
      ...shared,
      calls: this.#calls,
      pollMs,
      warnings: this.#warnings,
      height: () => this.#blockhashes.height(monotonicMs(clock)),
    });
    this.#hints = createSignatureHints({
      options,
      wsUrls,
      onOpen: () => {
        this.#counters.connects += 1;
      },
      onHint: (signature) => {
        this.#counters.hints += 1;
        this.#follower.hint(signature);
      },
    });
  }

  async start(sink: EvidenceSink): Promise<void> {
    await assertSignsLikeKit(this.#wallet, this.#options.keypair);
    if (this.#stop.signal.aborted) return;
    this.#sink = sink;
    this.#hints.start();
    this.#upkeep = runUpkeep({
      options: this.#options,
      limits: this.#limits,
      rpc: this.#rpc,
      calls: this.#calls,
      wallet: this.#wallet,
      pools: [...this.#pools.values()],
      costs: this.#costs,
      blockhashes: this.#blockhashes,
      warnings: this.#warnings,
      signal: this.#stop.signal,
      readAccount: () => this.readAccount(),
      hasAccounts: () => this.#hasAccounts,
    });
  }

  ready(): boolean {
    if (this.#stop.signal.aborted || !this.#hasAccounts) return false;
    if (this.#blockhashes.usable(this.#nowMs()) === null) return false;
    return [...this.#pools.keys()].every((pool) => this.expectedFeeLamports(pool) !== null);
  }

  prepare(order: DexOrder, curve: PoolCurve): SignedSwap | PrepareRefusal {
    const prepared = prepareSwap(
      {
        wallet: this.#wallet,
        pools: this.#pools,
        blockhashes: this.#blockhashes,
        costs: this.#costs,
        used: this.#used,
        random: this.#options.random,
      },
      order,
      curve,
      this.#nowMs(),
    );
    this.#counters["refused" in prepared ? "refused" : "prepared"] += 1;
    return prepared;
  }

  send(intent: DexIntent): void {
    if (this.#stop.signal.aborted) return;
    const trouble = this.#troubleWith(intent);
    if (trouble !== null) {
      this.#tell(intent.attemptId, { kind: "dex-not-sent", reason: trouble });
      return;
    }
    this.#follow(intent, true);
  }

  pursue(intent: DexIntent, { rebroadcast }: { readonly rebroadcast: boolean }): void {
    if (this.#stop.signal.aborted) return;
    const trouble = this.#troubleWith(intent);
    if (trouble === null) this.#follow(intent, rebroadcast);
    // It may have been sent, so that no evidence can be made up: it stays unknown for the operator.
    else
      this.#options.log.error("Solana swap cannot be followed", {
        attempt: intent.attemptId,
        reason: trouble,
      });
  }

  async readAccount(): Promise<VenueAccount> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    const pools = [...this.#pools.values()];
    const parts = { rpc: this.#rpc, clock, wallet: this.#wallet.address, pools, signal };
    try {
      const account = await readWalletAccount(parts, this.#landedSlot);
      this.#hasAccounts = true;
      return account;
    } catch (error) {
      if (error instanceof RejectedError) this.#hasAccounts = false;
      throw error;
    }
  }

  expectedFeeLamports(pool: string): bigint | null {
    return this.#costs.expectedFeeLamports(pool);
  }

  async identity(): Promise<{ readonly wallet: string; readonly genesisHash: string }> {
    const { signal } = this.#stop;
    const hashes = await this.#rpc.askEach("getGenesisHash", [], genesisHash, { signal });
    const [hash, ...others] = new Set(hashes.filter((answer) => answer !== undefined));
    if (hash === undefined) throw new ConnectivityError("no-genesis", "no provider told its genesis hash");
    if (others.length > 0) {
      throw new ConfigError("SOLANA_RPC_URL", "SOLANA_RPC_URL: the providers are of different chains");
    }
    return { wallet: this.#wallet.address, genesisHash: hash };
  }

  replaceAddresses({ rpcUrls, wsUrls }: Parameters<SolanaTradingClient["replaceAddresses"]>[0]): void {
    for (const calls of [this.#rpc, this.#calls, this.#sends]) calls.replaceUrls(rpcUrls);
    this.#hints.replaceWsUrls(wsUrls);
  }

  stats(): Readonly<Record<string, number>> {
    return outwardNames({
      ...this.#counters,
      open: this.#follower.openCount,
      socketOpen: this.#hints.isOpen ? 1 : 0,
      blockHeight: this.#blockhashes.height(this.#nowMs()) ?? 0,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#sink = () => {};
    await Promise.all([
      this.#upkeep,
      this.#follower.settled(),
      this.#sender.settled(),
      this.#hints[Symbol.asyncDispose](),
    ]);
  }

  /** Why an intent is none of this wallet's on these pools, null where it is. */
  #troubleWith({ order, signed }: DexIntent): string | null {
    if (!this.#pools.has(order.pool)) return `the pool ${order.pool} is not configured`;
    return signatureOf(signed.wire) === signed.signature ? null : "the signature is not that of the bytes";
  }

  #follow(intent: DexIntent, sending: boolean): void {
    const known = this.#pursuits.get(intent.attemptId);
    const pursuit = known ?? this.#begin(intent);
    if (sending) this.#sender.start(pursuit);
  }

  #begin(intent: DexIntent): Pursuit {
    const { attemptId, order, signed } = intent;
    const { signature } = signed;
    const pursuit = new Pursuit(intent, this.#calls.names.length, (finding) => {
      this.#note(finding);
      if (!pursuit.isOpen) this.#close(intent);
      this.#tell(attemptId, finding);
    });
    this.#pursuits.set(attemptId, pursuit);
    this.#used.add(signature);
    const pool = this.#pools.get(order.pool);
    this.#hints.watch(signature);
    this.#follower.add(pursuit, {
      signature,
      wallet: this.#wallet.address,
      baseMint: pool?.base.mint ?? "",
      quoteMint: pool?.quote.mint ?? "",
    });
    return pursuit;
  }

  #close({ attemptId, signed }: DexIntent): void {
    this.#pursuits.delete(attemptId);
    this.#hints.forget(signed.signature);
  }

  #note(finding: Finding): void {
    if (finding.kind === "dex-vanished") this.#counters.vanished += 1;
    if (finding.kind === "dex-expired") this.#counters.expired += 1;
    if (finding.kind !== "dex-landed") return;
    this.#landedSlot = Math.max(this.#landedSlot, finding.slot);
    if (finding.commitment === "finalized") this.#counters[finding.outcome.ok ? "landed" : "failed"] += 1;
  }

  #tell(attemptId: string, finding: Finding): void {
    if (this.#stop.signal.aborted) return;
    const evidence: DexEvidence = { ...finding, attemptId, atMs: this.#options.clock.epochMs() };
    this.#sink(evidence);
  }

  #nowMs(): number {
    return monotonicMs(this.#options.clock);
  }
}
