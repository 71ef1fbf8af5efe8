import { getAddressDecoder } from "@solana/kit";
import { InputError } from "#model";

/**
 * SPL token accounts, https://github.com/solana-program/token: a mint has 82 bytes with decimals @44 and
 * is_initialized @45; a token account 165 with mint @0, owner @32, amount u64 @64, state @108. Token-2022
 * pads a mint to 165 bytes, then writes an account type (1 = mint) and extensions as
 * (type u16, length u16, value).
 */
const MINT_LENGTH = 82;
const DECIMALS_AT = 44;
const INITIALIZED_AT = 45;
const TOKEN_ACCOUNT_LENGTH = 165;
const AMOUNT_AT = 64;
const STATE_AT = 108;
const MINT_ACCOUNT_TYPE = 1;

/** Extensions that make a swap pay out something else than the pool's curve says, or forbid it. */
const HARMFUL_EXTENSIONS: Readonly<Record<number, string>> = {
  1: "a transfer fee",
  9: "no transfers",
  14: "a transfer hook",
};

export interface Mint {
  readonly decimals: number;
  /** What makes the mint unfit for exact quotes, or null. */
  readonly unfit: string | null;
}

export interface TokenAccount {
  readonly mint: string;
  readonly owner: string;
  readonly frozen: boolean;
  /** Base units. */
  readonly amount: bigint;
}

/** Reads a mint of either token program. Throws InputError where the bytes are not an initialised mint. */
export function readMint(bytes: Uint8Array): Mint {
  const extended = bytes.length > TOKEN_ACCOUNT_LENGTH && bytes[TOKEN_ACCOUNT_LENGTH] === MINT_ACCOUNT_TYPE;
  if ((bytes.length !== MINT_LENGTH && !extended) || bytes[INITIALIZED_AT] !== 1) {
    throw new InputError("bad-mint", `not an initialised mint (${bytes.length} bytes)`);
  }
  return { decimals: bytes[DECIMALS_AT] ?? 0, unfit: extended ? harmfulExtension(bytes) : null };
}

function harmfulExtension(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = TOKEN_ACCOUNT_LENGTH + 1;
  while (at + 4 <= bytes.length) {
    const found = HARMFUL_EXTENSIONS[view.getUint16(at, true)];
    if (found !== undefined) return found;
    at += 4 + view.getUint16(at + 2, true);
  }
  return null;
}

/** Reads a token account of either program. Throws InputError where the bytes are something else. */
export function readTokenAccount(bytes: Uint8Array): TokenAccount {
  const state = bytes[STATE_AT] ?? 0;
  if (bytes.length < TOKEN_ACCOUNT_LENGTH || state === 0 || state > 2) {
    throw new InputError("bad-token-account", `not an initialised token account (${bytes.length} bytes)`);
  }
  const address = getAddressDecoder();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    mint: address.decode(bytes, 0),
    owner: address.decode(bytes, 32),
    frozen: state === 2,
    amount: view.getBigUint64(AMOUNT_AT, true),
  };
}
