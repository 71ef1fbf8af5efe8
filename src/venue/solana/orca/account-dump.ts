import { InputError } from "#model";
import { discriminatorOf } from "./account-bytes.ts";
import { type AccountEntry, readAccountFile } from "./account-file.ts";
import { decodeOracle, ORACLE_BYTES, ORACLE_DISCRIMINATOR, type Oracle } from "./oracle.ts";
import { isOrcaProgram } from "./program.ts";
import { createWhirlpoolState, type WhirlpoolAccounts, type WhirlpoolState } from "./state.ts";
import {
  DYNAMIC_TICK_ARRAY_DISCRIMINATOR,
  FIXED_BYTES,
  FIXED_TICK_ARRAY_DISCRIMINATOR,
  readTickArray,
  type TickArray,
} from "./tick-array.ts";
import { decodeWhirlpool, WHIRLPOOL_BYTES, WHIRLPOOL_DISCRIMINATOR, type Whirlpool } from "./whirlpool.ts";

/** Accounts from a file, taken as the whole chain: what is not in it does not exist. */
export interface AccountDump {
  /** 0 where the file does not tell. */
  readonly slot: number;
  readonly pools: readonly string[];
  /** The pool's accounts at a block time (seconds, null for none); undefined where it is no pool of the file. */
  accountsOf(pool: string, blockTimeSec: bigint | null): WhirlpoolAccounts | undefined;
  /** The same, ready to quote; the latest state of each pool is kept. */
  stateOf(pool: string, blockTimeSec: bigint | null): WhirlpoolState | undefined;
}

/**
 * Decodes what a dump holds, in either form that `readAccountFile` takes (as text, or already parsed).
 * Accounts that are none of Orca's kinds are left out. Throws InputError naming the account that is
 * malformed or owned by another program.
 */
export function loadAccounts(content: unknown): AccountDump {
  const file = readAccountFile(content);
  const dump: Decoded = { whirlpools: new Map(), tickArrays: new Map(), oracles: new Map() };
  for (const account of file.accounts) addAccount(dump, account);
  const accountsOf = (pool: string, blockTimeSec: bigint | null) => poolAccounts(dump, pool, blockTimeSec);
  return {
    slot: file.slot,
    pools: [...dump.whirlpools.keys()],
    accountsOf,
    stateOf: latestStates(accountsOf),
  };
}

interface Decoded {
  readonly whirlpools: Map<string, Whirlpool>;
  readonly tickArrays: Map<string, Map<number, TickArray>>;
  readonly oracles: Map<string, Oracle>;
}

function addAccount(dump: Decoded, { pubkey, bytes, owner }: AccountEntry): void {
  const add = ADDERS[discriminatorOf(bytes)];
  if (add === undefined) {
    refuseDamaged(pubkey, bytes, owner);
    return;
  }
  if (owner !== null && !isOrcaProgram(owner)) {
    throw new InputError("wrong-owner", `account ${pubkey} is owned by ${owner}, not by an Orca program`);
  }
  try {
    add(dump, pubkey, bytes);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(cause.code, `account ${pubkey}: ${cause.message}`, { cause });
  }
}

type Adder = (dump: Decoded, pubkey: string, bytes: Uint8Array) => void;

const addTickArray: Adder = (dump, _pubkey, bytes) => {
  const array = readTickArray(bytes);
  const ofPool = dump.tickArrays.get(array.whirlpool) ?? new Map<number, TickArray>();
  once(ofPool, array.startTick, array, "tick array");
  dump.tickArrays.set(array.whirlpool, ofPool);
};

const ADDERS: Readonly<Record<string, Adder>> = {
  [WHIRLPOOL_DISCRIMINATOR]: (dump, pubkey, bytes) =>
    once(dump.whirlpools, pubkey, decodeWhirlpool(bytes), "pool"),
  [FIXED_TICK_ARRAY_DISCRIMINATOR]: addTickArray,
  [DYNAMIC_TICK_ARRAY_DISCRIMINATOR]: addTickArray,
  [ORACLE_DISCRIMINATOR]: (dump, _pubkey, bytes) => {
    const oracle = decodeOracle(bytes);
    once<string, Oracle>(dump.oracles, oracle.whirlpool, oracle, "oracle");
  },
};

/** Sizes that only accounts of our kinds have: with another discriminator such an account is damaged. */
const OWN_SIZES: ReadonlySet<number> = new Set([WHIRLPOOL_BYTES, FIXED_BYTES, ORACLE_BYTES]);

/** A dump may hold foreign accounts, but a damaged one of ours must not pass for an uninitialised one. */
function refuseDamaged(pubkey: string, bytes: Uint8Array, owner: string | null): void {
  if (!OWN_SIZES.has(bytes.length) || (owner !== null && !isOrcaProgram(owner))) return;
  throw new InputError(
    "damaged",
    `account ${pubkey}: ${bytes.length} bytes, but none of Orca's discriminators`,
  );
}

/** A chain holds each account once: two answers to one question are no answer. */
function once<K, V>(known: Map<K, V>, key: K, value: V, what: string): void {
  if (known.has(key)) throw new InputError("duplicate-account", `a second ${what} for ${key}`);
  known.set(key, value);
}

function poolAccounts(
  dump: Decoded,
  pool: string,
  blockTimeSec: bigint | null,
): WhirlpoolAccounts | undefined {
  const whirlpool = dump.whirlpools.get(pool);
  if (whirlpool === undefined) return undefined;
  const arrays = dump.tickArrays.get(pool);
  return {
    whirlpool,
    tickArrays: (start) => arrays?.get(start) ?? "uninitialised",
    oracle: dump.oracles.get(pool) ?? null,
    blockTimeSec,
  };
}

function latestStates(accountsOf: AccountDump["accountsOf"]): AccountDump["stateOf"] {
  const latest = new Map<string, { readonly time: bigint | null; readonly state: WhirlpoolState }>();
  return (pool, blockTimeSec) => {
    const known = latest.get(pool);
    if (known !== undefined && known.time === blockTimeSec) return known.state;
    const accounts = accountsOf(pool, blockTimeSec);
    if (accounts === undefined) return undefined;
    const state = createWhirlpoolState(accounts);
    latest.set(pool, { time: blockTimeSec, state });
    return state;
  };
}
