import type { Address } from "@solana/kit";
import { getAddressDecoder, getAddressEncoder, getBase58Decoder } from "@solana/kit";

/** Little-endian fields that Node's Buffer lacks, and public keys inside account bytes. */
const MASK_64 = (1n << 64n) - 1n;
export const MASK_128 = (1n << 128n) - 1n;

const addressDecoder = getAddressDecoder();
const addressEncoder = getAddressEncoder();
const base58Decoder = getBase58Decoder();

export function readU128(bytes: Buffer, offset: number): bigint {
  return bytes.readBigUInt64LE(offset) | (bytes.readBigUInt64LE(offset + 8) << 64n);
}

export function writeU128(bytes: Buffer, offset: number, value: bigint): void {
  bytes.writeBigUInt64LE(value & MASK_64, offset);
  bytes.writeBigUInt64LE(value >> 64n, offset + 8);
}

export function readI128(bytes: Buffer, offset: number): bigint {
  return BigInt.asIntN(128, readU128(bytes, offset));
}

export function writeI128(bytes: Buffer, offset: number, value: bigint): void {
  writeU128(bytes, offset, BigInt.asUintN(128, value));
}

export function readAddress(bytes: Uint8Array, offset: number): Address {
  return addressDecoder.decode(bytes.subarray(offset, offset + 32));
}

export function writeAddress(bytes: Buffer, offset: number, address: Address): void {
  bytes.set(addressEncoder.encode(address), offset);
}

export function addressBytes(address: Address): Buffer {
  return Buffer.from(addressEncoder.encode(address));
}

/** An address from any 32 bytes; it need not lie on the curve. */
export function addressOf(bytes: Uint8Array): Address {
  return addressDecoder.decode(bytes);
}

/** Text in the base58 alphabet, as signatures and blockhashes are written. */
export function base58(bytes: Uint8Array): string {
  return base58Decoder.decode(bytes);
}
