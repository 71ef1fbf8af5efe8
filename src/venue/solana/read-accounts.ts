import { ConnectivityError } from "#model";
import type { JsonRpc } from "#transport";
import { type MaybeAccount, toAccount } from "./account-bytes.ts";
import { multipleAccounts } from "./messages.ts";

/** The node's own limit for one call. */
export const MAX_KEYS = 100;

export interface AccountsRead {
  /** The slot of the one bank that all accounts are from. */
  readonly slot: number;
  /** In the order of the keys. */
  readonly accounts: readonly MaybeAccount[];
}

/**
 * Reads up to 100 accounts in one call, so that all are of one bank, at commitment "confirmed" and not
 * before `minContextSlot`. Throws RejectedError or ConnectivityError as the client does.
 */
export async function readAccounts(
  rpc: JsonRpc,
  keys: readonly string[],
  { minContextSlot = 0, signal }: { readonly minContextSlot?: number; readonly signal?: AbortSignal } = {},
): Promise<AccountsRead> {
  const config = {
    commitment: "confirmed",
    encoding: "base64",
    ...(minContextSlot > 0 ? { minContextSlot } : {}),
  };
  const reply = await rpc.call(
    "getMultipleAccounts",
    [keys, config],
    multipleAccounts,
    signal === undefined ? {} : { signal },
  );
  if (reply.value.length !== keys.length) {
    throw new ConnectivityError("rpc-bad-result", `${reply.value.length} accounts for ${keys.length} keys`);
  }
  return { slot: reply.context.slot, accounts: reply.value.map(toAccount) };
}
