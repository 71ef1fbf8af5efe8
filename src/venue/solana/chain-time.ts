import { InputError } from "#model";
import { decodeBase64, type MaybeAccount } from "./account-bytes.ts";
import { readClockSysvar } from "./clock-sysvar.ts";

/** The latest block time seen, which an adaptive fee is computed for. */
export interface ChainTime {
  /** Takes the Clock account of a slot; returns why it cannot be read, or null. */
  take(slot: number, account: MaybeAccount): string | null;
  /** Seconds since 1970, null before the first block was seen. */
  unixSeconds(): bigint | null;
}

export function createChainTime(): ChainTime {
  let latest: { readonly slot: number; readonly unixSeconds: bigint } | undefined;
  return {
    take(slot, account) {
      try {
        if (account === null) throw new InputError("no-clock", "the Clock sysvar does not exist");
        const { unixSeconds } = readClockSysvar(decodeBase64(account.base64));
        if (latest === undefined || slot >= latest.slot) latest = { slot, unixSeconds };
        return null;
      } catch (error) {
        if (error instanceof InputError) return error.message;
        throw error;
      }
    },
    unixSeconds: () => latest?.unixSeconds ?? null,
  };
}
