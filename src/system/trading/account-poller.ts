import type { EngineEvent } from "#engine";
import {
  type Clock,
  type FeeTier,
  type Log,
  TandemError,
  type Timers,
  type VenueAccount,
  type VenueName,
} from "#model";

export interface AccountPollerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly deliver: (event: EngineEvent) => void;
  readonly read: Readonly<Record<VenueName, () => Promise<VenueAccount>>>;
  /** Null where there is no account that has a tier. */
  readonly readFeeTiers: (() => Promise<readonly FeeTier[]>) | null;
  readonly everyMs?: number;
  readonly soonMs?: number;
}

const EVERY_MS = 30_000;
const SOON_MS = 1_500;
const TIERS_EVERY_MS = 600_000;
const RETRY_MS = 3_000;

/** Reads balances and fee tiers again and again, sooner where trading asks for them. One request a venue at a time. */
export class AccountPoller implements Disposable {
  readonly #options: AccountPollerOptions;
  readonly #cancels = new Map<string, () => void>();
  readonly #running = new Set<string>();
  readonly #wanted = new Set<VenueName>();
  /** What a venue last said instead of its balances; for the status. */
  readonly errors = new Map<VenueName, string>();
  /** What was read at least once. */
  readonly answered = new Set<VenueName | "tiers">();
  /** What was said last instead of the fee tiers; null where they were read. */
  tiersError: string | null = null;
  #disposed = false;

  constructor(options: AccountPollerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#arm("gemini", 0, () => this.#account("gemini"));
    this.#arm("solana", 0, () => this.#account("solana"));
    if (this.#options.readFeeTiers !== null) this.#arm("tiers", 0, () => this.#tiers());
  }

  soon(venue: VenueName): void {
    // Asked for while it is being read: the answer may be older than the wish.
    if (this.#running.has(venue)) this.#wanted.add(venue);
    else this.#arm(venue, this.#soonMs, () => this.#account(venue));
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    for (const cancel of this.#cancels.values()) cancel();
  }

  #arm(what: string, ms: number, task: () => Promise<void>): void {
    if (this.#disposed) return;
    this.#cancels.get(what)?.();
    this.#cancels.set(
      what,
      this.#options.timers.after(ms, () => {
        this.#running.add(what);
        void task().finally(() => this.#running.delete(what));
      }),
    );
  }

  async #account(venue: VenueName): Promise<void> {
    const { read, deliver, clock, everyMs = EVERY_MS } = this.#options;
    let nextMs = everyMs;
    try {
      const account = await read[venue]();
      this.errors.delete(venue);
      this.answered.add(venue);
      if (!this.#disposed) deliver({ kind: "account", receivedNs: clock.monotonicNs(), account });
    } catch (error) {
      nextMs = RETRY_MS;
      this.#failed(venue, error);
    }
    const soon = this.#wanted.delete(venue);
    this.#arm(venue, soon ? Math.min(nextMs, this.#soonMs) : nextMs, () => this.#account(venue));
  }

  get #soonMs(): number {
    return this.#options.soonMs ?? SOON_MS;
  }

  async #tiers(): Promise<void> {
    const { readFeeTiers, deliver, clock } = this.#options;
    let nextMs = TIERS_EVERY_MS;
    try {
      const tiers = (await readFeeTiers?.()) ?? [];
      this.tiersError = null;
      this.answered.add("tiers");
      if (!this.#disposed) deliver({ kind: "fee-tiers", receivedNs: clock.monotonicNs(), tiers });
    } catch (error) {
      nextMs = RETRY_MS;
      this.tiersError = text(error);
      this.#options.log.warning("Gemini fee tier was not read", { reason: this.tiersError });
    }
    this.#arm("tiers", nextMs, () => this.#tiers());
  }

  /** Told once for each new reason, and again only when it changes. */
  #failed(venue: VenueName, error: unknown): void {
    const reason = text(error);
    if (this.errors.get(venue) === reason || this.#disposed) return;
    this.errors.set(venue, reason);
    this.#options.log.warning(`${venue === "gemini" ? "Gemini" : "Solana"} account was not read`, { reason });
  }
}

function text(error: unknown): string {
  if (error instanceof TandemError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
