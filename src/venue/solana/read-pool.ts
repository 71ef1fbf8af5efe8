import { InputError } from "#model";
import type { JsonRpc } from "#transport";
import { decodeBase64 } from "./account-bytes.ts";
import { decodeWhirlpool, isOrcaProgram, type Whirlpool } from "./orca/index.ts";
import { readAccounts } from "./read-accounts.ts";

/**
 * One pool account as it is now, whatever it holds. Throws InputError where there is no Whirlpool at the address, and
 * RejectedError or ConnectivityError as the client does.
 */
export async function readPool(rpc: JsonRpc, pool: string, signal?: AbortSignal): Promise<Whirlpool> {
  const { accounts } = await readAccounts(rpc, [pool], signal === undefined ? {} : { signal });
  const account = accounts[0] ?? null;
  if (account === null) throw new InputError("no-pool", `${pool}: no such account on this chain`);
  if (!isOrcaProgram(account.owner))
    throw new InputError("no-pool", `${pool}: no Whirlpool, the account belongs to ${account.owner}`);
  return decodeWhirlpool(decodeBase64(account.base64));
}
