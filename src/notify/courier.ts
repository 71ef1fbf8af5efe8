import type { Clock, Log, Random, Timers } from "#model";
import { createBackoff, pause } from "#transport";
import { SendError } from "./channel.ts";
import type { Channel } from "./channels/channel-contract.ts";
import { composeMessage, type Message, type MessageSource } from "./message.ts";
import type { Notice } from "./notice.ts";
import { NOTHING_TOLD, type PolicyRules, put, take } from "./policy.ts";

/** sent, failed: messages; dropped: notices for which there was no room or time; merged: notices told in another's message. */
export const OUTCOMES = ["sent", "failed", "dropped", "merged"] as const;
export type NotifyOutcome = (typeof OUTCOMES)[number];

export interface CourierOptions {
  readonly channel: Channel;
  readonly rules: PolicyRules;
  readonly source: MessageSource;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly onOutcome: (outcome: NotifyOutcome, count: number) => void;
}

export interface CourierReport {
  readonly sent: number;
  readonly failed: number;
  readonly lastSentMs: number | null;
  /** Null once something was sent again. */
  readonly lastError: string | null;
}

const RETRY = { minMs: 1_000, maxMs: 300_000 };
/** What could not be told in so long is told by something else, or is over. */
const GIVE_UP_AFTER_MS = 6 * 3_600_000;

/**
 * Brings one channel's messages to their receiver, one at a time and in its own time: nobody waits for it and it
 * never throws. What waits behind a failing receiver may still be cancelled or gathered.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #stop = new AbortController();
  #policy = NOTHING_TOLD;
  #underWay: Promise<void> | null = null;
  #fails = false;
  #report: CourierReport = { sent: 0, failed: 0, lastSentMs: null, lastError: null };

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  get name(): Channel["name"] {
    return this.#options.channel.name;
  }

  report(): CourierReport {
    return this.#report;
  }

  put(notices: readonly Notice[]): void {
    for (const notice of notices) {
      const { state, dropped } = put(this.#policy, notice, this.#now());
      this.#policy = state;
      if (dropped > 0) this.#options.onOutcome("dropped", dropped);
    }
    this.pump();
  }

  /** Sends what has become due; called each second, since what is held or limited falls due by itself. */
  pump(): void {
    if (this.#underWay !== null || this.#stop.signal.aborted) return;
    const { state, notices } = take(this.#policy, this.#now());
    const [first, ...rest] = notices;
    if (first === undefined) return;
    this.#policy = state;
    if (rest.length > 0) this.#options.onOutcome("merged", rest.length);
    this.#underWay = this.#deliver(composeMessage([first, ...rest], this.#options.source)).then(() => {
      this.#underWay = null;
      this.pump();
    });
  }

  /** Sends what is left for at most so long; what was not sent by then counts as dropped. */
  async close(withinMs: number): Promise<void> {
    const { timers, onOutcome } = this.#options;
    const cancel = timers.after(withinMs, () => this.#stop.abort());
    this.pump();
    // A receiver that fails would be waited for in vain, but the attempt that is under way may still succeed.
    while (this.#underWay !== null) await this.#underWay;
    cancel();
    this.#stop.abort();
    if (this.#policy.waiting.length > 0) onOutcome("dropped", this.#policy.waiting.length);
    this.#policy = NOTHING_TOLD;
  }

  #now() {
    return { rules: this.#options.rules, nowMs: this.#options.clock.monotonicNs() / 1e6 };
  }

  async #deliver(message: Message): Promise<void> {
    const { channel, timers, random, clock } = this.#options;
    const backoff = createBackoff(RETRY, random);
    const { signal } = this.#stop;
    const endNs = clock.monotonicNs() + GIVE_UP_AFTER_MS * 1e6;
    for (;;) {
      const error = await channel.send(message, signal).then(() => null, asSendError);
      if (error === null) return this.#sent();
      this.#tell(error);
      if (error.isFinal || signal.aborted || clock.monotonicNs() >= endNs) return this.#lost();
      await pause(Math.max(backoff.nextMs(), error.retryAfterMs ?? 0), timers, signal);
      if (signal.aborted) return this.#lost();
    }
  }

  #sent(): void {
    const { log, clock, onOutcome } = this.#options;
    if (this.#fails) log.info("Notifications reach their receiver again", { channel: this.name });
    this.#fails = false;
    this.#report = {
      ...this.#report,
      ...{ sent: this.#report.sent + 1, lastSentMs: clock.epochMs(), lastError: null },
    };
    onOutcome("sent", 1);
  }

  /** Said once for as long as it lasts. */
  #tell({ message }: SendError): void {
    if (!this.#fails)
      this.#options.log.warning("Notifications do not reach their receiver", {
        ...{ channel: this.name, reason: message },
      });
    this.#fails = true;
    this.#report = { ...this.#report, lastError: message };
  }

  #lost(): void {
    this.#report = { ...this.#report, failed: this.#report.failed + 1 };
    this.#options.onOutcome("failed", 1);
  }
}

function asSendError(error: unknown): SendError {
  return error instanceof SendError ? error : new SendError("the message could not be made");
}
