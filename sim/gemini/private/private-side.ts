import type { FaultClock } from "../../faults/index.ts";
import { accountTruth, type GeminiTruth } from "../account/account-truth.ts";
import { openingBalances } from "../account/balances.ts";
import { createFeeRates, DEFAULT_FEE_BPS, type FeeBps } from "../account/fee-rates.ts";
import { TradingAccount } from "../account/trading-account.ts";
import type { Exchange } from "../exchange.ts";
import type { ApiKey, ApiKeySpec, StandInKeys } from "./api-keys.ts";
import { createKeyRing } from "./api-keys.ts";
import type { KeyRing } from "./authenticate.ts";
import { EventHub } from "./event-hub.ts";
import { OrderDesk } from "./order-desk.ts";
import { balanceFrame, orderFrame } from "./order-frame.ts";
import { type PrivatePost, PrivateRest } from "./private-rest.ts";
import { TradingSession, type TradingSessionOptions } from "./trading-session.ts";

/** What a test may set of the account; everything has a default. */
export interface AccountOptions {
  readonly fees?: Partial<FeeBps>;
  /** Decimal texts by asset, in place of the usual opening balances. */
  readonly balances?: Readonly<Record<string, string>>;
  /** Keys beside those of the seed. */
  readonly moreKeys?: readonly ApiKeySpec[];
  /** Private REST requests a minute for each key; 600 where left out, as at the venue. */
  readonly privatePerMinute?: number;
  /** Silence after which the orders of a key that requires a heartbeat are cancelled (ms). */
  readonly heartbeatMs?: number;
}

export interface PrivateSideOptions extends AccountOptions {
  readonly exchange: Exchange;
  readonly fairUsd: (base: string) => number;
  readonly keys: StandInKeys;
  readonly faults: FaultClock;
  readonly seed: number;
  readonly epochMs: () => number;
}

type SessionParts = Omit<TradingSessionOptions, "account" | "desk" | "hub" | "epochMs" | "connection">;

/** Everything that needs a key: the account behind REST and sockets. */
export interface PrivateSide {
  readonly keys: KeyRing;
  post(request: PrivatePost): void;
  openSession(parts: SessionParts): TradingSession;
  /** Heartbeats and the balances of each second; the exchange's loop calls it. */
  tick(): void;
  truth(): GeminiTruth;
  close(): void;
}

const PRIVATE_PER_MINUTE = 600;
const HEARTBEAT_MS = 30_000;
const SECOND_MS = 1_000;

function createAccount(options: PrivateSideOptions, hub: EventHub): TradingAccount {
  const { exchange, epochMs, seed, fairUsd } = options;
  const bases = Array.from(exchange.books.values(), (book) => book.rules.base);
  const account: TradingAccount = new TradingAccount({
    ...{ books: exchange.books, clock: exchange.clock, epochMs, seed },
    fees: createFeeRates({ ...DEFAULT_FEE_BPS, ...options.fees }),
    opening: options.balances ?? openingBalances(bases, fairUsd),
    listener: {
      orderChanged: (order, change) =>
        hub.deliver({ order, frame: orderFrame(order, change, exchange.clock.nextStampNs()) }),
      balancesChanged: (assets) =>
        hub.balances("balances@account", () =>
          balanceFrame(account.balances, assets, exchange.clock.nextStampNs()),
        ),
    },
  });
  return account;
}

/** Cancels what belongs to keys that ought to have given a sign of life and did not. */
function checkHeartbeats(keys: KeyRing, account: TradingAccount, silentSinceMs: number): void {
  const isDead = (key: ApiKey | undefined): boolean =>
    key?.requiresHeartbeat === true && key.lastSeenMs < silentSinceMs;
  if ([...keys.values()].some(isDead)) account.cancelWhere(({ origin }) => isDead(keys.get(origin.keyName)));
}

export function createPrivateSide(options: PrivateSideOptions): PrivateSide {
  const { exchange, faults, seed, epochMs } = options;
  const keys = createKeyRing(options.keys, options.moreKeys ?? []);
  const hub = new EventHub();
  const account = createAccount(options, hub);
  const desk = new OrderDesk({ account, hub, faults, seed });
  const perMinute = options.privatePerMinute ?? PRIVATE_PER_MINUTE;
  const rest = new PrivateRest({ account, desk, keys, perMinute, epochMs });
  let connections = 0;
  let secondMs = epochMs();
  return {
    keys,
    post: (request) => rest.handle(request),
    openSession(parts) {
      connections += 1;
      return new TradingSession({ ...parts, account, desk, hub, epochMs, connection: connections });
    },
    tick() {
      const nowMs = epochMs();
      checkHeartbeats(keys, account, nowMs - (options.heartbeatMs ?? HEARTBEAT_MS));
      if (nowMs - secondMs < SECOND_MS) return;
      secondMs = nowMs;
      const frame = (): string =>
        balanceFrame(account.balances, account.balances.assets, exchange.clock.nextStampNs());
      hub.balances("balances@account@1s", frame);
    },
    truth: () => accountTruth(account),
    close() {
      rest.close();
      desk.close();
    },
  };
}
