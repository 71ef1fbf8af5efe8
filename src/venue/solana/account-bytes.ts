import { InputError } from "#model";
import type { WireAccount } from "./messages.ts";

/** One account as some slot had it. `base64` is kept because comparing text is cheaper than decoding it. */
export interface AccountState {
  readonly owner: string;
  readonly base64: string;
}

/** An account that the chain does not have; a closed one is notified as empty. */
export type MaybeAccount = AccountState | null;

/** Takes a wire account as it is; no bytes and no owner other than the system program means closed. */
export function toAccount(wire: WireAccount | null): MaybeAccount {
  if (wire === null) return null;
  const [base64] = wire.data;
  return base64 === "" ? null : { owner: wire.owner, base64 };
}

export function sameAccount(one: MaybeAccount, other: MaybeAccount): boolean {
  if (one === null || other === null) return one === other;
  return one.base64 === other.base64 && one.owner === other.owner;
}

/**
 * Strict base64: Buffer skips what it does not know, which would turn a damaged payload into other
 * bytes. Throws InputError unless the text decodes to exactly the bytes that its length promises.
 */
export function decodeBase64(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, "base64");
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  if (base64.length % 4 !== 0 || bytes.length !== (base64.length / 4) * 3 - padding) {
    throw new InputError("bad-base64", `account data is not base64 (${base64.length} characters)`);
  }
  return bytes;
}

/** Pairs the keys of a read with its accounts. */
export function toAccountsByKey(
  keys: readonly string[],
  accounts: readonly MaybeAccount[],
): ReadonlyMap<string, MaybeAccount> {
  return new Map(keys.map((key, i) => [key, accounts[i] ?? null]));
}
