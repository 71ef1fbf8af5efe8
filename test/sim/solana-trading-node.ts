import type { Address, Instruction, KeyPairSigner, Signature, TransactionVersion } from "@solana/kit";
import {
  AccountRole,
  address,
  appendTransactionMessageInstructions,
  blockhash,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createTransactionMessage,
  getBase58Decoder,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  setTransactionMessageComputeUnitLimit,
  setTransactionMessageComputeUnitPrice,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  setTransactionMessagePriorityFeeLamports,
  signTransactionMessageWithSigners,
} from "@solana/kit";
import type { Fault } from "../../sim/faults/index.ts";
import { createFaultClock } from "../../sim/faults/index.ts";
import { mintAccount } from "../../sim/solana/chain/spl-accounts.ts";
import { createPool } from "../../sim/solana/genesis/create-pool.ts";
import { baseToken, USDC } from "../../sim/solana/genesis/tokens.ts";
import { startNode } from "../../sim/solana/node.ts";
import type { LivePool } from "../../sim/solana/program/live-pool.ts";
import { associatedTokenAddress, oracleAddress, tickArrayAddress } from "../../sim/solana/program/pda.ts";
import { arrayStart } from "../../sim/solana/program/tick-array-account.ts";
import { standInOf } from "../../sim/solana/stand-in.ts";
import { firstGrants } from "../../sim/solana/trading/first-grants.ts";
import type { TradingWallet } from "../../sim/solana/trading/trading-wallet.ts";
import { deriveWallet, fundWallet } from "../../sim/solana/trading/trading-wallet.ts";

const PRICES: Readonly<Record<string, number>> = { SOL: 150, BTC: 85_000, ETH: 2_700, UNI: 10 };
const LASTS_MS = 600_000;
const WHIRLPOOL = address("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc");
const TOKEN = address("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
const MEMO = address("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

export type QuietNode = Awaited<ReturnType<typeof aQuietNode>>;

/** What signs for the stand-in's trading wallet. */
export function signerOf({ secretKey }: TradingWallet): Promise<KeyPairSigner> {
  return createKeyPairSignerFromBytes(Uint8Array.from(secretKey));
}

/** The real node over loopback with nobody on it but the trading wallet, so that amounts can be foretold. */
export async function aQuietNode(options: { slotMs?: number; seed?: number } = {}) {
  const seed = options.seed ?? 3;
  const startTimeSec = 1_790_000_000;
  let skippedMs = 0;
  const faults = createFaultClock({ faults: [] }, () => performance.now() + skippedMs);
  const bases = Object.keys(PRICES);
  const pools = bases.map((base) => createPool(base, PRICES[base] ?? 0, startTimeSec));
  const wallet = deriveWallet(seed);
  const grants = firstGrants(bases, (base) => PRICES[base] ?? 0);
  const node = await startNode({
    ...{ seed, faults, slotMs: options.slotMs ?? 20, port: 0, startSlot: 447_600_000, startTimeSec },
    depths: { confirmed: 1, finalized: 8 },
    genesis({ accounts, blocks }) {
      const { slot } = blocks.head;
      accounts.put(USDC.mint, mintAccount(USDC.decimals), slot);
      for (const base of bases)
        accounts.put(baseToken(base).mint, mintAccount(baseToken(base).decimals), slot);
      for (const pool of pools) pool.flush(accounts, slot);
      fundWallet(wallet, grants, accounts, slot);
    },
    execute: () => {},
    trading: { wallet: wallet.address, pools },
  });
  const standIn = standInOf(node, [], { wallet, grants });
  const signer = await signerOf(wallet);
  return {
    ...{ chain: node.chain, standIn, faults, signer },
    pool: (base: string): LivePool => pools.find((pool) => pool.base === base)!,
    rpc: createSolanaRpc(standIn.rpcUrl),
    tokens: (mint: Address): bigint => {
      const data = standIn.accountAt(associatedTokenAddress(signer.address, mint), standIn.slot());
      return data === undefined ? 0n : Buffer.from(data).readBigUInt64LE(64);
    },
    /** Ends every fault that is on. */
    calm: () => {
      skippedMs += LASTS_MS;
    },
    lamports: () => node.chain.accounts.at(signer.address, standIn.slot())!.lamports,
    stop: node.stop,
  };
}

export interface SwapArguments {
  readonly base: string;
  readonly aToB: boolean;
  readonly exactIn: boolean;
  readonly amount: bigint;
  readonly threshold?: bigint;
  readonly limit?: bigint;
  readonly version?: 1 | 2;
  /** Replaces accounts by their place in the instruction. */
  readonly instead?: Readonly<
    Record<number, Address | { readonly address: Address; readonly role: AccountRole }>
  >;
}

/** `swap_v2` (or `swap`) built from the pool as it is now. */
export function swapInstruction({ pool, signer }: QuietNode, wanted: SwapArguments): Instruction {
  const { state } = pool(wanted.base);
  const { mintA, mintB, vaultA, vaultB, tick, tickSpacing } = state.whirlpool;
  const first = arrayStart(wanted.aToB ? tick : tick + tickSpacing, tickSpacing);
  const span = 88 * tickSpacing * (wanted.aToB ? -1 : 1);
  const arrays = [0, 1, 2].map((step) => tickArrayAddress(state.address, first + step * span));
  const [ownA, ownB] = [mintA, mintB].map((mint) => associatedTokenAddress(signer.address, mint));
  const isFirst = wanted.version === 1;
  const data = Buffer.alloc(isFirst ? 42 : 43);
  data.write(isFirst ? "f8c69e91e17587c8" : "2b04ed0b1ac91e62", "hex");
  data.writeBigUInt64LE(wanted.amount, 8);
  data.writeBigUInt64LE(wanted.threshold ?? (wanted.exactIn ? 0n : (1n << 64n) - 1n), 16);
  const limit = wanted.limit ?? 0n;
  data.writeBigUInt64LE(limit & ((1n << 64n) - 1n), 24);
  data.writeBigUInt64LE(limit >> 64n, 32);
  data[40] = wanted.exactIn ? 1 : 0;
  data[41] = wanted.aToB ? 1 : 0;
  const readonly = (key: Address) => ({ address: key, role: AccountRole.READONLY });
  const writable = (key: Address) => ({ address: key, role: AccountRole.WRITABLE });
  const authority = { address: signer.address, role: AccountRole.READONLY_SIGNER };
  const holdings = [ownA!, vaultA, ownB!, vaultB].map(writable);
  const tail = [...holdings, ...arrays.map(writable), writable(oracleAddress(state.address))];
  const head = isFirst
    ? [readonly(TOKEN), authority, writable(state.address)]
    : [
        ...[TOKEN, TOKEN, MEMO].map(readonly),
        ...[authority, writable(state.address), readonly(mintA), readonly(mintB)],
      ];
  const accounts = [...head, ...tail].map((account, place) => {
    const other = wanted.instead?.[place];
    if (other === undefined) return account;
    return typeof other === "string" ? { ...account, address: other } : other;
  });
  return { programAddress: WHIRLPOOL, accounts, data };
}

export interface Signing {
  readonly version?: TransactionVersion;
  readonly unitLimit?: number;
  readonly microLamports?: bigint;
  readonly priorityLamports?: bigint;
  readonly blockhash?: string;
  readonly payer?: KeyPairSigner;
}

/** Signs a transaction with a recent blockhash; its bytes are never the same twice thanks to the unit limit. */
export async function sign(node: QuietNode, instructions: readonly Instruction[], how: Signing = {}) {
  const { version = 0, unitLimit = nextLimit(), payer = node.signer } = how;
  const recent = how.blockhash ?? node.chain.view("confirmed").blockhash;
  const lifetime = { blockhash: blockhash(recent), lastValidBlockHeight: 1n << 60n };
  const empty = createTransactionMessage({ version: version as 0 });
  const paid = setTransactionMessageFeePayerSigner(payer, empty);
  let message = setTransactionMessageLifetimeUsingBlockhash(lifetime, paid);
  message = setTransactionMessageComputeUnitLimit(unitLimit, message);
  if (how.microLamports !== undefined)
    message = setTransactionMessageComputeUnitPrice(how.microLamports, message);
  if (how.priorityLamports !== undefined)
    message = setTransactionMessagePriorityFeeLamports(how.priorityLamports, message as never) as never;
  const signed = await signTransactionMessageWithSigners(
    appendTransactionMessageInstructions(instructions, message) as typeof message,
  );
  const wire = getBase64EncodedWireTransaction(signed);
  const base58 = getBase58Decoder().decode(Buffer.from(wire, "base64"));
  return { signature: getSignatureFromTransaction(signed), wire, base58, unitLimit };
}

let limit = 400_000;
function nextLimit(): number {
  limit += 1;
  return limit;
}

/** One JSON-RPC call, whatever comes back. */
export async function call(url: string, method: string, params: unknown[] = [], signal?: AbortSignal) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    ...(signal === undefined ? {} : { signal }),
  });
  return response.json();
}

/** Sends without preflight, as a trader in a hurry does; gives the node's whole answer. */
export function send({ standIn }: QuietNode, wire: string, provider: 0 | 1 = 0) {
  const how = { encoding: "base64", skipPreflight: true, maxRetries: 0 };
  return call(standIn.rpcUrls[provider], "sendTransaction", [wire, how]);
}

/** Waits until the node tells of the transaction, and gives all that it tells. */
export async function landed({ rpc }: QuietNode, signature: Signature) {
  return until(async () => {
    const options = { commitment: "confirmed", encoding: "json", maxSupportedTransactionVersion: 1 } as const;
    return (await rpc.getTransaction(signature, options as never).send()) as unknown as Landed | null;
  });
}

interface TokenEntry {
  readonly accountIndex: number;
  readonly mint: string;
  readonly owner: string;
  readonly uiTokenAmount: { readonly amount: string };
}

export interface Landed {
  readonly slot: bigint;
  readonly version: TransactionVersion;
  readonly meta: {
    readonly err: unknown;
    readonly fee: bigint;
    readonly computeUnitsConsumed: bigint;
    readonly logMessages: readonly string[];
    readonly preBalances: readonly bigint[];
    readonly postBalances: readonly bigint[];
    readonly preTokenBalances: readonly TokenEntry[];
    readonly postTokenBalances: readonly TokenEntry[];
  };
}

/** What a transaction moved in an owner's account of a mint. */
export function delta({ meta }: Landed, owner: string, mint: string): bigint {
  const amount = (list: readonly TokenEntry[]): bigint =>
    BigInt(list.find((one) => one.owner === owner && one.mint === mint)?.uiTokenAmount.amount ?? 0);
  return amount(meta.postTokenBalances) - amount(meta.preTokenBalances);
}

/** Polls until a reading is there. */
export async function until<T>(
  read: () => Promise<T | null | undefined | false>,
  withinMs = 8_000,
): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > endMs) throw new Error(`it never came: ${read}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until the chain has made so many more blocks. */
export async function blocksLater({ chain }: QuietNode, count: number): Promise<void> {
  const goal = chain.blocks.head.height + count;
  await until(async () => chain.blocks.head.height >= goal, 20_000);
}

/** Switches a fault on until `calm`. */
export function inject({ faults }: QuietNode, fault: object): void {
  faults.inject({ venue: "solana", atMs: 0, forMs: LASTS_MS, probability: 1, ...fault } as Fault);
}
