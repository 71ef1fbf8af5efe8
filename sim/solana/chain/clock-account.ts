import { SYSVAR_OWNER } from "../ids.ts";
import type { Account } from "./account-store.ts";
import type { Block } from "./block-log.ts";
import { SLOTS_PER_EPOCH } from "./block-log.ts";

/**
 * The Clock sysvar, 40 bytes: slot u64, start of the epoch i64, epoch u64, epoch of the leader schedule
 * u64, Unix time of the block i64.
 */
export function clockAccount(block: Block, slotMs: number): Account {
  const data = Buffer.alloc(40);
  const epoch = Math.floor(block.slot / SLOTS_PER_EPOCH);
  const epochStartSec = block.timeSec - Math.floor(((block.slot % SLOTS_PER_EPOCH) * slotMs) / 1000);
  data.writeBigUInt64LE(BigInt(block.slot), 0);
  data.writeBigInt64LE(BigInt(epochStartSec), 8);
  data.writeBigUInt64LE(BigInt(epoch), 16);
  data.writeBigUInt64LE(BigInt(epoch + 1), 24);
  data.writeBigInt64LE(BigInt(block.timeSec), 32);
  return { owner: SYSVAR_OWNER, lamports: 1_169_280n, data };
}
