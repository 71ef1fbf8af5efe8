import type {
  CexEvidence,
  CexIntent,
  Clock,
  FeeTier,
  Instrument,
  Log,
  Random,
  Timers,
  VenueAccount,
} from "#model";
import type { Fetch } from "#transport";
import type { CexClient, ClockSkew, EvidenceSink } from "../../trading-client.ts";
import { AccountReader } from "./account.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { DEFAULT_LIMITS, type GeminiLimits } from "./limits.ts";
import { OrderBoard } from "./order-board.ts";
import { PrivateRest } from "./private-rest.ts";
import { PrivateSocket } from "./private-socket.ts";
import { scrubbedLog } from "./scrubbed-log.ts";
import { SkewMeter } from "./skew-meter.ts";
import { TradingRole } from "./trading-role.ts";

export interface GeminiClientOptions {
  /** `wss://ws.gemini.com`; the client adds what it needs to the query. */
  readonly wsUrl: string;
  /** `https://api.gemini.com` */
  readonly restUrl: string;
  /** An account-scoped key with time-based nonces and the Trader role, and its secret. */
  readonly apiKey: string;
  readonly apiSecret: string;
  /** What may be ordered. */
  readonly instruments: readonly Instrument[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** For keys made with "requires heartbeat"; false by default. */
  readonly heartbeat?: boolean;
  readonly limits?: Partial<GeminiLimits>;
  /** For tests; the platform's own by default. */
  readonly fetch?: Fetch;
}

/**
 * The exchange's private side: immediate-or-cancel orders over the authenticated socket, what became of them
 * by its events, and by REST wherever those do not come. Throws TypeError for an address that is no URL.
 */
export function createGeminiClient(options: GeminiClientOptions): CexClient {
  return new GeminiClient(options);
}

class GeminiClient implements CexClient {
  readonly #options: GeminiClientOptions;
  readonly #limits: GeminiLimits;
  readonly #stop = new AbortController();
  readonly #skew: SkewMeter;
  readonly #rest: PrivateRest;
  readonly #account: AccountReader;
  readonly #role: TradingRole;
  readonly #board: OrderBoard;
  readonly #socket: PrivateSocket;
  #sink: EvidenceSink = () => {};
  #stopHeartbeat: (() => Promise<void>) | undefined;

  constructor(options: GeminiClientOptions) {
    const { clock, timers, random, apiKey, apiSecret, restUrl, wsUrl, fetch } = options;
    const credentials = { apiKey, apiSecret };
    const log = scrubbedLog(options.log, credentials);
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const skew = new SkewMeter(clock);
    this.#options = options;
    this.#limits = limits;
    this.#skew = skew;
    this.#rest = new PrivateRest({
      ...{ restUrl, credentials, clock, timers, limits, skew },
      signal: this.#stop.signal,
      ...(fetch === undefined ? {} : { fetch }),
    });
    this.#account = new AccountReader(this.#rest);
    this.#role = new TradingRole(this.#rest);
    this.#board = new OrderBoard({
      ...{ clock, timers, random, log, limits, credentials },
      instruments: options.instruments,
      rest: this.#rest,
      emit: (evidence) => this.#emit(evidence),
      connection: () => this.#socket.connection,
      write: (text) => this.#socket.send(text),
      isOpen: (connection) => this.#socket.isOpen(connection),
      dropConnection: (connection, reason) => this.#socket.drop(connection, reason),
    });
    this.#socket = new PrivateSocket({
      ...{ wsUrl, credentials, clock, timers, random, log, limits, skew },
      onReady: () => this.#board.hurry(),
      onOrder: (update) => this.#board.takeEvent(update),
      onReply: (reply) => this.#board.takeReply(reply),
      onLost: (connection, reason) => this.#board.connectionLost(connection, reason),
    });
  }

  start(sink: EvidenceSink): Promise<void> {
    this.#sink = sink;
    this.#socket.start();
    if (this.#options.heartbeat === true && this.#stopHeartbeat === undefined) {
      const { timers, log } = this.#options;
      this.#stopHeartbeat = startHeartbeat(this.#rest, this.#limits.heartbeatMs, timers, log);
    }
    return Promise.resolve();
  }

  ready(): boolean {
    return this.#socket.isReady;
  }

  send(intent: CexIntent): void {
    this.#board.send(intent);
  }

  pursue(intent: CexIntent): void {
    this.#board.pursue(intent);
  }

  proveRole(): Promise<void> {
    return this.#role.prove();
  }

  readAccount(): Promise<VenueAccount> {
    return this.#account.readBalances();
  }

  async readFeeTiers(symbols: readonly string[]): Promise<readonly FeeTier[]> {
    const tiers: FeeTier[] = [];
    for (const symbol of symbols) tiers.push(await this.#account.readFeeTier(symbol));
    return tiers;
  }

  clockSkew(): ClockSkew {
    return this.#skew.read();
  }

  stats(): Readonly<Record<string, number>> {
    return { ...this.#rest.counts, ...this.#socket.counts, ...this.#board.counts() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#stopHeartbeat?.();
    const followers = this.#board.stop();
    await this.#socket[Symbol.asyncDispose]();
    await followers;
  }

  #emit(evidence: CexEvidence): void {
    if (!this.#stop.signal.aborted) this.#sink(evidence);
  }
}
