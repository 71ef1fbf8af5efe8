import type { Address } from "@solana/kit";
import { addressBytes, deriveAddress } from "../orca/index.ts";

/** Address of the array of `whirlpool` that starts at a tick, in this turn; each is derived once. */
export function createTickArrayAddresses(
  program: Address,
  whirlpool: Address,
): (startTick: number) => Address {
  const known = new Map<number, Address>();
  const text = new TextEncoder();
  return (startTick) => {
    const found = known.get(startTick);
    if (found !== undefined) return found;
    const seeds = [text.encode("tick_array"), addressBytes(whirlpool), text.encode(String(startTick))];
    const derived = deriveAddress(program, seeds);
    known.set(startTick, derived);
    return derived;
  };
}
