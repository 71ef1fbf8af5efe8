import { address, getBase58Decoder } from "@solana/kit";
import type { DexIntent, DexOrder, LegEvidence, SignedSwap } from "#model";
import type { DexClient } from "#venue";
import { createSolanaClient, type TradingLimits } from "#venue/solana";
import { tokenAccountOf } from "../../../../src/venue/solana/trading/pool-accounts.ts";
import { eventually, realTime, recordingLog } from "../../../support/fake-time.ts";
import { SOL_MINT, USDC_MINT, vault, whirlpool } from "../account-builders.ts";
import { aCurve, anOrder, aPool, BLOCKHASH, KEYPAIR, POOL, WALLET } from "./builders.ts";
import { accountWire, type RpcAnswer, ScriptedRpc } from "./scripted-rpc.ts";

const FAST: Partial<TradingLimits> = {
  resendMs: 40,
  pollMs: 15,
  blockhashEveryMs: 50,
  feesEveryMs: 50,
  simulateEveryMs: 50,
  accountsEveryMs: 20,
  requestTimeoutMs: 300,
};

const pool = aPool();
export const SOL_ACCOUNT = tokenAccountOf(WALLET.address, pool.tokenA);
const USDC_ACCOUNT = tokenAccountOf(WALLET.address, pool.tokenB);

/** A chain that two providers tell of, each as the test lets it. */
export class TradingHarness {
  readonly nodes: readonly ScriptedRpc[];
  readonly client: DexClient;
  readonly evidence: LegEvidence[] = [];
  readonly log = recordingLog();
  height = 1_000;
  slot = 2_000;
  /** What both providers' statuses and records say of any signature. */
  status: unknown = null;
  record: unknown = null;
  /** Of the wallet's token accounts; null for one that does not exist. */
  readonly balances = new Map<string, bigint | null>([
    [SOL_ACCOUNT, 5_000_000_000n],
    [USDC_ACCOUNT, 1_000_000n],
  ]);

  private constructor(nodes: readonly ScriptedRpc[], limits: Partial<TradingLimits>) {
    this.nodes = nodes;
    for (const node of nodes) this.#script(node);
    this.client = createSolanaClient({
      rpcUrls: nodes.map(({ url }) => url),
      wsUrls: [this.node(0).wsUrl],
      keypair: KEYPAIR,
      pools: [pool],
      clock: realTime,
      timers: realTime,
      random: () => 0.25,
      log: this.log,
      limits: { ...FAST, ...limits },
    });
  }

  static async start(providers = 2, limits: Partial<TradingLimits> = {}): Promise<TradingHarness> {
    const nodes = await Promise.all(Array.from({ length: providers }, () => ScriptedRpc.start()));
    const harness = new TradingHarness(nodes, limits);
    await harness.client.start((evidence) => harness.evidence.push(evidence));
    return harness;
  }

  node(index: number): ScriptedRpc {
    const node = this.nodes[index];
    if (node === undefined) throw new Error(`no provider ${index}`);
    return node;
  }

  async ready(): Promise<this> {
    await eventually("ready", () => this.client.ready());
    return this;
  }

  prepare(given: Partial<DexOrder> = {}): SignedSwap {
    const prepared = this.client.prepare(anOrder(given), aCurve());
    if ("refused" in prepared) throw new Error(prepared.refused);
    return prepared;
  }

  intent(signed: SignedSwap = this.prepare()): DexIntent {
    return { attemptId: "T1-dex-1", order: anOrder(), signed };
  }

  /** Everybody says that it is in a block. */
  land(signature: string, level: "confirmed" | "finalized", err: unknown = null): void {
    const confirmations = level === "finalized" ? null : 1;
    this.slot += 2;
    this.status = { slot: 2_000, confirmations, err, confirmationStatus: level };
    const balance = (mint: string, amount: string) => ({
      mint,
      owner: WALLET.address,
      uiTokenAmount: { amount },
    });
    this.record = {
      slot: 2_000,
      transaction: { signatures: [signature] },
      meta: {
        err,
        fee: 5_777,
        preTokenBalances: [balance(SOL_MINT, "1000000"), balance(USDC_MINT, "0")],
        postTokenBalances: [balance(SOL_MINT, "0"), balance(USDC_MINT, "991234")],
      },
    };
  }

  kinds(): string[] {
    return this.evidence.map((one) =>
      one.kind === "dex-landed" ? `${one.kind} ${one.commitment}` : one.kind,
    );
  }

  async told(kind: string): Promise<void> {
    await eventually(kind, () => this.kinds().includes(kind));
  }

  /** Lets every provider be asked for statuses twice more. */
  async twoLooks(): Promise<void> {
    const before = this.nodes.map((node) => node.count("getSignatureStatuses"));
    await eventually("two looks", () =>
      this.nodes.every((node, i) => node.count("getSignatureStatuses") >= (before[i] ?? 0) + 2),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  #script(node: ScriptedRpc): void {
    const inContext = (value: unknown): RpcAnswer => ({ result: { context: { slot: this.slot }, value } });
    Object.assign(node.handlers, {
      getLatestBlockhash: () => inContext({ blockhash: BLOCKHASH, lastValidBlockHeight: this.height + 150 }),
      getRecentPrioritizationFees: () => ({ result: [{ slot: 1, prioritizationFee: 10_000 }] }),
      simulateTransaction: () => inContext({ err: null, logs: [], unitsConsumed: 50_000 }),
      getMultipleAccounts: ([keys]: readonly unknown[]) =>
        inContext((keys as readonly string[]).map((key) => this.#account(key))),
      getEpochInfo: () => ({ result: { absoluteSlot: this.slot, blockHeight: this.height } }),
      getSignatureStatuses: ([signatures]: readonly unknown[]) =>
        inContext((signatures as readonly string[]).map(() => this.status)),
      getTransaction: () => ({ result: this.record }),
      getGenesisHash: () => ({ result: BLOCKHASH }),
      sendTransaction: () => ({ result: this.#sentSignature(node) }),
    });
  }

  #sentSignature(node: ScriptedRpc): string {
    const [wire] = node.paramsOf("sendTransaction").at(-1) ?? [];
    return signatureIn(String(wire));
  }

  #account(key: string): unknown {
    if (key === WALLET.address) {
      const system = { owner: "11111111111111111111111111111111", data: Buffer.alloc(0) };
      return accountWire(system, 4_000_000_001);
    }
    if (key === POOL) return accountWire(whirlpool());
    const amount = this.balances.get(key) ?? null;
    if (amount === null) return null;
    const account = vault(key === SOL_ACCOUNT ? SOL_MINT : USDC_MINT, address(WALLET.address));
    account.data.writeBigUInt64LE(amount, 64);
    return accountWire(account);
  }
}

function signatureIn(wire: string): string {
  return getBase58Decoder().decode(new Uint8Array(Buffer.from(wire, "base64").subarray(1, 65)));
}
