import { type Address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import { ORCA_PROGRAM } from "./program.ts";

/** Where the accounts of a pool live. Deriving one takes several hashes, so each is kept. */
export interface OrcaAddresses {
  /** The array of `whirlpool` whose first tick is `startTick`, whether it exists or not. */
  tickArray(whirlpool: Address, startTick: number): Promise<Address>;
  /** The volatility oracle; only adaptive-fee pools have one. */
  oracle(whirlpool: Address): Promise<Address>;
  /** The pool of two mints, the lower one (by bytes) first, at a fee-tier index. */
  whirlpool(config: Address, mintA: Address, mintB: Address, feeTierIndex: number): Promise<Address>;
}

/** Derives addresses under one of the two programs and remembers them. */
export function createOrcaAddresses(program: Address = ORCA_PROGRAM): OrcaAddresses {
  const bytesOf = getAddressEncoder();
  const known = new Map<string, Promise<Address>>();

  function derive(key: string, seeds: readonly Uint8Array[]): Promise<Address> {
    let derived = known.get(key);
    if (derived === undefined) {
      derived = getProgramDerivedAddress({ programAddress: program, seeds: [...seeds] }).then(
        ([found]) => found,
      );
      known.set(key, derived);
    }
    return derived;
  }

  const seed = (text: string) => new TextEncoder().encode(text);
  const key = (of: Address) => new Uint8Array(bytesOf.encode(of));

  return {
    // The start index is written in decimal text, with its sign.
    tickArray: (whirlpool, startTick) =>
      derive(`tick_array ${whirlpool} ${startTick}`, [
        seed("tick_array"),
        key(whirlpool),
        seed(String(startTick)),
      ]),
    oracle: (whirlpool) => derive(`oracle ${whirlpool}`, [seed("oracle"), key(whirlpool)]),
    whirlpool: (config, mintA, mintB, feeTierIndex) =>
      derive(`whirlpool ${config} ${mintA} ${mintB} ${feeTierIndex}`, [
        seed("whirlpool"),
        key(config),
        key(mintA),
        key(mintB),
        Uint8Array.of(feeTierIndex & 0xff, feeTierIndex >> 8),
      ]),
  };
}
