import { type Clock, ConnectivityError, type Log, type Random, RejectedError, type Timers } from "#model";
import type { Fetch } from "#transport";
import { AccountReader } from "./account.ts";
import { AccountOwner } from "./account-owner.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { GeminiLimits } from "./limits.ts";
import type { OrderBoard } from "./order-board.ts";
import { PrivateRest } from "./private-rest.ts";
import { PrivateSocket } from "./private-socket.ts";
import { scrubbedLog } from "./scrubbed-log.ts";
import type { Credentials } from "./sign.ts";
import type { SkewMeter } from "./skew-meter.ts";
import { TradingRole } from "./trading-role.ts";

export interface KeySessionOptions {
  readonly wsUrl: string;
  readonly restUrl: string;
  readonly credentials: Credentials;
  readonly heartbeat: boolean;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly limits: GeminiLimits;
  readonly skew: SkewMeter;
  readonly nextConnection: () => number;
  readonly board: () => OrderBoard;
  readonly fetch?: Fetch;
}

/**
 * Everything that is signed with one key: requests, the socket, the heartbeat, and what they proved. It is the only
 * holder of the key, so that the key is gone with it.
 */
export class KeySession implements AsyncDisposable {
  readonly credentials: Credentials;
  readonly rest: PrivateRest;
  readonly account: AccountReader;
  readonly role: TradingRole;
  readonly owner: AccountOwner;
  readonly socket: PrivateSocket;
  readonly #options: KeySessionOptions;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #stopHeartbeat: (() => Promise<void>) | undefined;
  #trial: PromiseWithResolvers<void> | undefined;

  constructor(options: KeySessionOptions) {
    const { clock, timers, random, credentials, restUrl, wsUrl, fetch, limits, skew, board } = options;
    const log = scrubbedLog(options.log, () => credentials);
    this.#options = options;
    this.#log = log;
    this.credentials = credentials;
    this.rest = new PrivateRest({
      ...{ restUrl, credentials, clock, timers, limits, skew },
      signal: this.#stop.signal,
      ...(fetch === undefined ? {} : { fetch }),
    });
    this.account = new AccountReader(this.rest);
    this.role = new TradingRole(this.rest);
    this.owner = new AccountOwner(this.rest, log);
    this.socket = new PrivateSocket({
      ...{ wsUrl, credentials, clock, timers, random, log, limits, skew },
      nextConnection: options.nextConnection,
      onReady: () => {
        this.#trial?.resolve();
        board().hurry();
      },
      onRefused: (refusal) => this.#refuse(refusal),
      onOrder: (update) => board().takeEvent(update),
      onReply: (reply) => board().takeReply(reply),
      onLost: (connection, reason) => board().connectionLost(connection, reason),
    });
  }

  start(): void {
    this.socket.start();
    if (!this.#options.heartbeat || this.#stopHeartbeat !== undefined) return;
    const { limits, timers } = this.#options;
    this.#stopHeartbeat = startHeartbeat(this.rest, limits.heartbeatMs, timers, this.#log);
  }

  /**
   * Proves that all of it works with this key: it may trade, the balances can be read, the socket takes it. Throws
   * RejectedError with the venue's words, or ConnectivityError where nothing is known.
   */
  async prove(): Promise<void> {
    await this.role.prove();
    await this.owner.read();
    await this.account.readBalances();
    await this.#connect();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#trial?.reject(new ConnectivityError("aborted", "stopped before the socket was ready"));
    await this.#stopHeartbeat?.();
    await this.socket[Symbol.asyncDispose]();
  }

  async #connect(): Promise<void> {
    const { timers, limits } = this.#options;
    const trial = Promise.withResolvers<void>();
    this.#trial = trial;
    const late = new ConnectivityError("socket-timeout", `no private socket in ${limits.keyTrialMs} ms`);
    const cancel = timers.after(limits.keyTrialMs, () => trial.reject(late));
    try {
      this.start();
      await trial.promise;
    } finally {
      cancel();
      this.#trial = undefined;
    }
  }

  /** While a key is on trial its refusal is the answer, and no news of the key in use. */
  #refuse(refusal: ConnectivityError | RejectedError): boolean {
    if (this.#trial === undefined || !(refusal instanceof RejectedError)) return this.#trial !== undefined;
    this.#trial.reject(refusal);
    return true;
  }
}
