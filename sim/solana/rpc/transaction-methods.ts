import type { Address } from "@solana/kit";
import { z } from "zod";
import { base58 } from "../bytes.ts";
import type { Chain } from "../chain/chain.ts";
import type { LandedTransaction } from "../chain/transaction-log.ts";
import { TOKEN_PROGRAM } from "../ids.ts";
import { tokenAmount } from "./account-methods.ts";
import { invalidParams, transactionVersionUnsupported } from "./errors.ts";
import type { MethodTable } from "./method.ts";
import { config, contextConfig, inContext, param, pubkey, readBlock } from "./params.ts";

const TRANSACTION_VERSION = 0;
const MAX_STATUSES = 256;
const MAX_SIGNATURES = 1_000;

const signature = z.string().min(64).max(88);
const transactionConfig = contextConfig.extend({
  encoding: z.string().default("json"),
  maxSupportedTransactionVersion: z.number().int().min(0).optional(),
});
const historyConfig = contextConfig.extend({
  limit: z.number().int().min(1).max(MAX_SIGNATURES).default(MAX_SIGNATURES),
  before: signature.optional(),
  until: signature.optional(),
});

function messageJson(transaction: LandedTransaction) {
  const place = (account: Address): number => transaction.accounts.indexOf(account);
  return {
    accountKeys: transaction.accounts,
    addressTableLookups: [],
    header: {
      numReadonlySignedAccounts: 0,
      numReadonlyUnsignedAccounts: transaction.readonlyCount,
      numRequiredSignatures: 1,
    },
    instructions: [
      {
        accounts: transaction.instructionAccounts.map(place),
        data: base58(transaction.data),
        programIdIndex: place(transaction.program),
        stackHeight: 1,
      },
    ],
    recentBlockhash: transaction.blockhash,
  };
}

function metaJson(chain: Chain, transaction: LandedTransaction) {
  const { accounts, feeLamports, payerLamportsAfter, slot } = transaction;
  const others = accounts.slice(1).map((key) => Number(chain.accounts.at(key, slot)?.lamports ?? 0n));
  const balances = (when: "pre" | "post") =>
    transaction.tokenBalances.map((one) => ({
      accountIndex: accounts.indexOf(one.account),
      mint: one.mint,
      owner: one.owner,
      programId: TOKEN_PROGRAM,
      uiTokenAmount: tokenAmount(one[when], one.decimals),
    }));
  return {
    computeUnitsConsumed: transaction.unitsConsumed,
    err: null,
    fee: Number(feeLamports),
    innerInstructions: [],
    loadedAddresses: { readonly: [], writable: [] },
    logMessages: transaction.logs,
    postBalances: [Number(payerLamportsAfter), ...others],
    postTokenBalances: balances("post"),
    preBalances: [Number(payerLamportsAfter + feeLamports), ...others],
    preTokenBalances: balances("pre"),
    rewards: [],
    status: { Ok: null },
  };
}

function getTransaction(chain: Chain, params: readonly unknown[]) {
  const found = chain.transactions.find(param(signature, params, 0));
  const given = typeof params[1] === "string" ? { encoding: params[1] } : params[1];
  const request = config(transactionConfig, [given], 0);
  if (request.commitment === "processed")
    throw invalidParams("Method does not support commitment below `confirmed`");
  if (request.encoding !== "json")
    throw invalidParams(`encoding ${request.encoding} is not kept here, use json`);
  if (found === undefined || found.slot > readBlock(chain, request).slot) return null;
  if (request.maxSupportedTransactionVersion === undefined)
    throw transactionVersionUnsupported(TRANSACTION_VERSION);
  return {
    blockTime: found.blockTimeSec,
    meta: metaJson(chain, found),
    slot: found.slot,
    transaction: { message: messageJson(found), signatures: [found.signature] },
    version: TRANSACTION_VERSION,
  };
}

function confirmationOf(chain: Chain, slot: number) {
  if (slot <= chain.view("finalized").slot) return "finalized";
  return slot <= chain.view("confirmed").slot ? "confirmed" : "processed";
}

function signatureStatuses(chain: Chain, params: readonly unknown[]) {
  const signatures = param(z.array(signature).max(MAX_STATUSES), params, 0);
  const { slot } = chain.view("processed");
  const value = signatures.map((one) => {
    const found = chain.transactions.find(one);
    if (found === undefined || found.slot > slot) return null;
    const confirmationStatus = confirmationOf(chain, found.slot);
    const confirmations = confirmationStatus === "finalized" ? null : slot - found.slot;
    return { confirmationStatus, confirmations, err: null, slot: found.slot, status: { Ok: null } };
  });
  return inContext(slot, value);
}

function signaturesForAddress(chain: Chain, params: readonly unknown[]) {
  const key = param(pubkey, params, 0);
  const request = config(historyConfig, params, 1);
  const all = chain.transactions.mentioning(key, readBlock(chain, request).slot);
  const from =
    request.before === undefined ? 0 : all.findIndex((one) => one.signature === request.before) + 1;
  const end = request.until === undefined ? -1 : all.findIndex((one) => one.signature === request.until);
  return all
    .slice(from, end < 0 ? undefined : end)
    .slice(0, request.limit)
    .map((one) => ({
      blockTime: one.blockTimeSec,
      confirmationStatus: confirmationOf(chain, one.slot),
      err: null,
      memo: null,
      signature: one.signature,
      slot: one.slot,
    }));
}

/** Methods about transactions that have landed. Sending and simulating are not offered. */
export function transactionMethods(chain: Chain): MethodTable {
  return {
    getTransaction: (params) => getTransaction(chain, params),
    getSignatureStatuses: (params) => signatureStatuses(chain, params),
    getSignaturesForAddress: (params) => signaturesForAddress(chain, params),
  };
}
