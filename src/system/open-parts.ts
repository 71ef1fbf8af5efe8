import { createMetrics } from "#gateway";
import { createThresholdControl } from "#ledger";
import type { Log } from "#model";
import {
  createAuditCopier,
  createOpportunityWriter,
  createSnapshotWriter,
  createStorageWatch,
  openTradingStore,
} from "#storage";
import { openGuarded } from "./access/open-guarded.ts";
import type { BackendOptions } from "./backend-options.ts";
import { type Config, configuredLimits } from "./config.ts";
import { EngineHost } from "./engine-host.ts";
import { LatencyWindow } from "./latency-window.ts";
import { openLive } from "./live/open-live.ts";
import { watchMachine } from "./machine.ts";
import { openNotifications } from "./notifications.ts";
import { openStores } from "./open-stores.ts";
import { readOperations } from "./operations.ts";
import { buildSettings } from "./settings.ts";
import { buildStatus } from "./status.ts";
import { QUEUE_LIMIT, storageFigures } from "./storage-figures.ts";
import { loadLimits } from "./trading/limits-control.ts";
import { loadObserveOnly } from "./trading/observe-only.ts";
import { TradingFloor } from "./trading/trading-floor.ts";
import { VERSION } from "./version.ts";

const LATENCY_SAMPLES = 4_096;
/** What happens while the main store is away waits in memory, so it is noticed soon even in a quiet market. */
const WATCH_MS = 2_000;

export type Parts = Awaited<ReturnType<typeof openParts>>;

/** Everything that needs no venue, each part's end on the stack. */
export async function openParts(options: BackendOptions, opening: AsyncDisposableStack) {
  const { config, clock, timers, log } = options;
  const accounts = opening.use(await openGuarded(config, log));
  const { stores, journalStore, watch, journalWatch } = await openBooks(options, opening);
  warnOfKeys(config, log);
  const windows = { latency: samples(), sendLatency: samples(), exposureTime: samples() };
  const machine = opening.use(watchMachine(config.dataDir, timers));
  const metrics = createMetrics({
    status: () => status(),
    operations: () => readOperations({ clock, host, limits, storage, machine: machine.figures }),
    venues: ["gemini", "solana"],
    assets: config.assets.map(({ name }) => name),
  });
  // Opened early, so closed late: its last words have the time that everything else takes to end.
  const notifications = opening.use(openNotifications({ ...options, metrics }));
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
    ...{ status, thresholds, floor, storageWorks, tick, notifications },
    settings: () => {
      const inForce = { thresholds: thresholds.get(), notifications: notifications.view() };
      return buildSettings(config, { version: VERSION, ...inForce });
    },
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

function warnOfKeys({ withoutEffect, olderNames }: Config, log: Log): void {
  if (withoutEffect.length > 0)
    log.warning("configuration keys without effect in this build", { keys: withoutEffect.join(",") });
  if (olderNames.length > 0)
    log.warning("configuration keys by their older names", { keys: olderNames.join(", ") });
}

function samples(): LatencyWindow {
  return new LatencyWindow(LATENCY_SAMPLES);
}
