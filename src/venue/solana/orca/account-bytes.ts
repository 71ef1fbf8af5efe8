import { type Address, getAddressDecoder } from "@solana/kit";
import { InputError } from "#model";

/**
 * Little-endian reads from account data. Every account of an Anchor program starts with eight bytes
 * that name its kind; what is read here was checked against them first.
 */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The kind of an account as 16 hex digits; empty text where there are fewer than eight bytes. */
export function discriminatorOf(bytes: Uint8Array): string {
  if (bytes.length < 8) return "";
  return viewOf(bytes).getBigUint64(0).toString(16).padStart(16, "0");
}

/** Throws InputError, naming what was expected, where bytes are not an account of that kind ("an oracle"). */
export function requireAccount(bytes: Uint8Array, kind: string, discriminator: string, length: number): void {
  const found = discriminatorOf(bytes);
  if (found !== discriminator) {
    throw new InputError(
      "wrong-account-kind",
      `not ${kind} account: expected discriminator ${discriminator}, found ${found === "" ? "none" : found}`,
    );
  }
  if (bytes.length !== length) {
    throw new InputError(
      "wrong-account-length",
      `not ${kind} account: expected ${length} bytes, found ${bytes.length}`,
    );
  }
}

export function readU128(view: DataView, offset: number): bigint {
  return (view.getBigUint64(offset + 8, true) << 64n) | view.getBigUint64(offset, true);
}

export function readI128(view: DataView, offset: number): bigint {
  return (view.getBigInt64(offset + 8, true) << 64n) | view.getBigUint64(offset, true);
}

const addresses = getAddressDecoder();
const known = new Map<string, Address>();
const KNOWN_AT_MOST = 4096;

/** Base58 of the 32 bytes at `offset`. Long division, so keys that come again are remembered. */
export function readAddress(bytes: Uint8Array, offset: number): Address {
  const key = Buffer.from(bytes.buffer, bytes.byteOffset + offset, 32).toString("latin1");
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= KNOWN_AT_MOST) known.clear();
  const address = addresses.decode(bytes, offset);
  known.set(key, address);
  return address;
}
