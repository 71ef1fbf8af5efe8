import { ConnectivityError, InputError } from "#model";
import type { JsonRpc } from "#transport";
import { decodeBase64 } from "./account-bytes.ts";
import { CLOCK_SYSVAR, readClockSysvar } from "./clock-sysvar.ts";
import { readAccounts } from "./read-accounts.ts";
import { genesisHash } from "./trading/messages.ts";

/** Which chain a node is of and how far it has come. */
export interface ChainState {
  readonly genesisHash: string;
  readonly slot: number;
  /** The chain's own clock at that slot, seconds since 1970. */
  readonly unixSeconds: number;
}

/** Asks for all of it. Throws RejectedError or ConnectivityError as the client does. */
export async function readChainState(rpc: JsonRpc, signal?: AbortSignal): Promise<ChainState> {
  const options = signal === undefined ? {} : { signal };
  const [hash, read] = await Promise.all([
    rpc.call("getGenesisHash", [], genesisHash, options),
    readAccounts(rpc, [CLOCK_SYSVAR], options),
  ]);
  const [account] = read.accounts;
  try {
    const { unixSeconds } = readClockSysvar(decodeBase64(account?.base64 ?? ""));
    return { genesisHash: hash, slot: read.slot, unixSeconds: Number(unixSeconds) };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new ConnectivityError("no-clock", `the chain's clock cannot be read: ${cause.message}`, { cause });
  }
}
