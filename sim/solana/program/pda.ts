import { createHash } from "node:crypto";
import type { Address } from "@solana/kit";
import { isOffCurveAddress } from "@solana/kit";
import { addressBytes, addressOf } from "../bytes.ts";
import { ASSOCIATED_TOKEN_PROGRAM, TOKEN_PROGRAM, WHIRLPOOL_PROGRAM, WHIRLPOOLS_CONFIG } from "../ids.ts";

const MARKER = Buffer.from("ProgramDerivedAddress");

/** The curve test takes milliseconds, longer than a fast chain has for a swap; pools and wallets are few. */
const derived = new Map<string, Address>();
const MOST_REMEMBERED = 10_000;

function derive(seeds: readonly Buffer[], program: Address = WHIRLPOOL_PROGRAM): Address {
  const key = `${program} ${seeds.map((seed) => seed.toString("hex")).join(" ")}`;
  const known = derived.get(key);
  if (known !== undefined) return known;
  if (derived.size >= MOST_REMEMBERED) derived.clear();
  const found = search(seeds, program);
  derived.set(key, found);
  return found;
}

/**
 * The first hash of the seeds, a bump counted down from 255, the program and the marker that is no point
 * of the Ed25519 curve. The library derives asynchronously; a slot's liquidity change cannot wait.
 */
function search(seeds: readonly Buffer[], programAddress: Address): Address {
  const program = addressBytes(programAddress);
  for (let bump = 255; bump >= 0; bump -= 1) {
    const preimage = Buffer.concat([...seeds, Buffer.of(bump), program, MARKER]);
    const candidate = addressOf(createHash("sha256").update(preimage).digest());
    if (isOffCurveAddress(candidate)) return candidate;
  }
  throw new Error("no bump gives an address off the curve");
}

/** `["whirlpool", config, mint A, mint B, fee-tier index u16 LE]`. */
export function poolAddress(mintA: Address, mintB: Address, feeTierIndex: number): Address {
  const index = Buffer.alloc(2);
  index.writeUInt16LE(feeTierIndex);
  const mints = [addressBytes(mintA), addressBytes(mintB)];
  return derive([Buffer.from("whirlpool"), addressBytes(WHIRLPOOLS_CONFIG), ...mints, index]);
}

/** `["tick_array", whirlpool, start index as decimal text]`. */
export function tickArrayAddress(pool: Address, start: number): Address {
  return derive([Buffer.from("tick_array"), addressBytes(pool), Buffer.from(String(start))]);
}

/** `["oracle", whirlpool]`; derived for every pool, the account exists for adaptive ones only. */
export function oracleAddress(pool: Address): Address {
  return derive([Buffer.from("oracle"), addressBytes(pool)]);
}

/**
 * On the chain a vault is a fresh keypair's account; here it is derived, so that the same pool always has
 * the same vaults.
 */
export function vaultAddress(pool: Address, side: "a" | "b"): Address {
  return derive([Buffer.from("stand_in_vault"), addressBytes(pool), Buffer.from(side)]);
}

/** The standing token account of an owner: `[owner, token program, mint]` of the associated-token program. */
export function associatedTokenAddress(owner: Address, mint: Address): Address {
  const seeds = [owner, TOKEN_PROGRAM, mint].map(addressBytes);
  return derive(seeds, ASSOCIATED_TOKEN_PROGRAM);
}
