import { createEngine, type Engine, type TradingOptions, USDC_SYMBOL } from "#engine";
import {
  type Asset,
  ConfigError,
  ConnectivityError,
  type Instrument,
  type Log,
  type Timers,
  type Window,
} from "#model";
import type { RiskLimits } from "#risk";
import type { Thresholds } from "#signal";
import type { SqliteTradingStore, StorageWatch } from "#storage";
import { createJsonRpc, type JsonRpc } from "#transport";
import { createGeminiFeed, fetchInstruments, type InstrumentAnswer } from "#venue/gemini";
import { createSolanaFeed, type PoolIdentity, verifyPools } from "#venue/solana";
import type { BackendOptions } from "./backend-options.ts";
import type { EngineHost } from "./engine-host.ts";
import { createIds } from "./ids.ts";
import { openDoors } from "./keys/open-doors.ts";
import type { VenueDoors } from "./keys/venue-doors.ts";
import type { LiveFacts } from "./live/live-check.ts";
import type { OpenStores } from "./open-stores.ts";
import { rehearse } from "./rehearsal.ts";
import { signalConfig } from "./signal-config.ts";
import { readLedger } from "./trading/ledger-start.ts";
import { setUpTrading, startTrading } from "./trading/open-trading.ts";
import type { TradingFloor } from "./trading/trading-floor.ts";

export interface MarketOptions extends BackendOptions {
  readonly host: EngineHost;
  /** Those in force; an operator may move them while the venues are still being reached. */
  readonly thresholds: () => Thresholds;
  readonly stores: OpenStores;
  readonly watch: StorageWatch;
  readonly journalStore: SqliteTradingStore;
  readonly floor: TradingFloor;
  /** Those in force at the start. */
  readonly limits: RiskLimits;
  /** In observe it is paper that is switched off. */
  readonly observeOnly: boolean;
}

/** The running market. Disposing ends the feeds. */
export interface OpenMarket extends AsyncDisposable {
  readonly doors: VenueDoors;
  readonly facts: LiveFacts;
}

const RETRY_MS = 3_000;

/**
 * Reads what the venues list, verifies every pool, then starts the engine and both feeds. A venue that
 * cannot be reached is tried again for as long as it takes; one that answers wrongly stops the start with
 * a ConfigError. Disposing ends the feeds.
 */
export async function openMarket(options: MarketOptions): Promise<OpenMarket> {
  const { config, clock, timers, random, log, host } = options;
  await using opening = new AsyncDisposableStack();
  if (options.rehearsal !== false) rehearse(signalConfig(config, options.limits));
  const rpc = createJsonRpc({ urls: config.keys.current.solanaRpcUrls, clock, timers, random });
  const instruments = await readInstruments(options);
  const pools = await readPools(options, rpc);
  const lastWindows = await readLastWindows(options);
  const start = { ...options, instruments, pools };
  const setup = await setUpTrading(start, (ask) => untilReached("Solana", options, ask));
  const ledger = await readLedger({
    ...{ store: options.journalStore, trades: options.stores.trades, clock, log },
    ...{ identity: setup.identity, mayRebase: config.mode === "demo" },
    archive: options.stores,
    proveLater: options.watch.alsoOnce,
    reach: (ask) => untilReached(options.stores.name, options, ask),
  });
  const gemini = opening.use(
    createGeminiFeed({ wsUrl: config.geminiWsUrl, instruments, clock, timers, random, log }),
  );
  const solana = opening.use(
    createSolanaFeed({
      ...{ rpc, pools, clock, timers, random, log },
      wsUrls: config.keys.current.solanaWsUrls,
      pollMs: config.solanaPollMs,
    }),
  );
  host.attach(makeEngine({ ...start, trading: setup.trading }, lastWindows), { gemini, solana });
  const { facts } = opening.use(await startTrading(start, setup));
  host.deliver(ledger);
  if (ledger.held !== null) options.floor.journal.afterwards(() => noticeRestore(options));
  await Promise.all([gemini.start(host.deliver), solana.start(host.deliver)]);
  const { clients, identity } = setup;
  const genesisHash = clients === null ? null : identity.genesisHash;
  const doors = openDoors({ ...options, clients, rpc, feed: solana, genesisHash });
  const running = opening.move();
  return { doors, facts, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** [] where the storage is away: then they are told to the engine as soon as it answers. */
async function readLastWindows({ stores, watch, host, clock }: MarketOptions): Promise<readonly Window[]> {
  const { opportunities } = stores;
  try {
    return await opportunities.latestWindows();
  } catch (error) {
    if (!(error instanceof ConnectivityError)) throw error;
    watch.alsoOnce(async () => {
      const windows = await opportunities.latestWindows();
      host.deliver({ kind: "windows", receivedNs: clock.monotonicNs(), windows });
    });
    return [];
  }
}

/** Not async: no change of the thresholds may fall between reading them here and attaching the engine. */
function makeEngine(
  {
    config,
    clock,
    thresholds,
    instruments,
    limits,
    trading,
  }: MarketOptions & { readonly instruments: readonly Instrument[]; readonly trading: TradingOptions },
  lastWindows: readonly Window[],
): Engine {
  return createEngine({
    assets: config.assets,
    instruments,
    config: { ...signalConfig(config, limits), thresholds: thresholds() },
    trading,
    newId: createIds(clock),
    epochOffsetMs: clock.epochMs() - clock.monotonicNs() / 1e6,
    lastWindows,
  });
}

async function readInstruments(options: MarketOptions): Promise<readonly Instrument[]> {
  const { config, timers, log } = options;
  const symbols = [...new Set([...config.assets.map(({ symbol }) => symbol), USDC_SYMBOL])];
  const rest = { baseUrl: config.geminiRestUrl, timers, log };
  const answers = await untilReached("Gemini", options, () => fetchInstruments(symbols, rest));
  for (const answer of answers)
    if (answer.kind === "unlisted") judgeUnlisted(answer.symbol, options.allowUnlisted, log);
  return answers.flatMap((answer: InstrumentAnswer) => (answer.kind === "listed" ? [answer.instrument] : []));
}

/** An asset that the exchange does not list is a misspelt one; without USDC's own book nothing is traded. */
function judgeUnlisted(symbol: string, allowed: boolean, log: Log): void {
  if (symbol === USDC_SYMBOL || allowed) log.warning("Gemini does not list a symbol", { symbol });
  else throw new ConfigError("ASSET_LIST", `ASSET_LIST: Gemini lists no symbol ${symbol}`);
}

/** Once all that was open is held in the journal; a start that is cut off before holds it again. */
function noticeRestore({ journalStore, log }: MarketOptions): void {
  journalStore.clearRestored().catch((error: unknown) => {
    log.warning("the next start will hold open trades once more", { reason: String(error) });
  });
}

async function readPools(options: MarketOptions, rpc: JsonRpc): Promise<readonly PoolIdentity[]> {
  const assets: readonly Asset[] = options.config.assets;
  const { pools, refused } = await untilReached("Solana", options, () => verifyPools({ rpc, assets }));
  if (refused.length > 0) throw new ConfigError("pool", refused.map(({ reason }) => reason).join("; "));
  return pools;
}

async function untilReached<T>(
  venue: string,
  { log, timers }: { readonly log: Log; readonly timers: Timers },
  ask: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ConnectivityError)) throw error;
      log.warning(`${venue} cannot be reached, trying again`, { reason: error.message, retry_ms: RETRY_MS });
      await new Promise<void>((resolve) => timers.after(RETRY_MS, resolve));
    }
  }
}
