import type { Clock, Log, Random, Timers } from "#model";
import type { Config } from "./config.ts";
import type { ClientLimits } from "./trading/open-clients.ts";
import type { TradePoint } from "./trading/trading-host.ts";

/** What a backend is started with; time, chance and the log come from outside. */
export interface BackendOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** A capture need not have every asset on both venues; anywhere else a missing listing stops the start. */
  readonly allowUnlisted: boolean;
  /** Waits of the trading clients for a world that is faster or slower than the real one. */
  readonly clientLimits?: ClientLimits;
  /** How often balances are compared; the poller's own pace where left out. */
  readonly accountEveryMs?: number;
  /** False for a process that lives for seconds and need not be fast from its first opportunity on. */
  readonly rehearsal?: boolean;
  /** Told of each moment at which a trade could be cut off, for tests that cut it off there. */
  readonly onTradePoint?: (point: TradePoint) => void;
}
