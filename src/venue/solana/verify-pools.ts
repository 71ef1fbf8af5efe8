import { address } from "@solana/kit";
import { type Asset, InputError } from "#model";
import type { JsonRpc } from "#transport";
import { decodeBase64, type MaybeAccount } from "./account-bytes.ts";
import {
  createOrcaAddresses,
  decodeOracle,
  decodeWhirlpool,
  isOrcaProgram,
  ORCA_IMMUTABLE_PROGRAM,
  ORCA_PROGRAM,
  type Whirlpool,
} from "./orca/index.ts";
import type { PoolIdentity, PoolToken } from "./pool-identity.ts";
import { isTokenProgram } from "./programs.ts";
import { MAX_KEYS, readAccounts } from "./read-accounts.ts";
import { readMint, readTokenAccount } from "./token-accounts.ts";

export interface VerifyOptions {
  readonly rpc: JsonRpc;
  readonly assets: readonly Asset[];
  readonly signal?: AbortSignal;
}

export interface PoolVerification {
  readonly pools: readonly PoolIdentity[];
  /** One line each: asset, pool, what was expected and what was found. */
  readonly refused: readonly { readonly asset: Asset; readonly reason: string }[];
}

/** The program's own upper bound of a static fee, 6 %. */
const MAX_FEE_PPM = 60_000;

type Lookup = ReadonlyMap<string, MaybeAccount>;

/**
 * Checks each asset's pool on chain before anything is traded on it: that it is an Orca Whirlpool, holds
 * the configured mints in either order, that these are plain mints whose decimals are read, and that vaults
 * and oracle belong to it. Throws only where the chain could not be read.
 */
export async function verifyPools({ rpc, assets, signal }: VerifyOptions): Promise<PoolVerification> {
  const first = await lookup(
    rpc,
    assets.flatMap((asset) => [asset.pool, asset.baseMint, asset.quoteMint]),
    signal,
  );
  const second = await lookup(
    rpc,
    (await Promise.all(assets.map((asset) => satellites(asset, first)))).flat(),
    signal,
  );
  const accounts = new Map([...first, ...second]);
  const pools: PoolIdentity[] = [];
  const refused: { asset: Asset; reason: string }[] = [];
  for (const asset of assets) {
    try {
      pools.push(await identify(asset, accounts));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused.push({ asset, reason: `${asset.name}: pool ${asset.pool}: ${error.message}` });
    }
  }
  return { pools, refused };
}

async function lookup(rpc: JsonRpc, keys: readonly string[], signal?: AbortSignal): Promise<Lookup> {
  const unique = [...new Set(keys)];
  const found = new Map<string, MaybeAccount>();
  for (let at = 0; at < unique.length; at += MAX_KEYS) {
    const chunk = unique.slice(at, at + MAX_KEYS);
    const { accounts } = await readAccounts(rpc, chunk, signal === undefined ? {} : { signal });
    chunk.forEach((key, i) => {
      found.set(key, accounts[i] ?? null);
    });
  }
  return found;
}

/** The vaults and the oracle that the pool account names; none where it is not a pool. */
async function satellites(asset: Asset, accounts: Lookup): Promise<readonly string[]> {
  const account = accounts.get(asset.pool) ?? null;
  if (account === null || !isOrcaProgram(account.owner)) return [];
  try {
    const pool = decodeWhirlpool(decodeBase64(account.base64));
    const oracle = pool.adaptive ? [await addressesOf(account.owner).oracle(address(asset.pool))] : [];
    return [pool.tokenVaultA, pool.tokenVaultB, ...oracle];
  } catch (error) {
    if (error instanceof InputError) return []; // identify() refuses it with the same reason
    throw error;
  }
}

/** Addresses of a pool's accounts under the program that owns the pool. */
export function addressesOf(program: string): ReturnType<typeof createOrcaAddresses> {
  return createOrcaAddresses(program === ORCA_IMMUTABLE_PROGRAM ? ORCA_IMMUTABLE_PROGRAM : ORCA_PROGRAM);
}

async function identify(asset: Asset, accounts: Lookup): Promise<PoolIdentity> {
  const account = accounts.get(asset.pool) ?? null;
  expect(account !== null, "an existing account", "none");
  const program = account?.owner ?? "";
  expect(isOrcaProgram(program), "an account of an Orca Whirlpool program", `one owned by ${program}`);
  const pool = decodeWhirlpool(decodeBase64(account?.base64 ?? ""));
  const baseIsA = orientation(asset, pool);
  checkFee(pool);
  await checkDerived(asset, pool, program);
  const [baseVault, quoteVault] = baseIsA
    ? [pool.tokenVaultA, pool.tokenVaultB]
    : [pool.tokenVaultB, pool.tokenVaultA];
  checkVault(asset, asset.baseMint, baseVault, accounts);
  checkVault(asset, asset.quoteMint, quoteVault, accounts);
  if (pool.adaptive) await checkOracle(asset, program, accounts);
  return {
    asset,
    address: asset.pool,
    program,
    baseIsA,
    tokenA: tokenOf(pool.tokenMintA, pool.tokenVaultA, accounts),
    tokenB: tokenOf(pool.tokenMintB, pool.tokenVaultB, accounts),
    baseDecimals: decimalsOf(asset.baseMint, accounts),
    quoteDecimals: decimalsOf(asset.quoteMint, accounts),
    feePpm: pool.feePpm,
    tickSpacing: pool.tickSpacing,
    adaptive: pool.adaptive,
    tick: pool.tickCurrentIndex,
  };
}

function orientation(asset: Asset, pool: Whirlpool): boolean {
  if (pool.tokenMintA === asset.baseMint && pool.tokenMintB === asset.quoteMint) return true;
  const swapped = pool.tokenMintB === asset.baseMint && pool.tokenMintA === asset.quoteMint;
  expect(
    swapped,
    `the mints ${asset.baseMint} and ${asset.quoteMint}`,
    `${pool.tokenMintA} and ${pool.tokenMintB}`,
  );
  return false;
}

function checkFee({ feePpm }: Whirlpool): void {
  expect(feePpm <= MAX_FEE_PPM, `a fee of at most ${MAX_FEE_PPM} ppm`, `${feePpm} ppm`);
}

/** A pool's address follows from its configuration, mints and fee tier; another address is an impostor's. */
async function checkDerived(asset: Asset, pool: Whirlpool, program: string): Promise<void> {
  const { config, tokenMintA, tokenMintB, feeTierIndex } = pool;
  const derived = await addressesOf(program).whirlpool(config, tokenMintA, tokenMintB, feeTierIndex);
  expect(derived === asset.pool, `the address ${derived} that its contents derive`, asset.pool);
}

function checkVault(asset: Asset, mint: string, vault: string, accounts: Lookup): void {
  const account = accounts.get(vault) ?? null;
  expect(
    account !== null && isTokenProgram(account.owner),
    `a token account as vault ${vault}`,
    owned(account),
  );
  const token = readTokenAccount(decodeBase64(account?.base64 ?? ""));
  expect(token.mint === mint, `the mint ${mint} in vault ${vault}`, token.mint);
  expect(token.owner === asset.pool, `vault ${vault} to belong to the pool`, token.owner);
  expect(!token.frozen, `vault ${vault} to be usable`, "frozen");
}

async function checkOracle(asset: Asset, program: string, accounts: Lookup): Promise<void> {
  const oracle = await addressesOf(program).oracle(address(asset.pool));
  const account = accounts.get(oracle) ?? null;
  expect(account?.owner === program, `an oracle at ${oracle}, as the fee is adaptive`, owned(account));
  const { whirlpool } = decodeOracle(decodeBase64(account?.base64 ?? ""));
  expect(whirlpool === asset.pool, `oracle ${oracle} to belong to the pool`, whirlpool);
}

function tokenOf(mint: string, vault: string, accounts: Lookup): PoolToken {
  return { mint, vault, program: accounts.get(mint)?.owner ?? "" };
}

function decimalsOf(mint: string, accounts: Lookup): number {
  const account = accounts.get(mint) ?? null;
  expect(account !== null && isTokenProgram(account.owner), `a mint at ${mint}`, owned(account));
  const { decimals, unfit } = readMint(decodeBase64(account?.base64 ?? ""));
  expect(unfit === null, `a plain mint at ${mint}`, `one with ${unfit}`);
  return decimals;
}

function owned(account: MaybeAccount): string {
  return account === null ? "no account" : `an account owned by ${account.owner}`;
}

function expect(met: boolean, expected: string, found: string): void {
  if (!met) throw new InputError("pool-mismatch", `expected ${expected}, found ${found}`);
}
