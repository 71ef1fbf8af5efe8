import { address } from "@solana/kit";
import { InputError } from "#model";
import { type AccountState, decodeBase64, type MaybeAccount } from "./account-bytes.ts";
import { decodeOracle, type Oracle } from "./orca/oracle.ts";
import { readTickArray, type TickArrayState } from "./orca/tick-array.ts";
import { decodeWhirlpool, type Whirlpool } from "./orca/whirlpool.ts";
import type { PoolIdentity } from "./pool-identity.ts";

/** What an account is to its pool. */
export type Role = { readonly kind: "pool" } | { readonly kind: "oracle" } | TickArrayRole;

export interface TickArrayRole {
  readonly kind: "array";
  readonly startTick: number;
}

/** One decoded account of a pool; `account` is what it was decoded from. */
export type Part = PoolPart | OraclePart | TickArrayPart;

export interface PoolPart {
  readonly kind: "pool";
  readonly account: MaybeAccount;
  readonly whirlpool: Whirlpool;
  /** Changes with every swap and with nothing else that concerns quotes; see `swapTrace`. */
  readonly swapTrace: string;
}

export interface OraclePart {
  readonly kind: "oracle";
  readonly account: MaybeAccount;
  readonly oracle: Oracle;
}

export interface TickArrayPart {
  readonly kind: "array";
  readonly account: MaybeAccount;
  readonly startTick: number;
  readonly ticks: TickArrayState;
}

/** Decodes an account in its role. Throws InputError that says what was expected of it. */
export function decodePart(role: Role, account: MaybeAccount, pool: PoolIdentity): Part {
  if (account !== null && account.owner !== pool.program) {
    throw new InputError(
      "wrong-owner",
      `${role.kind} account is owned by ${account.owner}, not ${pool.program}`,
    );
  }
  switch (role.kind) {
    case "pool":
      return decodePool(required(account, "pool"), pool);
    case "oracle":
      return decodeOraclePart(required(account, "oracle"), pool);
    case "array":
      return decodeArray(role.startTick, account, pool);
  }
}

function required(account: MaybeAccount, kind: string): AccountState {
  if (account === null) throw new InputError("account-vanished", `the ${kind} account does not exist`);
  return account;
}

function decodePool(account: AccountState, pool: PoolIdentity): PoolPart {
  const bytes = decodeBase64(account.base64);
  const whirlpool = decodeWhirlpool(bytes);
  const [base, quote] = pool.baseIsA
    ? [whirlpool.tokenMintA, whirlpool.tokenMintB]
    : [whirlpool.tokenMintB, whirlpool.tokenMintA];
  const same =
    base === pool.asset.baseMint &&
    quote === pool.asset.quoteMint &&
    whirlpool.tickSpacing === pool.tickSpacing &&
    whirlpool.adaptive === pool.adaptive;
  if (!same) throw new InputError("pool-changed", "the pool is no longer the one that was verified");
  return { kind: "pool", account, whirlpool, swapTrace: swapTrace(bytes) };
}

/**
 * Square root price, protocol fees owed and fee growth of both tokens. A swap moves at least one of them;
 * adding or removing liquidity moves none. Ranges from the account's layout: 65 sqrt_price u128,
 * 85 and 93 protocol fees u64, 165 and 245 fee growth u128.
 */
function swapTrace(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    buffer.toString("latin1", 65, 81) +
    buffer.toString("latin1", 85, 101) +
    buffer.toString("latin1", 165, 181) +
    buffer.toString("latin1", 245, 261)
  );
}

function decodeOraclePart(account: AccountState, pool: PoolIdentity): OraclePart {
  const oracle = decodeOracle(decodeBase64(account.base64));
  if (oracle.whirlpool !== address(pool.address)) {
    throw new InputError("wrong-oracle", `the oracle belongs to ${oracle.whirlpool}`);
  }
  return { kind: "oracle", account, oracle };
}

function decodeArray(startTick: number, account: MaybeAccount, pool: PoolIdentity): TickArrayPart {
  if (account === null) return { kind: "array", account, startTick, ticks: "uninitialised" };
  const ticks = readTickArray(decodeBase64(account.base64));
  if (ticks.whirlpool !== address(pool.address) || ticks.startTick !== startTick) {
    throw new InputError("wrong-tick-array", `tick array of ${ticks.whirlpool} from ${ticks.startTick}`);
  }
  return { kind: "array", account, startTick, ticks };
}
