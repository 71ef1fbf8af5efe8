import { getBase58Encoder } from "@solana/kit";
import { z } from "zod";
import { budgetOf, feeOf } from "../bank/compute-budget.ts";
import type { Message, SignedTransaction } from "../bank/decode-transaction.ts";
import { decodeMessage, decodeTransaction } from "../bank/decode-transaction.ts";
import { VoidTransaction } from "../bank/failures.ts";
import { areSignaturesValid } from "../bank/verify-signatures.ts";
import type { Block } from "../chain/block-log.ts";
import { BLOCKHASH_LIFE_BLOCKS, isBlockhashAlive } from "../chain/block-log.ts";
import type { Chain } from "../chain/chain.ts";
import type { Desk } from "../trading/desk.ts";
import { accountJson } from "./account-json.ts";
import { invalidParams, preflightFailure, signatureFailure, WithheldAnswer } from "./errors.ts";
import type { MethodTable } from "./method.ts";
import { commitment, config, contextConfig, inContext, param, pubkey, readBlock } from "./params.ts";
import type { Simulation } from "./simulate.ts";
import { describeError, simulate, simulationJson } from "./simulate.ts";

const encoding = z.enum(["base58", "base64"]).default("base58");
const sendConfig = z.object({
  encoding,
  skipPreflight: z.boolean().default(false),
  preflightCommitment: commitment.default("finalized"),
  minContextSlot: z.number().int().min(0).optional(),
});
const simulateConfig = contextConfig.extend({
  encoding,
  sigVerify: z.boolean().default(false),
  replaceRecentBlockhash: z.boolean().default(false),
  accounts: z
    .object({ encoding: z.literal("base64").default("base64"), addresses: z.array(pubkey).max(100) })
    .optional(),
});

function bytesOf(text: string, encoding: "base58" | "base64"): Uint8Array {
  if (encoding === "base64") {
    const bytes = Buffer.from(text, "base64");
    if (bytes.toString("base64") !== text) throw invalidParams("invalid base64 encoding");
    return bytes;
  }
  try {
    return new Uint8Array(getBase58Encoder().encode(text));
  } catch {
    throw invalidParams("invalid base58 encoding");
  }
}

/** Every way in which bytes are no transaction is the sender's mistake. */
function decoded<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw invalidParams(`failed to deserialize ${what}: ${error instanceof Error ? error.message : "?"}`);
  }
}

function readTransaction(params: readonly unknown[], encoding: "base58" | "base64"): SignedTransaction {
  const bytes = bytesOf(param(z.string(), params, 0), encoding);
  return decoded("VersionedTransaction", () => decodeTransaction(bytes));
}

/** What stands against taking the transaction in at this block, besides what running it shows. */
function objection(chain: Chain, transaction: SignedTransaction, block: Block): Simulation | undefined {
  const sight = { upTo: block, newest: chain.view("processed") };
  if (chain.transactions.find(transaction.signature, sight) !== undefined) return { err: "AlreadyProcessed" };
  if (!isBlockhashAlive(chain.blocks, transaction.blockhash, block)) return { err: "BlockhashNotFound" };
  return undefined;
}

function preflight(chain: Chain, transaction: SignedTransaction, block: Block): void {
  const run = objection(chain, transaction, block) ?? simulate(chain, transaction, block);
  if (run.err !== null)
    throw preflightFailure(describeError(run.err), { ...simulationJson(run), accounts: null });
}

function sendTransaction(chain: Chain, desk: Desk, params: readonly unknown[]): string {
  const request = config(sendConfig, params, 1);
  const transaction = readTransaction(params, request.encoding);
  const { minContextSlot, preflightCommitment } = request;
  const block = readBlock(chain, { commitment: preflightCommitment, minContextSlot });
  if (!areSignaturesValid(transaction)) throw signatureFailure();
  if (!request.skipPreflight) preflight(chain, transaction, block);
  if (!desk.submit(transaction)) throw new WithheldAnswer();
  return transaction.signature;
}

type SimulateRequest = z.infer<typeof simulateConfig>;

/** The accounts that were asked for as they would be afterwards; nothing is told of them where it failed. */
function accountsAfter(chain: Chain, run: Simulation, block: Block, request: SimulateRequest) {
  if (request.accounts === undefined) return null;
  return request.accounts.addresses.map((address) => {
    if (run.err !== null || !("writes" in run)) return null;
    const account = run.writes.get(address) ?? chain.accounts.at(address, block.slot);
    if (account === undefined) return null;
    return accountJson({ ...account, base64: account.data.toString("base64") }, { encoding: "base64" });
  });
}

function simulateTransaction(chain: Chain, params: readonly unknown[]) {
  const request = config(simulateConfig, params, 1);
  const { sigVerify, replaceRecentBlockhash } = request;
  if (sigVerify && replaceRecentBlockhash)
    throw invalidParams("sigVerify may not be used with replaceRecentBlockhash");
  const transaction = readTransaction(params, request.encoding);
  const block = readBlock(chain, request);
  if (sigVerify && !areSignaturesValid(transaction)) throw signatureFailure();
  const against = replaceRecentBlockhash ? undefined : objection(chain, transaction, block);
  const run = against ?? simulate(chain, transaction, block);
  const lastValidBlockHeight = block.height + BLOCKHASH_LIFE_BLOCKS;
  return inContext(block.slot, {
    ...simulationJson(run),
    accounts: accountsAfter(chain, run, block, request),
    replacementBlockhash: replaceRecentBlockhash
      ? { blockhash: block.blockhash, lastValidBlockHeight }
      : null,
  });
}

function feeOrNull(message: Message): number | null {
  try {
    return Number(feeOf(message, budgetOf(message)));
  } catch (error) {
    if (error instanceof VoidTransaction) return null;
    throw error;
  }
}

function feeForMessage(chain: Chain, params: readonly unknown[]) {
  const bytes = bytesOf(param(z.string(), params, 0), "base64");
  const message = decoded("VersionedMessage", () => decodeMessage(bytes));
  const block = readBlock(chain, config(contextConfig, params, 1));
  const isAlive = isBlockhashAlive(chain.blocks, message.blockhash, block);
  return inContext(block.slot, isAlive ? feeOrNull(message) : null);
}

/** Methods that send a transaction or try one out; offered where the node has a desk. */
export function sendingMethods(chain: Chain, desk: Desk): MethodTable {
  return {
    sendTransaction: (params) => sendTransaction(chain, desk, params),
    simulateTransaction: (params) => simulateTransaction(chain, params),
    getFeeForMessage: (params) => feeForMessage(chain, params),
  };
}
