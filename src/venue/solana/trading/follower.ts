import type { Timers } from "#model";
import { type ProviderCalls, pause } from "#transport";
import type { ThrottledLog } from "../throttled-log.ts";
import type { LandingOf } from "./landing.ts";
import { epochInfo, signatureStatuses } from "./messages.ts";
import type { Commitment, FinalizedPoint, Pursuit, Step } from "./pursuit.ts";
import { createRecords, type Records } from "./records.ts";
import type { TradeCounters } from "./trade-counters.ts";

export interface FollowerParts {
  readonly calls: ProviderCalls;
  readonly timers: Timers;
  readonly pollMs: number;
  readonly signal: AbortSignal;
  readonly warnings: ThrottledLog;
  readonly counters: TradeCounters;
  /** Estimated block height now; null where unknown. */
  readonly height: () => number | null;
}

interface Followed {
  readonly pursuit: Pursuit;
  readonly of: LandingOf;
}

/** A node takes so many signatures in one call. */
const MAX_SIGNATURES = 256;

/**
 * Asks every provider for evidence of all open swaps until each is settled. Providers are asked apart from
 * each other, so that one which hangs delays nobody, and each answer is judged by its own slot.
 */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #records: Records;
  readonly #open = new Map<string, Followed>();
  readonly #loops = new Map<number, Promise<void>>();
  readonly #reading = new Map<string, Promise<void>>();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    const onRead = (): void => {
      parts.counters.recordReads += 1;
    };
    this.#records = createRecords({ ...parts, onRead });
  }

  get openCount(): number {
    return this.#open.size;
  }

  add(pursuit: Pursuit, of: LandingOf): void {
    this.#open.set(of.signature, { pursuit, of });
    this.#parts.calls.names.forEach((_, provider) => {
      if (!this.#loops.has(provider)) this.#loops.set(provider, this.#loop(provider));
    });
  }

  /** A provider notified of this signature; no evidence, but a reason to look at once. */
  hint(signature: string): void {
    const followed = this.#open.get(signature);
    if (followed?.pursuit.trustsHints === true) void this.#read(followed, "confirmed", null);
  }

  /** Resolves once nothing is under way any more; the signal has to be aborted before. */
  async settled(): Promise<void> {
    await Promise.all([...this.#loops.values(), ...this.#reading.values()]);
  }

  async #loop(provider: number): Promise<void> {
    const { timers, pollMs, signal } = this.#parts;
    while (!signal.aborted) {
      this.#forgetSettled();
      if (this.#open.size === 0) break;
      await this.#look(provider);
      await pause(pollMs, timers, signal);
    }
    this.#loops.delete(provider);
  }

  #forgetSettled(): void {
    for (const [signature, { pursuit }] of this.#open) {
      if (!pursuit.isOpen) this.#open.delete(signature);
    }
  }

  /** The finalized point first: only a status asked for after it can prove that nothing came of a swap. */
  async #look(provider: number): Promise<void> {
    const finalized = this.#mayBeOver() ? await this.#finalizedAt(provider) : null;
    const open = [...this.#open.values()];
    for (let at = 0; at < open.length; at += MAX_SIGNATURES) {
      await this.#lookAt(provider, open.slice(at, at + MAX_SIGNATURES), finalized);
    }
  }

  async #lookAt(
    provider: number,
    followed: readonly Followed[],
    finalized: FinalizedPoint | null,
  ): Promise<void> {
    const { calls, signal, counters, warnings } = this.#parts;
    const params = [followed.map(({ of }) => of.signature), { searchTransactionHistory: true }];
    const answer = await calls.ask(provider, "getSignatureStatuses", params, signatureStatuses, { signal });
    if (answer.kind !== "answered" || answer.value.value.length !== followed.length) {
      counters.statusReadsFailed += 1;
      const reason = answer.kind === "answered" ? "statuses are missing" : answer.error.message;
      if (!signal.aborted) warnings.warning("Solana status read failed", { reason });
      return;
    }
    counters.statusReads += 1;
    const { context, value } = answer.value;
    const steps = followed.map((one, i) => {
      const seen = { contextSlot: context.slot, status: value[i] ?? null, finalized };
      return this.#take(provider, one, one.pursuit.onStatus(seen));
    });
    await Promise.all(steps);
  }

  async #take(provider: number, followed: Followed, step: Step): Promise<void> {
    if (step.kind === "read") return this.#read(followed, step.commitment, step.slot);
    if (step.kind === "none") return;
    const found = await this.#records.findAt(provider, followed.of, "finalized");
    if (found === undefined || this.#parts.signal.aborted) return;
    if (found === null) followed.pursuit.onAbsent(provider, step.contextSlot, step.finalized);
    else followed.pursuit.onLanding("finalized", found);
  }

  /** One reading of a record at a time; the next look asks again where it came to nothing. */
  async #read(followed: Followed, commitment: Commitment, slot: number | null): Promise<void> {
    const { signature } = followed.of;
    if (this.#reading.has(signature)) return;
    const reading = this.#records.find(followed.of, commitment, slot).then((landing) => {
      this.#reading.delete(signature);
      if (landing !== null && !this.#parts.signal.aborted) followed.pursuit.onLanding(commitment, landing);
    });
    this.#reading.set(signature, reading);
    await reading;
  }

  #mayBeOver(): boolean {
    const height = this.#parts.height();
    return [...this.#open.values()].some(
      ({ pursuit }) => height === null || height >= pursuit.intent.signed.lastValidBlockHeight,
    );
  }

  async #finalizedAt(provider: number): Promise<FinalizedPoint | null> {
    const { calls, signal } = this.#parts;
    // getEpochInfo, not getBlockHeight: it says the height and the slot of the same block.
    const params = [{ commitment: "finalized" }];
    const answer = await calls.ask(provider, "getEpochInfo", params, epochInfo, { signal });
    if (answer.kind !== "answered") return null;
    return { slot: answer.value.absoluteSlot, height: answer.value.blockHeight };
  }
}
