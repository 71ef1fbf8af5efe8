import type { Clock, Log, Random, Timers } from "#model";
import type { JsonRpc } from "#transport";
import type { PoolIdentity } from "./pool-identity.ts";
import type { StreamLimits } from "./stream-watch.ts";

export interface SolanaFeedOptions extends SolanaFeedParts {
  /** WebSocket addresses, most preferred first; each new connection takes the next. */
  readonly wsUrls: readonly string[];
}

/** What stays the same as long as the feed lives; addresses hold keys, and may be replaced. */
export interface SolanaFeedParts {
  /** The HTTP side; shared with verifyPools, so that provider health is. */
  readonly rpc: JsonRpc;
  /** As verifyPools returned them. */
  readonly pools: readonly PoolIdentity[];
  /** How often each pool is read whole and compared with its stream. */
  readonly pollMs: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** How long to wait for an oracle that may have stayed as it was. */
  readonly settleMs?: number;
  readonly limits?: Partial<StreamLimits>;
}
