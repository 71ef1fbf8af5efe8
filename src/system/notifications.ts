import type { TradingView } from "#engine";
import type { Metrics } from "#gateway";
import { AMOUNT_DECIMALS, formatDecimal } from "#model";
import {
  CHANNELS,
  createNotifier,
  type Facts,
  type Notifier,
  openChannels,
  type TradingFacts,
} from "#notify";
import { scopeText } from "#risk";
import type { Settings } from "#wire";
import type { BackendOptions } from "./backend-options.ts";
import type { Config } from "./config.ts";
import type { EngineHost } from "./engine-host.ts";

export interface NotificationsOptions
  extends Pick<BackendOptions, "config" | "clock" | "timers" | "random" | "log"> {
  readonly metrics: Metrics;
}

/** What there is to look at, once it was opened. */
export interface Watched {
  readonly host: EngineHost;
  readonly storageWorks: () => boolean;
}

export interface Notifications extends AsyncDisposable {
  /** Tells of the start and looks each second. What is returned tells of the end and looks no more, without waiting. */
  watch(watched: Watched): Disposable;
  view(): Settings["notifications"];
}

const LOOK_MS = 1_000;
/** An orderly stop has six seconds for everything. */
const CLOSE_WITHIN_MS = 2_000;

/** The people that the configuration names, told of what happens here. Nothing here waits for a receiver. */
export function openNotifications(options: NotificationsOptions): Notifications {
  const { config, clock, timers, metrics } = options;
  const { targets, minSeverity, maxPerMin, consoleUrl } = config.notify;
  const channels = openChannels(targets, { clock, timers, fetch: globalThis.fetch });
  const notifier = createNotifier({
    ...{ channels, clock, timers, random: options.random, log: options.log },
    ...{ rules: { minSeverity, maxPerMin }, source: { mode: config.mode, consoleUrl } },
    onOutcome: (channel, outcome, count) => metrics.notified(channel, outcome, count),
  });
  return {
    watch(watched) {
      if (channels.length === 0) return { [Symbol.dispose]: () => {} };
      notifier.started();
      const stop = timers.every(LOOK_MS, () => notifier.look(factsOf(watched, options)));
      return {
        [Symbol.dispose]() {
          stop();
          notifier.stopping();
        },
      };
    },
    view: () => viewNotifications(config, notifier),
    [Symbol.asyncDispose]: () => notifier.close(CLOSE_WITHIN_MS),
  };
}

function factsOf(
  { host, storageWorks }: Watched,
  { config, clock }: Pick<NotificationsOptions, "config" | "clock">,
): Facts {
  const view = host.tradingView();
  const staleNs = (view?.risk.limits.stalenessMs ?? config.stalenessMs) * 1e6;
  const venues = host.view()?.venues ?? [];
  return {
    trading: view === null ? null : tradingFacts(host, view),
    storageWorks: storageWorks(),
    venues: (["gemini", "solana"] as const).map((venue) => {
      const seen = venues.find((one) => one.venue === venue);
      const lastNs = seen?.lastLivenessNs ?? null;
      const speaks = seen?.connected === true && lastNs !== null && clock.monotonicNs() - lastNs <= staleNs;
      return { venue, speaks };
    }),
  };
}

/** An injected trade touches no venue, so nobody is woken for it. */
function tradingFacts(host: EngineHost, { risk, openTrades }: TradingView): TradingFacts {
  const open = openTrades === 0 ? [] : host.openTrades();
  return {
    pauses: risk.pauses.map(({ scope, ...pause }) => ({ ...pause, scope: scopeText(scope) })),
    openTrades: open
      .filter(({ record }) => !record.isInjected)
      .map(({ record, phase }) => ({
        ...{ id: record.id, asset: record.asset, isStranded: phase === "stranded" },
        ...{ reason: record.statusReason, residual: formatDecimal(record.residual, AMOUNT_DECIMALS) },
      })),
    ...{ observeOnly: risk.observeOnly, day: risk.day, dailyPnlUsd: risk.dailyPnlUsd },
    dailyLossLimitUsd: risk.limits.dailyLossLimitUsd,
  };
}

function viewNotifications({ notify }: Config, notifier: Notifier): Settings["notifications"] {
  return {
    min_severity: notify.minSeverity,
    channels: CHANNELS.map((channel) => {
      const report = notifier.report(channel);
      const lastSentMs = report?.lastSentMs ?? null;
      return {
        ...{ channel, configured: report !== null, sent: report?.sent ?? 0, failed: report?.failed ?? 0 },
        last_sent_at: lastSentMs === null ? null : new Date(lastSentMs).toISOString(),
        last_error: report?.lastError ?? null,
      };
    }),
  };
}
