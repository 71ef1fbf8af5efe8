import type { Clock, Log, Random, Timers } from "#model";
import type { ChannelName } from "./channel.ts";
import type { Channel } from "./channels/channel-contract.ts";
import { Courier, type CourierReport, type NotifyOutcome } from "./courier.ts";
import type { Facts } from "./facts.ts";
import type { MessageSource } from "./message.ts";
import type { Moment, Notice } from "./notice.ts";
import type { PolicyRules } from "./policy.ts";
import { startedNotice, stoppingNotice } from "./watch/life.ts";
import { nothingSeen, type Seen, watch } from "./watch/watch.ts";

export interface NotifierOptions {
  readonly channels: readonly Channel[];
  readonly rules: PolicyRules;
  readonly source: MessageSource;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly onOutcome: (channel: ChannelName, outcome: NotifyOutcome, count: number) => void;
}

/** Tells people what they should know, over every channel that is configured. Never throws, never waits. */
export interface Notifier {
  started(): void;
  /** Called each second with what is so then. */
  look(facts: Facts): void;
  stopping(): void;
  report(channel: ChannelName): CourierReport | null;
  /** Ends it, after at most so long for what is still to be sent. */
  close(withinMs: number): Promise<void>;
}

export function createNotifier(options: NotifierOptions): Notifier {
  const { clock, channels, source, onOutcome, ...shared } = options;
  const isLive = source.mode === "live";
  const couriers = channels.map(
    (channel) =>
      new Courier({
        ...{ ...shared, clock, source, channel },
        onOutcome: (outcome, count) => onOutcome(channel.name, outcome, count),
      }),
  );
  const now = (): Moment => ({ epochMs: clock.epochMs(), elapsedMs: clock.monotonicNs() / 1e6 });
  let seen: Seen = nothingSeen({ isLive, startedMs: clock.epochMs() });
  const tell = (notices: readonly Notice[]) => {
    for (const courier of couriers) courier.put(notices);
  };
  return {
    started: () => tell([startedNotice({ isLive, now: now() })]),
    look(facts) {
      const step = watch(seen, facts, now());
      seen = step.seen;
      tell(step.notices);
    },
    stopping: () => tell([stoppingNotice({ isLive, now: now() })]),
    report: (name) => couriers.find((courier) => courier.name === name)?.report() ?? null,
    async close(withinMs) {
      await Promise.all(couriers.map((courier) => courier.close(withinMs)));
    },
  };
}
