import type { FaultClock } from "../../faults/index.ts";
import { accountTruth, type GeminiTruth } from "../account/account-truth.ts";
import { openingBalances } from "../account/balances.ts";
import { createFeeRates, DEFAULT_FEE_BPS, type FeeBps } from "../account/fee-rates.ts";
import { TradingAccount } from "../account/trading-account.ts";
import type { Exchange } from "../exchange.ts";
import type { ApiKey, ApiKeySpec, Owner, StandInKeys } from "./api-keys.ts";
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

/** One account with everything that happens to its orders. */
interface Behind {
  readonly account: TradingAccount;
  readonly desk: OrderDesk;
  readonly hub: EventHub;
}

function openAccount(options: PrivateSideOptions): Behind {
  const { faults, seed } = options;
  const hub = new EventHub();
  const account = createAccount(options, hub);
  return { account, hub, desk: new OrderDesk({ account, hub, faults, seed }) };
}

/** Most runs have no stranger: theirs is made when a key of theirs first comes. */
function openAccounts(options: PrivateSideOptions): { readonly own: Behind; of(key: ApiKey): Behind } {
  const own = openAccount(options);
  let stranger: Behind | undefined;
  const of: Readonly<Record<Owner, () => Behind>> = {
    own: () => own,
    stranger: () => {
      const opening = { balances: { USD: "1234.5" }, seed: options.seed + 1 };
      stranger ??= openAccount({ ...options, ...opening });
      return stranger;
    },
  };
  return { own, of: (key) => of[key.owner ?? "own"]() };
}

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
  const { exchange, faults, epochMs } = options;
  const keys = createKeyRing(options.keys, options.moreKeys ?? []);
  const accounts = openAccounts(options);
  const { account, desk, hub } = accounts.own;
  const perMinute = options.privatePerMinute ?? PRIVATE_PER_MINUTE;
  const rest = new PrivateRest({ behind: accounts.of, keys, perMinute, epochMs });
  let sessions: TradingSession[] = [];
  let connections = 0;
  const forgetRevocations = faults.onBegin("gemini", "revoke-key", ({ key: name }) => {
    const { key } = options.keys[name];
    keys.delete(key);
    for (const session of sessions) session.revoked(key);
  });
  let secondMs = epochMs();
  return {
    keys,
    post: (request) => rest.handle(request),
    openSession(parts) {
      connections += 1;
      const behind = accounts.of(parts.key);
      const session = new TradingSession({ ...parts, ...behind, epochMs, connection: connections });
      sessions = [...sessions.filter(({ isOpen }) => isOpen), session];
      return session;
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
      forgetRevocations();
      rest.close();
      desk.close();
    },
  };
}
