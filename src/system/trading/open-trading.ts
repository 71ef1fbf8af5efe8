import type { Readiness, TradingOptions } from "#engine";
import type { JournalIdentity } from "#execution";
import type { Instrument, VenueAccount, VenueName } from "#model";
import type { RiskLimits } from "#risk";
import type { PoolIdentity } from "#venue/solana";
import type { BackendOptions } from "../backend-options.ts";
import type { Config } from "../config.ts";
import type { EngineHost } from "../engine-host.ts";
import { createIds } from "../ids.ts";
import type { LiveFacts } from "../live/live-check.ts";
import { AccountPoller } from "./account-poller.ts";
import { venueFiller } from "./counterparties.ts";
import { epochOf, PAPER } from "./ledger-start.ts";
import { openClients, type TradingClients } from "./open-clients.ts";
import { readPaperAccount } from "./paper-account.ts";
import type { TradingFloor } from "./trading-floor.ts";

export interface TradingStartOptions extends BackendOptions {
  readonly host: EngineHost;
  readonly floor: TradingFloor;
  readonly limits: RiskLimits;
  readonly observeOnly: boolean;
  readonly instruments: readonly Instrument[];
  readonly pools: readonly PoolIdentity[];
}

/** What opens before the engine is made, because the engine must know it. */
export interface TradingSetup {
  readonly clients: TradingClients | null;
  readonly identity: JournalIdentity;
  readonly trading: TradingOptions;
}

const READINESS_MS = 250;
/** A busy market never leaves a moment without a leg under way: this often trading makes one. */
const COMPARE_EVERY_MS = 60_000;
/** What a paper account begins with of dollars and of each base on each venue: 10,000 dollars. */
const PAPER_OPENING_USD = 10_000n * 10n ** 9n;

/** Opens the clients where there are keys, and says how the engine is to trade. */
export async function setUpTrading(
  options: TradingStartOptions,
  reach: <T>(ask: () => Promise<T>) => Promise<T>,
): Promise<TradingSetup> {
  const { config, clock, limits, observeOnly } = options;
  const clients = openClients(options, options);
  const exchange = URL.parse(config.geminiRestUrl)?.hostname ?? "";
  const identity =
    clients === null
      ? { wallet: PAPER, genesisHash: PAPER, exchange }
      : await reach(() => clients.identity());
  const newId = createIds(clock);
  return {
    clients,
    identity,
    trading: {
      mode: config.mode,
      paper: clients === null,
      ...{
        policy: config.legPolicy,
        limits,
        observeOnly: startsShut(config.mode, observeOnly),
      },
      ...{ slackPct: config.slackPct, maxLossPct: config.residualMaxLossPct },
      requireMeasured: config.mode !== "demo",
      newTradeId: () => newId("trade"),
      epoch: epochOf(identity),
      compareEveryMs: COMPARE_EVERY_MS,
    },
  };
}

/** Trading at work. Disposing ends it. */
export interface RunningTrading extends AsyncDisposable {
  readonly facts: LiveFacts;
}

/** With real money each start is shut, whatever was set before; paper in observe has no switch. */
function startsShut(mode: Config["mode"], observeOnly: boolean): boolean {
  return mode === "live" || (mode === "demo" && observeOnly);
}

/** Starts the clients and everything that asks them again and again. Disposing ends both. */
export async function startTrading(
  options: TradingStartOptions,
  { clients }: TradingSetup,
): Promise<RunningTrading> {
  const { floor, timers, config, host } = options;
  await using opening = new AsyncDisposableStack();
  if (clients !== null) {
    opening.use(clients.cex);
    opening.use(clients.dex);
    await Promise.all([clients.cex.start(floor.evidence), clients.dex.start(floor.evidence)]);
  }
  const poller = opening.use(createPoller(options, clients));
  floor.connect(clients === null ? null : venueFiller(clients), (venue) => poller.soon(venue));
  host.accountErrors = poller.errors;
  const tell = () => tellReadiness(options, clients);
  opening.defer(timers.every(READINESS_MS, tell));
  tell();
  poller.start();
  if (clients === null && config.mode === "demo")
    options.log.info("no keys for the stand-in venues: trades are filled on paper");
  const running = opening.move();
  return { facts: factsOf(poller, clients), [Symbol.asyncDispose]: () => running.disposeAsync() };
}

function factsOf(poller: AccountPoller, clients: TradingClients | null): LiveFacts {
  return {
    answered: poller.answered,
    get errors() {
      const tiers = poller.tiersError === null ? [] : ([["tiers", poller.tiersError]] as const);
      return new Map<VenueName | "tiers", string>([...poller.errors, ...tiers]);
    },
    cexReady: () => clients?.cex.ready() ?? false,
    dexReady: () => clients?.dex.ready() ?? false,
    skewMs: () => clients?.cex.clockSkew().skewMs ?? null,
  };
}

function createPoller(options: TradingStartOptions, clients: TradingClients | null): AccountPoller {
  const { clock, timers, log, host, config, instruments, accountEveryMs } = options;
  const bases = config.assets.map(({ base }) => base);
  const paper = {
    ...{ clock, bases, openingUsd: PAPER_OPENING_USD },
    view: () => host.tradingView(),
    prices: () => host.assetPrices(),
  };
  return new AccountPoller({
    ...{ clock, timers, log, deliver: (event) => void host.deliver(event) },
    ...(accountEveryMs === undefined
      ? {}
      : { everyMs: accountEveryMs, soonMs: Math.min(accountEveryMs, 1_500) }),
    read: {
      gemini: () => (clients === null ? readPaperAccount("gemini", paper) : readExchange(clients)),
      solana: () => clients?.dex.readAccount() ?? readPaperAccount("solana", paper),
    },
    readFeeTiers:
      clients === null
        ? configuredTiers(options)
        : () => clients.cex.readFeeTiers(instruments.map(({ symbol }) => symbol)),
  });
}

/** Balances count only from a key that may also place orders: until then the gate stays shut, with the venue's words. */
async function readExchange({ cex }: TradingClients): Promise<VenueAccount> {
  await cex.proveRole();
  return await cex.readAccount();
}

/** Without keys the tier is what configuration says, or unread. */
function configuredTiers({ config, instruments }: TradingStartOptions) {
  const { cexTakerFeePpm } = config;
  if (cexTakerFeePpm === null) return null;
  return async () => instruments.map(({ symbol }) => ({ symbol, takerFeePpm: cexTakerFeePpm }));
}

function tellReadiness(
  { host, clock, pools, config }: TradingStartOptions,
  clients: TradingClients | null,
): void {
  const lamports = pools.flatMap(({ address }) => {
    const fee = clients === null ? config.networkFeeLamports : clients.dex.expectedFeeLamports(address);
    return fee === null ? [] : [[address, fee] as const];
  });
  const readiness: Readiness = {
    cex: clients?.cex.ready() ?? false,
    dex: clients?.dex.ready() ?? false,
    skewMs: clients?.cex.clockSkew().skewMs ?? null,
    networkLamports: new Map(lamports),
  };
  host.deliver({ kind: "readiness", receivedNs: clock.monotonicNs(), readiness });
}
