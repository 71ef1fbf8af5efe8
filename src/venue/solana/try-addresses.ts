import {
  type Asset,
  type Clock,
  ConnectivityError,
  type Log,
  type Random,
  RejectedError,
  type Timers,
} from "#model";
import { createJsonRpc, createReconnectingSocket, redactUrl } from "#transport";
import { genesisHash } from "./trading/messages.ts";
import { verifyPools } from "./verify-pools.ts";

export interface AddressTrial {
  readonly rpcUrls: readonly string[];
  readonly wsUrls: readonly string[];
  /** Of the chain that is traded on; null where nobody told it yet. */
  readonly genesisHash: string | null;
  readonly assets: readonly Asset[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** For one address, all its repetitions included; 10 s where left out. */
  readonly withinMs?: number;
}

const WITHIN_MS = 10_000;

/**
 * Proves of each address that it lets us in, is of the same chain and shows the pools, or notifies of slots, before
 * anything relies on it. Throws RejectedError (it said no) or ConnectivityError (it said nothing), without its keys.
 */
export async function tryAddresses(trial: AddressTrial): Promise<void> {
  const { rpcUrls, wsUrls } = trial;
  await Promise.all([
    ...rpcUrls.map((url) => tryProvider(url, trial)),
    ...wsUrls.map((url) => trySocket(url, trial)),
  ]);
}

async function tryProvider(url: string, trial: AddressTrial): Promise<void> {
  const { clock, timers, random, assets, withinMs = WITHIN_MS } = trial;
  const rpc = createJsonRpc({ urls: [url], clock, timers, random, deadlineMs: withinMs });
  const hash = await rpc.call("getGenesisHash", [], genesisHash);
  if (trial.genesisHash !== null && hash !== trial.genesisHash)
    throw new RejectedError("other-chain", `${redactUrl(url)} is of another chain`);
  const { refused } = await verifyPools({ rpc, assets });
  const [first] = refused;
  if (first !== undefined) throw new RejectedError("other-pools", `${redactUrl(url)}: ${first.reason}`);
}

/** One connection, and one slot told by it. */
async function trySocket(url: string, trial: AddressTrial): Promise<void> {
  const { clock, timers, random, log, withinMs = WITHIN_MS } = trial;
  const name = redactUrl(url);
  const told = Promise.withResolvers<void>();
  await using socket = createReconnectingSocket({
    ...{ name: "Solana trial", urls: () => url, clock, timers, random, log },
    onOpen: () => void socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "slotSubscribe" })),
    onFrame: (frame) => {
      if (frame.includes("slotNotification")) told.resolve();
    },
    onDown: (reason) => told.reject(socketError(name, reason)),
  });
  const cancel = timers.after(withinMs, () =>
    told.reject(new ConnectivityError("ws-silent", `${name} told of no slot within ${withinMs} ms`)),
  );
  try {
    socket.start();
    await told.promise;
  } finally {
    cancel();
  }
}

/** Of a refusal only its status: the words may repeat the address with its key. */
function socketError(name: string, reason: string): ConnectivityError | RejectedError {
  const status = /^HTTP (\d+)/.exec(reason)?.[1];
  if (status === undefined) return new ConnectivityError("ws-failed", `${name}: ${reason}`);
  return new RejectedError("ws-refused", `${name} refuses the socket: HTTP ${status}`);
}
