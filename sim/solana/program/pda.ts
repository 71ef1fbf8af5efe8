import { createHash } from "node:crypto";
import type { Address } from "@solana/kit";
import { isOffCurveAddress } from "@solana/kit";
import { addressBytes, addressOf } from "../bytes.ts";
import { WHIRLPOOL_PROGRAM, WHIRLPOOLS_CONFIG } from "../ids.ts";

const MARKER = Buffer.from("ProgramDerivedAddress");

/**
 * The first hash of the seeds, a bump counted down from 255, the program and the marker that is no point
 * of the Ed25519 curve. The library derives asynchronously; a slot's liquidity change cannot wait.
 */
function derive(seeds: readonly Buffer[]): Address {
  const program = addressBytes(WHIRLPOOL_PROGRAM);
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
