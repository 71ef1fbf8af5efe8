import { type JsonRpc, whyNotReplaced } from "#transport";
import { type SolanaMarketFeed, tryAddresses } from "#venue/solana";
import type { BackendOptions } from "../backend-options.ts";
import type { EngineHost } from "../engine-host.ts";
import type { TradingClients } from "../trading/open-clients.ts";
import type { TradingFloor } from "../trading/trading-floor.ts";
import type { SolanaAddresses, VenueDoors } from "./venue-doors.ts";

export interface DoorOptions extends BackendOptions {
  readonly host: EngineHost;
  readonly floor: TradingFloor;
  /** Null where trades are filled on paper. */
  readonly clients: TradingClients | null;
  /** Of the feed. */
  readonly rpc: JsonRpc;
  readonly feed: SolanaMarketFeed;
  /** Of the chain that is traded on; null where nothing is signed for it. */
  readonly genesisHash: string | null;
}

/** The ways into the venues of a running market. */
export function openDoors(options: DoorOptions): VenueDoors {
  const { clients, floor, host, config } = options;
  return {
    replaceGeminiKey:
      clients === null
        ? null
        : async (key) => {
            await clients.cex.replaceKey(key);
            // Whatever the new key shows is compared with the ledger at once, not at the next turn.
            floor.perform({ kind: "account-wanted", venue: "gemini" });
          },
    whyNotAddresses: ({ rpcUrls }) => whyNotReplaced(config.keys.current.solanaRpcUrls, rpcUrls),
    replaceAddresses: (next) => replaceAddresses(options, next),
    isConnected: (venue) => {
      const seen = host.view()?.venues.find((one) => one.venue === venue);
      return seen?.connected === true && seen.live === seen.wanted;
    },
  };
}

/** Only what differs is tried: an address that stays has proven itself, or has nothing to do with the new one. */
async function replaceAddresses(options: DoorOptions, next: SolanaAddresses): Promise<void> {
  const { config, clock, timers, random, log, rpc, feed, clients, genesisHash } = options;
  const { solanaRpcUrls, solanaWsUrls } = config.keys.current;
  const { rpcUrls, wsUrls } = next;
  await tryAddresses({
    ...{ clock, timers, random, log, genesisHash, assets: config.assets },
    rpcUrls: rpcUrls.filter((url) => !solanaRpcUrls.includes(url)),
    wsUrls: wsUrls.filter((url) => !solanaWsUrls.includes(url)),
  });
  rpc.replaceUrls(rpcUrls);
  feed.replaceWsUrls(wsUrls);
  clients?.dex.replaceAddresses(next);
}
