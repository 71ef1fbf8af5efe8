import {
  type CexEvidence,
  type CexIntent,
  type Clock,
  ConnectivityError,
  type FeeTier,
  type Instrument,
  type Log,
  type Random,
  RejectedError,
  type Timers,
  type VenueAccount,
} from "#model";
import { type Fetch, pause } from "#transport";
import type { CexClient, ClockSkew, EvidenceSink } from "../../trading-client.ts";
import { KeySession } from "./key-session.ts";
import { DEFAULT_LIMITS, type GeminiLimits } from "./limits.ts";
import { OrderBoard } from "./order-board.ts";
import { scrubbedLog } from "./scrubbed-log.ts";
import type { Credentials } from "./sign.ts";
import { SkewMeter } from "./skew-meter.ts";

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

/** The exchange's client, whose key can be changed while orders are under way. */
export interface GeminiTradingClient extends CexClient {
  /**
   * Uses another key of the same account from now on. The new one is tried in full first, private socket included; then
   * it takes over without a gap, and the old one is forgotten once nothing that was sent with it is open. Throws
   * RejectedError (the venue's words, or `other-account`) or ConnectivityError: the key in use stays in use.
   */
  replaceKey(key: Credentials): Promise<void>;
}

/**
 * The exchange's private side: immediate-or-cancel orders over the authenticated socket, what became of them
 * by its events, and by REST wherever those do not come. Throws TypeError for an address that is no URL.
 */
export function createGeminiClient(options: GeminiClientOptions): GeminiTradingClient {
  return new GeminiClient(options);
}

/** How often it is looked whether the old key's last orders are over. */
const RETIRE_LOOK_MS = 20;

class GeminiClient implements GeminiTradingClient {
  readonly #options: Omit<GeminiClientOptions, "apiKey" | "apiSecret">;
  readonly #limits: GeminiLimits;
  readonly #stop = new AbortController();
  readonly #skew: SkewMeter;
  readonly #board: OrderBoard;
  #session: KeySession;
  /** The key before, as long as orders that were sent with it are open, and a new one on trial. */
  #retiring: KeySession | null = null;
  #trial: KeySession | null = null;
  #retirement: Promise<void> = Promise.resolve();
  #connections = 0;
  #sink: EvidenceSink = () => {};

  constructor({ apiKey, apiSecret, ...options }: GeminiClientOptions) {
    const { clock, timers, random, instruments } = options;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#options = options;
    this.#limits = limits;
    this.#skew = new SkewMeter(clock);
    this.#session = this.#sessionOf({ apiKey, apiSecret });
    this.#board = new OrderBoard({
      ...{ clock, timers, random, limits, instruments },
      log: scrubbedLog(options.log, () => this.#session.credentials),
      rest: { ask: (path, params) => this.#session.rest.ask(path, params) },
      emit: (evidence) => this.#emit(evidence),
      connection: () => this.#session.socket.connection,
      write: (text) => this.#session.socket.send(text),
      isOpen: (connection) => this.#holderOf(connection) !== null,
      dropConnection: (connection, reason) => this.#holderOf(connection)?.socket.drop(connection, reason),
    });
  }

  start(sink: EvidenceSink): Promise<void> {
    this.#sink = sink;
    this.#session.start();
    return Promise.resolve();
  }

  ready(): boolean {
    return this.#session.socket.isReady;
  }

  send(intent: CexIntent): void {
    this.#board.send(intent);
  }

  pursue(intent: CexIntent): void {
    this.#board.pursue(intent);
  }

  async proveRole(): Promise<void> {
    const { role, owner } = this.#session;
    await role.prove();
    await owner.read();
  }

  readAccount(): Promise<VenueAccount> {
    return this.#session.account.readBalances();
  }

  async readFeeTiers(symbols: readonly string[]): Promise<readonly FeeTier[]> {
    const tiers: FeeTier[] = [];
    for (const symbol of symbols) tiers.push(await this.#session.account.readFeeTier(symbol));
    return tiers;
  }

  clockSkew(): ClockSkew {
    return this.#skew.read();
  }

  async replaceKey(key: Credentials): Promise<void> {
    if (this.#trial !== null || this.#retiring !== null)
      throw new RejectedError("busy", "another change of the key is under way");
    const next = this.#sessionOf(key);
    this.#trial = next;
    try {
      await next.prove();
      refuseOtherAccount(this.#session.owner.name, next.owner.name);
      if (this.#stop.signal.aborted) throw new ConnectivityError("aborted", "stopped meanwhile");
    } catch (error) {
      await next[Symbol.asyncDispose]();
      throw error;
    } finally {
      this.#trial = null;
    }
    this.#takeOver(next);
  }

  stats(): Readonly<Record<string, number>> {
    return { ...this.#session.rest.counts, ...this.#session.socket.counts, ...this.#board.counts() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    const followers = this.#board.stop();
    await this.#session[Symbol.asyncDispose]();
    await this.#trial?.[Symbol.asyncDispose]();
    await this.#retirement;
    await followers;
  }

  #sessionOf(credentials: Credentials): KeySession {
    const { wsUrl, restUrl, clock, timers, random, log, fetch, heartbeat } = this.#options;
    return new KeySession({
      ...{ wsUrl, restUrl, credentials, clock, timers, random, log },
      ...{ heartbeat: heartbeat === true, limits: this.#limits, skew: this.#skew },
      nextConnection: () => ++this.#connections,
      board: () => this.#board,
      ...(fetch === undefined ? {} : { fetch }),
    });
  }

  #holderOf(connection: number | null): KeySession | null {
    const sessions = [this.#session, this.#retiring];
    return sessions.find((session) => session?.socket.isOpen(connection)) ?? null;
  }

  #takeOver(next: KeySession): void {
    const old = this.#session;
    addCounts(next.rest.counts, old.rest.counts);
    addCounts(next.socket.counts, old.socket.counts);
    this.#session = next;
    this.#retiring = old;
    this.#retirement = this.#retire(old);
  }

  /** An order's answer comes by the connection that it was sent by, and closing that one would cancel it. */
  async #retire(old: KeySession): Promise<void> {
    const { timers, clock } = this.#options;
    const { signal } = this.#stop;
    const { connection } = old.socket;
    const untilNs = clock.monotonicNs() + this.#limits.keyRetireMs * 1e6;
    const isBusy = () => old.socket.isOpen(connection) && this.#board.follows(connection);
    while (isBusy() && clock.monotonicNs() < untilNs && !signal.aborted)
      await pause(RETIRE_LOOK_MS, timers, signal);
    await old[Symbol.asyncDispose]();
    this.#retiring = null;
    this.#board.connectionLost(connection, "the key was replaced");
    this.#board.hurry();
  }

  #emit(evidence: CexEvidence): void {
    if (!this.#stop.signal.aborted) this.#sink(evidence);
  }
}

/** Under another account no order of ours would be found, and the balances would be another's. */
function refuseOtherAccount(ours: string | null | undefined, theirs: string | null | undefined): void {
  // Nothing was read with the old key, so nothing was traded either: it is as if the process began with the new one.
  if (ours === undefined) return;
  if (ours === null || theirs === null)
    throw new RejectedError(
      "unknown-account",
      "the venue does not tell whose key it is: a restart compares the balances instead",
    );
  if (ours !== theirs) throw new RejectedError("other-account", "the key is of another account");
}

/** What is counted goes on from where the old key left it. */
function addCounts(into: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(from)) into[name] = (into[name] ?? 0) + count;
}
