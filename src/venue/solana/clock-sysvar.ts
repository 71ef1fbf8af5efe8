import { InputError } from "#model";

/** The chain's own clock: it changes in every slot, so its notification also proves that the stream moves. */
export const CLOCK_SYSVAR = "SysvarC1ock11111111111111111111111111111111";

export interface BlockTime {
  readonly slot: number;
  /** Seconds since 1970. */
  readonly unixSeconds: bigint;
}

const LENGTH = 40;

/** Layout: slot u64 @0, epoch_start i64 @8, epoch u64 @16, leader_schedule_epoch u64 @24, unix_timestamp i64 @32. */
export function readClockSysvar(bytes: Uint8Array): BlockTime {
  if (bytes.length !== LENGTH) {
    throw new InputError("bad-clock", `the Clock sysvar has ${bytes.length} bytes instead of ${LENGTH}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { slot: Number(view.getBigUint64(0, true)), unixSeconds: view.getBigInt64(32, true) };
}
