import { type Address, getAddressEncoder } from "@solana/kit";
import { createOrcaAddresses, ORCA_PROGRAM } from "../../../src/venue/solana/orca/index.ts";
import { sqrtPriceAtTick } from "../../../src/venue/solana/orca/tick-math.ts";

/** Account bytes as the programs lay them out, for tests that play a node. */
export interface ChainAccount {
  readonly owner: string;
  readonly data: Buffer;
}

export const SOL_MINT = "So11111111111111111111111111111111111111112" as Address;
export const USDC_MINT = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v" as Address;
export const CONFIG = "2LecshUwdy9xi7meFgHtFJQNSKk4KdTrcpvaB56dP2NQ" as Address;
export const VAULT_A = "9RfZwn2Prux6QesG1Noo4HzMEBv3rPndJ2bN2Wwd6a7p" as Address;
export const VAULT_B = "BVNo8ftg2LkkssnWT4ZWdtoFaevnfD6ExYeramwM27pe" as Address;
export const TOKEN_PROGRAM = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
export const TOKEN_2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";

const bytesOf = getAddressEncoder();

function putAddress(data: Buffer, at: number, address: Address): void {
  data.set(bytesOf.encode(address), at);
}

function putU128(data: Buffer, at: number, value: bigint): void {
  data.writeBigUInt64LE(BigInt.asUintN(64, value), at);
  data.writeBigUInt64LE(BigInt.asUintN(64, value >> 64n), at + 8);
}

export interface WhirlpoolFields {
  readonly tick: number;
  readonly liquidity: bigint;
  /** Just above the tick where left out. */
  readonly sqrtPrice?: bigint;
  /** Anything that a swap moves besides the price. */
  readonly feeGrowth: bigint;
  readonly tickSpacing: number;
  readonly feeTierIndex: number;
  readonly feePpm: number;
  readonly mintA: Address;
  readonly mintB: Address;
}

export const A_POOL: WhirlpoolFields = {
  tick: 10,
  liquidity: 1_000_000_000n,
  feeGrowth: 0n,
  tickSpacing: 4,
  feeTierIndex: 4,
  feePpm: 400,
  mintA: SOL_MINT,
  mintB: USDC_MINT,
};

export function whirlpool(fields: Partial<WhirlpoolFields> = {}, owner: string = ORCA_PROGRAM): ChainAccount {
  const pool = { ...A_POOL, ...fields };
  const data = Buffer.alloc(653);
  data.write("3f95d10ce1806309", 0, "hex");
  putAddress(data, 8, CONFIG);
  data.writeUInt16LE(pool.tickSpacing, 41);
  data.writeUInt16LE(pool.feeTierIndex, 43);
  data.writeUInt16LE(pool.feePpm, 45);
  putU128(data, 49, pool.liquidity);
  putU128(data, 65, pool.sqrtPrice ?? sqrtPriceAtTick(pool.tick) + 1_000n);
  data.writeInt32LE(pool.tick, 81);
  putAddress(data, 101, pool.mintA);
  putAddress(data, 133, VAULT_A);
  putU128(data, 165, pool.feeGrowth);
  putAddress(data, 181, pool.mintB);
  putAddress(data, 213, VAULT_B);
  return { owner, data };
}

/** The address that the program derives for a pool of these fields. */
export function poolAddress(fields: Partial<WhirlpoolFields> = {}): Promise<Address> {
  const { mintA, mintB, feeTierIndex } = { ...A_POOL, ...fields };
  return createOrcaAddresses().whirlpool(CONFIG, mintA, mintB, feeTierIndex);
}

export function tickArray(
  pool: Address,
  startTick: number,
  nets: Readonly<Record<number, bigint>>,
): ChainAccount {
  const data = Buffer.alloc(9988);
  data.write("4561bdbe6e0742bb", 0, "hex");
  data.writeInt32LE(startTick, 8);
  for (const [offset, net] of Object.entries(nets)) {
    const at = 12 + Number(offset) * 113;
    data[at] = 1;
    putU128(data, at + 1, BigInt.asUintN(128, net));
  }
  putAddress(data, 9956, pool);
  return { owner: ORCA_PROGRAM, data };
}

export function oracle(pool: Address, accumulator: number): ChainAccount {
  const data = Buffer.alloc(254);
  data.write("8bc283b38cb3e5f4", 0, "hex");
  putAddress(data, 8, pool);
  data.writeUInt16LE(30, 48);
  data.writeUInt16LE(600, 50);
  data.writeUInt16LE(5000, 52);
  data.writeUInt32LE(60_000, 54);
  data.writeUInt32LE(350_000, 58);
  data.writeUInt16LE(4, 62);
  data.writeUInt16LE(64, 64);
  data.writeBigUInt64LE(1_790_000_249n, 82);
  data.writeUInt32LE(accumulator, 106);
  return { owner: ORCA_PROGRAM, data };
}

export function mint(decimals: number): ChainAccount {
  const data = Buffer.alloc(82);
  data[44] = decimals;
  data[45] = 1;
  return { owner: TOKEN_PROGRAM, data };
}

/** A Token-2022 mint with one extension of that type, 108 bytes long. */
export function extendedMint(decimals: number, extension: number): ChainAccount {
  const data = Buffer.alloc(166 + 4 + 108);
  data[44] = decimals;
  data[45] = 1;
  data[165] = 1;
  data.writeUInt16LE(extension, 166);
  data.writeUInt16LE(108, 168);
  return { owner: TOKEN_2022, data };
}

export function vault(ofMint: Address, owner: Address, state = 1): ChainAccount {
  const data = Buffer.alloc(165);
  putAddress(data, 0, ofMint);
  putAddress(data, 32, owner);
  data[108] = state;
  return { owner: TOKEN_PROGRAM, data };
}

export function clockSysvar(slot: number, unixSeconds: number): ChainAccount {
  const data = Buffer.alloc(40);
  data.writeBigUInt64LE(BigInt(slot), 0);
  data.writeBigInt64LE(BigInt(unixSeconds), 32);
  return { owner: "Sysvar1111111111111111111111111111111111111", data };
}

export function toWire(account: ChainAccount | undefined): unknown {
  if (account === undefined) return null;
  const { owner, data } = account;
  return {
    data: [data.toString("base64"), "base64"],
    executable: false,
    lamports: 1,
    owner,
    space: data.length,
  };
}
