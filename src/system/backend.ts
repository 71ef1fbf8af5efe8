import { createGateway, createMetrics, type InjectRequest } from "#gateway";
import { createThresholdControl } from "#ledger";
import { type Clock, ConnectivityError, InputError, type Opportunity } from "#model";
import { createOpportunityWriter, createStorageWatch, openSqlite } from "#storage";
import type { BackendOptions } from "./backend-options.ts";
import type { Config } from "./config.ts";
import { EngineHost } from "./engine-host.ts";
import { httpUrl } from "./http-url.ts";
import { LatencyWindow } from "./latency-window.ts";
import { openMarket } from "./open-market.ts";
import { buildStatus } from "./status.ts";
import { VERSION } from "./version.ts";

export interface Backend extends AsyncDisposable {
  /** Where the API listens. */
  readonly apiUrl: string;
}

const LATENCY_SAMPLES = 4_096;
const TICK_MS = 100;

/**
 * Storage, gateway, venues and engine, started in that order so that the API answers while the venues
 * are still being reached, and stopped in the reverse order.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { config, clock, timers, log } = options;
  await using opening = new AsyncDisposableStack();
  const stores = opening.use(await openSqlite({ dir: config.dataDir, log, clock }));
  if (config.withoutEffect.length > 0)
    log.warning("configuration keys without effect in this build", { keys: config.withoutEffect.join(",") });
  const watch = opening.use(createStorageWatch({ check: stores.check, timers, log }));
  const latency = new LatencyWindow(LATENCY_SAMPLES);
  const metrics = createMetrics({
    status: () => status(),
    venues: ["gemini", "solana"],
    assets: config.assets.map(({ name }) => name),
  });
  const writer = opening.use(
    createOpportunityWriter({ store: stores.opportunities, clock, timers, log, metrics }),
  );
  const host = new EngineHost({
    clock,
    log,
    writer,
    onOpened(opportunity, detectionLatencyNs) {
      if (detectionLatencyNs !== null) latency.add(detectionLatencyNs);
      metrics.opportunityOpened(opportunity.asset, opportunity.direction, detectionLatencyNs);
    },
  });
  const startedNs = clock.monotonicNs();
  const storageWorks = () => watch.works() && !writer.stats().failing;
  const status = () =>
    buildStatus({ config, clock, version: VERSION, startedNs, host, latency, storageWorks });
  const thresholds = await createThresholdControl({
    settings: stores.settings,
    configured: config,
    apply: (inForce) =>
      host.deliver({ kind: "configure", receivedNs: clock.monotonicNs(), thresholds: inForce }),
  });
  const gateway = opening.use(
    await createGateway({
      ...{ mode: config.mode, version: VERSION, clock, timers, log, metrics, status, thresholds },
      store: stores.opportunities,
      inject: async (request) => {
        const opportunity = injectInto(host, config, clock, request);
        await writer.flush();
        if (!storageWorks()) throw new ConnectivityError("storage-away", "published, but not stored yet");
        return opportunity;
      },
      limits: {
        maxPositionUsd: config.maxPositionUsd,
        dailyLossLimitUsd: config.dailyLossLimitUsd,
        stalenessThresholdSec: config.stalenessMs / 1000,
      },
      subscribe: (listener) => host.subscribe(listener),
      host: config.host,
      port: config.port,
      allowedOrigins: config.allowedOrigins,
    }),
  );
  const port = await gateway.listen();
  opening.use(await openMarket({ ...options, host, thresholds: thresholds.get, stores }));
  opening.defer(timers.every(TICK_MS, () => host.deliver({ kind: "tick", receivedNs: clock.monotonicNs() })));
  const running = opening.move();
  return { apiUrl: httpUrl(config.host, port), [Symbol.asyncDispose]: () => running.disposeAsync() };
}

function injectInto(host: EngineHost, config: Config, clock: Clock, request: InjectRequest): Opportunity {
  const effects = host.deliver({
    kind: "inject",
    receivedNs: clock.monotonicNs(),
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

function refusalText(reason: string, { assets }: Config): string {
  if (reason !== "unknown-asset") return `cannot inject: ${reason}`;
  return `asset: expected one of ${assets.map(({ name }) => name).join(", ")}`;
}
