import type { Address } from "@solana/kit";
import { z } from "zod";
import { readAddress } from "../bytes.ts";
import type { AccountVersion } from "../chain/account-store.ts";
import type { Chain } from "../chain/chain.ts";
import { decimalText } from "../decimal-text.ts";
import { decimalsOf } from "../genesis/tokens.ts";
import { TOKEN_PROGRAM } from "../ids.ts";
import { accountJson } from "./account-json.ts";
import { invalidParams } from "./errors.ts";
import type { MethodTable } from "./method.ts";
import { accountConfig, config, contextConfig, inContext, param, pubkey, readBlock } from "./params.ts";

const MAX_ACCOUNTS = 100;
const TOKEN_ACCOUNT_BYTES = 165;
const MINT_DECIMALS_AT = 44;

const tokenFilter = z.union([z.object({ mint: pubkey }), z.object({ programId: pubkey })]);

function decimalsAt(chain: Chain, mint: Address, slot: number): number {
  return chain.accounts.at(mint, slot)?.data[MINT_DECIMALS_AT] ?? decimalsOf(mint);
}

/** An amount as nodes write it; the float that they add is for reading only. */
export function tokenAmount(amount: bigint, decimals: number) {
  const uiAmountString = decimalText(amount, decimals);
  return { amount: amount.toString(), decimals, uiAmount: Number(uiAmountString), uiAmountString };
}

function isTokenAccount(version: AccountVersion | undefined): version is AccountVersion {
  return version?.owner === TOKEN_PROGRAM && version.data.length === TOKEN_ACCOUNT_BYTES;
}

function tokenBalance(chain: Chain, params: readonly unknown[]) {
  const key = param(pubkey, params, 0);
  const { slot } = readBlock(chain, config(contextConfig, params, 1));
  const version = chain.accounts.at(key, slot);
  if (version === undefined) throw invalidParams("could not find account");
  if (!isTokenAccount(version)) throw invalidParams("not a Token account");
  const decimals = decimalsAt(chain, readAddress(version.data, 0), slot);
  return inContext(slot, tokenAmount(version.data.readBigUInt64LE(64), decimals));
}

function tokenAccountsByOwner(chain: Chain, params: readonly unknown[]) {
  const owner = param(pubkey, params, 0);
  const filter = param(tokenFilter, params, 1);
  const request = config(accountConfig, params, 2);
  const { slot } = readBlock(chain, request);
  const program = "programId" in filter ? filter.programId : TOKEN_PROGRAM;
  const value = chain.accounts
    .ownedBy(program, slot)
    .filter(([, version]) => isTokenAccount(version) && readAddress(version.data, 32) === owner)
    .filter(([, version]) => !("mint" in filter) || readAddress(version.data, 0) === filter.mint)
    .map(([key, version]) => ({ pubkey: key, account: accountJson(version, request) }));
  return inContext(slot, value);
}

/** Methods that read accounts; every account of one answer is of the same slot. */
export function accountMethods(chain: Chain): MethodTable {
  return {
    getAccountInfo(params) {
      const key = param(pubkey, params, 0);
      const request = config(accountConfig, params, 1);
      const { slot } = readBlock(chain, request);
      return inContext(slot, accountJson(chain.accounts.at(key, slot), request));
    },
    getMultipleAccounts(params) {
      const keys = param(z.array(pubkey), params, 0);
      if (keys.length > MAX_ACCOUNTS) throw invalidParams(`Too many inputs provided; max ${MAX_ACCOUNTS}`);
      const request = config(accountConfig, params, 1);
      const { slot } = readBlock(chain, request);
      const encoding = { ...request, encoding: request.encoding ?? ("base64" as const) };
      return inContext(
        slot,
        keys.map((key) => accountJson(chain.accounts.at(key, slot), encoding)),
      );
    },
    getBalance(params) {
      const key = param(pubkey, params, 0);
      const { slot } = readBlock(chain, config(contextConfig, params, 1));
      return inContext(slot, Number(chain.accounts.at(key, slot)?.lamports ?? 0n));
    },
    getTokenAccountBalance: (params) => tokenBalance(chain, params),
    getTokenAccountsByOwner: (params) => tokenAccountsByOwner(chain, params),
  };
}
