import { createHash } from "node:crypto";
import { type Address, getAddressDecoder, getAddressEncoder, isOffCurveAddress } from "@solana/kit";
import { InvariantError } from "#model";

const MARKER = new TextEncoder().encode("ProgramDerivedAddress");
const encoder = getAddressEncoder();
const decoder = getAddressDecoder();

/** An address as its 32 bytes, the form in which it is a seed. */
export function addressBytes(address: Address): Uint8Array {
  return new Uint8Array(encoder.encode(address));
}

/**
 * The address that a program derives from seeds: the first hash, counting a last seed byte down from 255,
 * that is no point of the curve. In one turn, unlike kit's, because a swap is built between two events.
 * See https://solana.com/docs/core/pda
 */
export function deriveAddress(program: Address, seeds: readonly Uint8Array[]): Address {
  for (let bump = 255; bump >= 0; bump--) {
    const hash = createHash("sha256");
    for (const seed of seeds) hash.update(seed);
    hash.update(Uint8Array.of(bump)).update(addressBytes(program)).update(MARKER);
    const derived = decoder.decode(new Uint8Array(hash.digest()));
    if (isOffCurveAddress(derived)) return derived;
  }
  throw new InvariantError("no-address", "no bump gives an address off the curve");
}
