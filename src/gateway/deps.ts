import type { Access } from "#access";
import type { AuditEntry, OpportunityStore, SnapshotStore, StoredRows, TradeStore, Transfer } from "#ledger";
import type { Clock, Direction, Log, Opportunity, Timers } from "#model";
import type { InventoryRow, Mode, OpenTrade, RiskOverview, Settings, Status, StreamFrame } from "#wire";
import type { Controls } from "./controls.ts";
import type { Metrics } from "./metrics/index.ts";
import type { ServerLimits } from "./perimeter/server-limits.ts";

/** An opportunity that an operator asks for; the price and the rest come from the engine. */
export interface InjectRequest {
  readonly by: string;
  /** Where absent the engine takes its first asset. */
  readonly asset?: string;
  readonly direction: Direction;
  /** Gross spread in 1e-6 of a percent point, 0 to 50 %. */
  readonly spreadPct: bigint;
}

/** What became of it, with a sentence for the operator. */
export interface Injected {
  readonly opportunity: Opportunity;
  readonly note: string;
}

/** What the gateway serves; it decides nothing and keeps nothing itself. */
export interface GatewayDeps {
  readonly mode: Mode;
  readonly version: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly access: Access;
  /** Null where storage could not be opened: what needs it answers 503 `Database not initialized`. */
  readonly store: OpportunityStore | null;
  /** Rises with every write to opportunities, windows and trades; null while the storage does not work. */
  revision(): number | null;
  /** Null where storage could not be opened. */
  readonly trades: TradeStore | null;
  /** For sums over many rows, oldest first. Null where storage could not be opened. */
  readonly rows: Pick<StoredRows, "windowsAfter"> | null;
  /** Null where storage could not be opened. */
  readonly snapshots: Pick<SnapshotStore, "listSnapshots"> | null;
  /** What the ledger booked for a trade, oldest first; [] where there is nothing. */
  transfersOf(tradeId: string): Promise<readonly Transfer[]>;
  /** Newest first; `before` is the seq of the last one of the previous page. */
  listAudit(query: { readonly limit: number; readonly before?: number }): Promise<readonly AuditEntry[]>;
  /** Computed at each call, never cached; must not throw. */
  status(): Status;
  /** What is configured and in force, without a secret. Computed at each call; must not throw. */
  settings(): Settings;
  /** From the ledger at this moment. Throws RejectedError or ConnectivityError (503) while it is not known yet. */
  inventory(): readonly InventoryRow[];
  /** Every open trade at this moment, oldest first; [] before the engine trades. */
  openTrades(): readonly OpenTrade[];
  /** Computed at each call; throws like `inventory`. */
  risk(): RiskOverview;
  readonly controls: Controls;
  /**
   * Stores and publishes; resolves when it can be read back. RejectedError becomes 409, InputError
   * (an unknown asset) 422, ConnectivityError (published, but not stored yet) 503.
   */
  inject(request: InjectRequest): Promise<Injected>;
  /** Calls the listener for each price, opportunity, trade and risk frame; the returned function ends it. */
  subscribe(listener: (frame: StreamFrame) => void): () => void;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Origins such as `http://localhost:3000` that may call from another address. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and ranges that may call, such as `10.0.0.0/8`; empty lets everybody who can reach the port. */
  readonly ipAllowlist: readonly string[];
  /** Calls a minute of one address to one route; 0 switches the limits off, fixed ones stay. */
  readonly rateLimitPerMin: number;
  /** With it the console's server proves that it is the one who names a caller's address; null believes nobody. */
  readonly consoleKey: string | null;
  /** Where the usual times and counts of connections do not fit. */
  readonly serverLimits?: Partial<ServerLimits>;
}
