import type { Address } from "@solana/kit";
import { z } from "zod";
import { base58 } from "../bytes.ts";
import type { Block } from "../chain/block-log.ts";
import { BLOCKHASH_LIFE_BLOCKS } from "../chain/block-log.ts";
import type { Chain } from "../chain/chain.ts";
import type { TransactionError } from "../chain/transaction-error.ts";
import type { LandedTransaction, Sight } from "../chain/transaction-log.ts";
import { TOKEN_PROGRAM } from "../ids.ts";
import { tokenAmount } from "./account-methods.ts";
import { invalidParams, transactionVersionUnsupported } from "./errors.ts";
import type { MethodTable } from "./method.ts";
import { config, contextConfig, inContext, param, pubkey, readBlock } from "./params.ts";

const MAX_STATUSES = 256;
const MAX_SIGNATURES = 1_000;

const signature = z.string().min(64).max(88);
const transactionConfig = contextConfig.extend({
  encoding: z.string().default("json"),
  maxSupportedTransactionVersion: z.number().int().min(0).optional(),
});
const statusConfig = z.object({ searchTransactionHistory: z.boolean().default(false) });
const historyConfig = contextConfig.extend({
  limit: z.number().int().min(1).max(MAX_SIGNATURES).default(MAX_SIGNATURES),
  before: signature.optional(),
  until: signature.optional(),
});

/** What this node sees at a commitment: nothing past it, and nothing on a fork that is given up. */
function sightAt(chain: Chain, upTo: Block): Sight {
  return { upTo, newest: chain.view("processed") };
}

function messageJson({ accounts, header, instructions, blockhash }: LandedTransaction) {
  const place = (account: Address): number => accounts.indexOf(account);
  return {
    accountKeys: accounts,
    addressTableLookups: [],
    header: {
      numReadonlySignedAccounts: header.readonlySigners,
      numReadonlyUnsignedAccounts: header.readonlyOthers,
      numRequiredSignatures: header.signers,
    },
    instructions: instructions.map((one) => ({
      accounts: one.accounts.map(place),
      data: base58(one.data),
      programIdIndex: place(one.program),
      stackHeight: 1,
    })),
    recentBlockhash: blockhash,
  };
}

/** The lamports of each account before and after, where only the fee payer's can have changed. */
function lamportsOf(chain: Chain, { accounts, slot, payerLamportsAfter, feeLamports }: LandedTransaction) {
  return accounts.map((key, place) => {
    if (place === 0) return { pre: payerLamportsAfter + feeLamports, post: payerLamportsAfter };
    const unchanged = chain.accounts.at(key, slot)?.lamports ?? 0n;
    return { pre: unchanged, post: unchanged };
  });
}

const statusJson = (err: TransactionError | null) => (err === null ? { Ok: null } : { Err: err });

function metaJson(chain: Chain, transaction: LandedTransaction) {
  const { accounts, err } = transaction;
  const lamports = transaction.lamports ?? lamportsOf(chain, transaction);
  const balances = (when: "pre" | "post") =>
    transaction.tokenBalances.flatMap((one) => {
      const amount = one[when];
      if (amount === undefined) return [];
      const uiTokenAmount = tokenAmount(amount, one.decimals);
      const { mint, owner } = one;
      return [
        { accountIndex: accounts.indexOf(one.account), mint, owner, programId: TOKEN_PROGRAM, uiTokenAmount },
      ];
    });
  return {
    computeUnitsConsumed: transaction.unitsConsumed,
    err,
    fee: Number(transaction.feeLamports),
    innerInstructions: [],
    loadedAddresses: { readonly: [], writable: [] },
    logMessages: transaction.logs,
    postBalances: lamports.map(({ post }) => Number(post)),
    postTokenBalances: balances("post"),
    preBalances: lamports.map(({ pre }) => Number(pre)),
    preTokenBalances: balances("pre"),
    rewards: [],
    status: statusJson(err),
  };
}

function checkVersion({ version }: LandedTransaction, most: number | undefined): void {
  if (version !== "legacy" && (most === undefined || version > most))
    throw transactionVersionUnsupported(version);
}

function getTransaction(chain: Chain, params: readonly unknown[]) {
  const wanted = param(signature, params, 0);
  const given = typeof params[1] === "string" ? { encoding: params[1] } : params[1];
  const request = config(transactionConfig, [given], 0);
  if (request.commitment === "processed")
    throw invalidParams("Method does not support commitment below `confirmed`");
  if (request.encoding !== "json")
    throw invalidParams(`encoding ${request.encoding} is not kept here, use json`);
  const found = chain.transactions.find(wanted, sightAt(chain, readBlock(chain, request)));
  if (found === undefined) return null;
  const most = request.maxSupportedTransactionVersion;
  checkVersion(found, most);
  return {
    blockTime: found.blockTimeSec,
    meta: metaJson(chain, found),
    slot: found.slot,
    transaction: { message: messageJson(found), signatures: [found.signature, ...found.coSignatures] },
    ...(most === undefined ? {} : { version: found.version }),
  };
}

/** A fork that is given up later gets votes enough to be confirmed, but never becomes final. */
function confirmationOf(chain: Chain, { slot, vanishHeight }: LandedTransaction) {
  if (slot <= chain.view("finalized").slot && vanishHeight === undefined) return "finalized";
  return slot <= chain.view("confirmed").slot ? "confirmed" : "processed";
}

/** Without a search of the history a node only knows what landed in the blocks whose hashes still live. */
function isRecent(chain: Chain, { slot }: LandedTransaction, now: Block): boolean {
  const block = chain.blocks.at(slot);
  return block !== undefined && now.height - block.height <= BLOCKHASH_LIFE_BLOCKS;
}

function signatureStatuses(chain: Chain, params: readonly unknown[]) {
  const signatures = param(z.array(signature).max(MAX_STATUSES), params, 0);
  const { searchTransactionHistory } = config(statusConfig, params, 1);
  const now = chain.view("processed");
  const value = signatures.map((one) => {
    const found = chain.transactions.find(one, { upTo: now, newest: now });
    if (found === undefined || !(searchTransactionHistory || isRecent(chain, found, now))) return null;
    const confirmationStatus = confirmationOf(chain, found);
    const confirmations = confirmationStatus === "finalized" ? null : now.slot - found.slot;
    const { err, slot } = found;
    return { confirmationStatus, confirmations, err, slot, status: statusJson(err) };
  });
  return inContext(now.slot, value);
}

function signaturesForAddress(chain: Chain, params: readonly unknown[]) {
  const key = param(pubkey, params, 0);
  const request = config(historyConfig, params, 1);
  const all = chain.transactions.mentioning(key, sightAt(chain, readBlock(chain, request)));
  const from =
    request.before === undefined ? 0 : all.findIndex((one) => one.signature === request.before) + 1;
  const end = request.until === undefined ? -1 : all.findIndex((one) => one.signature === request.until);
  return all
    .slice(from, end < 0 ? undefined : end)
    .slice(0, request.limit)
    .map((one) => ({
      blockTime: one.blockTimeSec,
      confirmationStatus: confirmationOf(chain, one),
      err: one.err,
      memo: null,
      signature: one.signature,
      slot: one.slot,
    }));
}

/** Methods about transactions that are in a block. */
export function transactionMethods(chain: Chain): MethodTable {
  return {
    getTransaction: (params) => getTransaction(chain, params),
    getSignatureStatuses: (params) => signatureStatuses(chain, params),
    getSignaturesForAddress: (params) => signaturesForAddress(chain, params),
  };
}
