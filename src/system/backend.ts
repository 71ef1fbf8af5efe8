import { createGateway, createMetrics, type Injected, type InjectRequest, viewOpenTrade } from "#gateway";
import { type AuditNote, type AuditVerdict, createThresholdControl } from "#ledger";
import {
  ConnectivityError,
  formatDecimal,
  InputError,
  type Log,
  type Opportunity,
  PCT_DECIMALS,
} from "#model";
import {
  type BackupManifest,
  backupFolder,
  createAuditCopier,
  createOpportunityWriter,
  createSnapshotWriter,
  createStorageWatch,
  openTradingStore,
} from "#storage";
import { openGuarded } from "./access/open-guarded.ts";
import type { BackendOptions } from "./backend-options.ts";
import { type Config, configuredLimits } from "./config.ts";
import { loadConsoleKey } from "./console-key.ts";
import { EngineHost } from "./engine-host.ts";
import { httpUrl } from "./http-url.ts";
import { type Rotation, rotateKeys } from "./keys/rotate-keys.ts";
import { LatencyWindow } from "./latency-window.ts";
import { openLive } from "./live/open-live.ts";
import { watchMachine } from "./machine.ts";
import { openMarket } from "./open-market.ts";
import { openStores } from "./open-stores.ts";
import { readOperations } from "./operations.ts";
import { buildSettings } from "./settings.ts";
import { buildStatus } from "./status.ts";
import { QUEUE_LIMIT, storageFigures } from "./storage-figures.ts";
import { readBooks, type TradeBooks } from "./trade-log/index.ts";
import { loadLimits, wireAudit } from "./trading/limits-control.ts";
import { loadObserveOnly } from "./trading/observe-only.ts";
import { inventoryRows } from "./trading/risk-overview.ts";
import { createControls } from "./trading/trading-controls.ts";
import { TradingFloor } from "./trading/trading-floor.ts";
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

const LATENCY_SAMPLES = 4_096;
const TICK_MS = 100;
/** What happens while the main store is away waits in memory, so it is noticed soon even in a quiet market. */
const WATCH_MS = 2_000;

/**
 * Storage, gateway, venues and engine, started in that order so that the API answers while the venues
 * are still being reached, and stopped in the reverse order.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { config, clock, timers, log } = options;
  await using opening = new AsyncDisposableStack();
  const parts = await openParts(options, opening);
  const { host, stores, journalStore, writer, floor, thresholds, metrics, live, access } = parts;
  const trading = () => {
    const view = host.tradingView();
    if (view === null) throw new ConnectivityError("not-ready", "the venues were not reached yet");
    return view;
  };
  const gateway = opening.use(
    await createGateway({
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
      inject: async (request) => {
        const opportunity = injectInto(parts, config, request);
        await floor.audit({ by: request.by, action: "inject", before: null, after: injectText(opportunity) });
        await writer.flush();
        if (!parts.storageWorks())
          throw new ConnectivityError("storage-away", "published, but not stored yet");
        return { opportunity, note: noteOf(opportunity) } satisfies Injected;
      },
      subscribe: (listener) => host.subscribe(listener),
      ...perimeterOf(config, log),
    }),
  );
  const port = await gateway.listen();
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

/** Ticks until the process is to end, and until what is under way then has been answered. */
function keepTime(
  options: BackendOptions,
  { host, tick, status }: Awaited<ReturnType<typeof openParts>>,
): AsyncDisposable {
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
  { journalStore, stores }: Awaited<ReturnType<typeof openParts>>,
  targetDir: string,
): Promise<BackupManifest> {
  return backupFolder({
    ...{ dataDir: config.dataDir, targetDir, takenAtMs: clock.epochMs(), version: VERSION },
    held: { "trading.db": journalStore.backup, ...stores.held },
  });
}

/** Everything that needs no venue, each part's end on the stack. */
async function openParts(options: BackendOptions, opening: AsyncDisposableStack) {
  const { config, clock, timers, log } = options;
  const accounts = opening.use(await openGuarded(config, log));
  const { stores, journalStore, watch, journalWatch } = await openBooks(options, opening);
  if (config.withoutEffect.length > 0)
    log.warning("configuration keys without effect in this build", { keys: config.withoutEffect.join(",") });
  if (config.olderNames.length > 0)
    log.warning("configuration keys by their older names", { keys: config.olderNames.join(", ") });
  const windows = { latency: samples(), sendLatency: samples(), exposureTime: samples() };
  const machine = opening.use(watchMachine(config.dataDir, timers));
  const metrics = createMetrics({
    status: () => status(),
    operations: () => readOperations({ clock, host, limits, storage, machine: machine.figures }),
    venues: ["gemini", "solana"],
    assets: config.assets.map(({ name }) => name),
  });
  const writer = opening.use(
    createOpportunityWriter({
      ...{ store: stores.opportunities, clock, timers, log, metrics },
      maxQueued: QUEUE_LIMIT,
    }),
  );
  const host = new EngineHost({
    ...{ clock, log, writer },
    onOpened(opportunity, detectionLatencyNs) {
      if (detectionLatencyNs !== null) windows.latency.add(detectionLatencyNs);
      metrics.opportunityOpened(opportunity.asset, opportunity.direction, detectionLatencyNs);
    },
  });
  const limits = await loadLimits(journalStore.settings, configuredLimits(config));
  const observeOnly = await loadObserveOnly(journalStore.settings, config.observeOnly);
  const startedNs = clock.monotonicNs();
  const storage = () => storageFigures({ watch, journalWatch, writer, floor });
  const storageWorks = () => {
    const { main, journal } = storage();
    return main && journal;
  };
  const status = () =>
    buildStatus({ config, clock, version: VERSION, startedNs, host, storageWorks, limits, ...windows });
  const thresholds = await createThresholdControl({
    settings: journalStore.settings,
    configured: config,
    apply: (inForce) =>
      host.deliver({ kind: "configure", receivedNs: clock.monotonicNs(), thresholds: inForce }),
  });
  const live = openLive({
    ...{ config, host, timers, log, limits, storageWorks, thresholds: thresholds.get, floor: () => floor },
  });
  const publishRisk = () => {
    const view = host.tradingView();
    if (view !== null) host.publish({ type: "risk", data: live.overview(view) });
  };
  const floor = opening.use(
    new TradingFloor({ ...options, ...windows, host, stores, journalStore, metrics, publishRisk }),
  );
  host.attachTrading(floor);
  opening.defer(accounts.tellAudit((entry) => floor.audit(entry), { log, timers }));
  const inventory = () => host.tradingView()?.inventory ?? [];
  opening.use(createSnapshotWriter({ store: stores.snapshots, clock, timers, log, inventory }));
  const tick = () => {
    const receivedNs = clock.monotonicNs();
    host.deliver({ kind: "tick", receivedNs, epochMs: clock.epochMs() });
    host.deliver({ kind: "storage", receivedNs, works: storageWorks() });
  };
  return {
    ...{ stores, watch, journalStore, writer, host, metrics, limits, observeOnly },
    ...{ status, thresholds, floor, storageWorks, tick },
    settings: () => buildSettings(config, { version: VERSION, thresholds: thresholds.get() }),
    ...{ access: accounts.access, ...live },
  };
}

/** Both stores, and who knows whether they work. */
async function openBooks({ config, clock, timers, log }: BackendOptions, opening: AsyncDisposableStack) {
  const stores = opening.use(await openStores(config, { clock, log }));
  const journalStore = opening.use(await openTradingStore({ dir: config.dataDir, log, clock }));
  const watch = opening.use(createStorageWatch({ check: stores.check, timers, log, everyMs: WATCH_MS }));
  // Known before anything asks: a store that is away must not look like one that works.
  await watch.now();
  opening.use(createAuditCopier({ from: journalStore, to: stores.audit, timers, log }));
  const journalWatch = opening.use(createStorageWatch({ check: journalStore.check, timers, log }));
  return { stores, journalStore, watch, journalWatch };
}

function samples(): LatencyWindow {
  return new LatencyWindow(LATENCY_SAMPLES);
}

function injectInto(
  { host }: { readonly host: EngineHost },
  config: Config,
  request: InjectRequest,
): Opportunity {
  const effects = host.deliver({
    kind: "inject",
    receivedNs: host.nowNs(),
    asset: request.asset ?? config.assets[0]?.name ?? "",
    direction: request.direction,
    spreadPct: request.spreadPct,
  });
  const refused = effects.find((effect) => effect.kind === "inject-refused");
  if (refused !== undefined) throw new InputError(refused.reason, refusalText(refused.reason, config));
  const published = effects.findLast((effect) => effect.kind === "opportunity");
  if (published === undefined)
    throw new InputError("not-ready", "cannot inject: the venues were not reached yet");
  return published.opportunity;
}

function injectText({ id, asset, direction, spreadPct }: Opportunity): string {
  return JSON.stringify({ id, asset, direction, spread_pct: formatDecimal(spreadPct, PCT_DECIMALS) });
}

function noteOf({ decision, decisionReason }: Opportunity): string {
  if (decision === "taken") return `paper trade ${decisionReason}: it touches no venue and counts in no PnL`;
  return `no trade: ${decisionReason}`;
}

function refusalText(reason: string, { assets }: Config): string {
  if (reason !== "unknown-asset") return `cannot inject: ${reason}`;
  return `asset: expected one of ${assets.map(({ name }) => name).join(", ")}`;
}
