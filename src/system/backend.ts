import { createGateway, viewOpenTrade } from "#gateway";
import type { AuditNote, AuditVerdict } from "#ledger";
import { ConnectivityError, type Log } from "#model";
import { type BackupManifest, backupFolder } from "#storage";
import type { BackendOptions } from "./backend-options.ts";
import { type Config, configuredLimits } from "./config.ts";
import { loadConsoleKey } from "./console-key.ts";
import { httpUrl } from "./http-url.ts";
import { inject } from "./inject.ts";
import { type Rotation, rotateKeys } from "./keys/rotate-keys.ts";
import { openMarket } from "./open-market.ts";
import { openParts, type Parts } from "./open-parts.ts";
import { readBooks, type TradeBooks } from "./trade-log/index.ts";
import { wireAudit } from "./trading/limits-control.ts";
import { inventoryRows } from "./trading/risk-overview.ts";
import { createControls } from "./trading/trading-controls.ts";
import { windDown } from "./trading/wind-down.ts";
import type { VenueKeys } from "./venue-keys.ts";
import { VERSION } from "./version.ts";

export interface Backend extends AsyncDisposable {
  /** Where the API listens. */
  readonly apiUrl: string;
  /** Puts other keys to use, as far as they differ. */
  rotateKeys(next: VenueKeys): Promise<readonly Rotation[]>;
  /** Resolves when the entry is durable. */
  audit(entry: Omit<AuditNote, "atMs">): Promise<void>;
  /** Reads the operators' log whole; `noted` is a head of earlier. */
  verifyAudit(noted: string | null): Promise<AuditVerdict>;
  /** What the books hold of a trade; nothing of one that there is not. */
  readTrade(tradeId: string): Promise<TradeBooks>;
  /** Copies the databases into a folder that does not exist yet. */
  backup(targetDir: string): Promise<BackupManifest>;
}

const TICK_MS = 100;

/**
 * Storage, gateway, venues and engine, started in that order so that the API answers while the venues
 * are still being reached, and stopped in the reverse order.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { config, clock, timers } = options;
  await using opening = new AsyncDisposableStack();
  const parts = await openParts(options, opening);
  const { journalStore, floor, thresholds, metrics, live } = parts;
  const gateway = opening.use(await openGateway(options, parts));
  const port = await gateway.listen();
  // Before the venues are reached: that they are not is something to tell.
  opening.use(parts.notifications.watch(parts));
  const { doors, facts } = opening.use(
    await openMarket({ ...options, ...parts, thresholds: thresholds.get }),
  );
  parts.learn(facts);
  if (config.mode === "live") opening.use(live.tell(config));
  opening.use(keepTime(options, parts));
  const running = opening.move();
  return {
    apiUrl: httpUrl(config.host, port),
    async rotateKeys(next) {
      const rotations = await rotateKeys({ keys: config.keys, doors, clock, timers }, next);
      for (const { venue, outcome } of rotations) metrics.keyRotation(venue, outcome);
      return rotations;
    },
    audit: (entry) => floor.audit(entry),
    verifyAudit: (noted) => journalStore.verifyAudit(noted),
    readTrade: (tradeId) => readBooks(journalStore, tradeId),
    backup: (targetDir) => backUp(options, parts, targetDir),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** The API over these parts; it listens later. */
function openGateway({ config, clock, timers, log }: BackendOptions, parts: Parts) {
  const { host, stores, journalStore, floor, thresholds, metrics, live, access } = parts;
  const trading = () => {
    const view = host.tradingView();
    if (view === null) throw new ConnectivityError("not-ready", "the venues were not reached yet");
    return view;
  };
  return createGateway({
    ...{ mode: config.mode, version: VERSION, clock, timers, log, metrics, access },
    ...{ status: parts.status, settings: parts.settings },
    ...{
      store: stores.opportunities,
      trades: stores.trades,
      rows: stores.rows,
      snapshots: stores.snapshots,
    },
    revision: () => (parts.storageWorks() ? stores.revision() : null),
    transfersOf: (tradeId) => journalStore.transfersOf(tradeId),
    listAudit: async (query) => (await journalStore.listAudit(query)).map(wireAudit),
    ...{ inventory: () => inventoryRows(trading()), risk: () => parts.overview(trading()) },
    openTrades: () => host.openTrades().map(viewOpenTrade),
    controls: createControls({
      ...{ thresholds, settings: journalStore.settings, trades: stores.trades },
      command: (command) => floor.command(command),
      limits: () => trading().risk.limits,
      configured: configuredLimits(config),
      configuredObserveOnly: config.observeOnly,
      enableLive: (said) => live.enable(said),
      flushTrades: () => floor.writer.flush(),
      audit: (entry) => floor.audit(entry),
    }),
    inject: (request) => inject(parts, config, request),
    subscribe: (listener) => host.subscribe(listener),
    ...perimeterOf(config, log),
  });
}

/** Ticks until the process is to end, and until what is under way then has been answered. */
function keepTime(options: BackendOptions, { host, tick, status }: Parts): AsyncDisposable {
  const stop = options.timers.every(TICK_MS, tick);
  const connected = () => Object.values(status().connections).every(Boolean);
  return {
    async [Symbol.asyncDispose]() {
      await windDown({ ...options, host, connected });
      stop();
    },
  };
}

/** Where the gateway listens, and to whom. */
function perimeterOf(
  { host, port, allowedOrigins, ipAllowlist, rateLimitPerMin, consoleKeyDir }: Config,
  log: Log,
) {
  const consoleKey = loadConsoleKey(consoleKeyDir, log);
  return { host, port, allowedOrigins, ipAllowlist, rateLimitPerMin, consoleKey };
}

/** What this process holds open it copies itself; other files are opened for the copy. */
function backUp(
  { config, clock }: BackendOptions,
  { journalStore, stores }: Parts,
  targetDir: string,
): Promise<BackupManifest> {
  return backupFolder({
    ...{ dataDir: config.dataDir, targetDir, takenAtMs: clock.epochMs(), version: VERSION },
    held: { "trading.db": journalStore.backup, ...stores.held },
  });
}
