import type { Timers } from "#model";
import { type ProviderAnswer, type ProviderCalls, pause } from "#transport";
import { sentSignature } from "./messages.ts";
import type { Pursuit } from "./pursuit.ts";
import type { TradeCounters } from "./trade-counters.ts";

export interface SenderParts {
  readonly calls: ProviderCalls;
  readonly timers: Timers;
  readonly resendMs: number;
  readonly signal: AbortSignal;
  readonly counters: TradeCounters;
}

/** What some nodes answer to bytes that have landed already. */
const ALREADY_PROCESSED = /already (been )?processed/i;

/** Sends the same bytes to every provider, and again, until there is evidence that they are in a block. */
export class Sender {
  readonly #parts: SenderParts;
  /** One loop for each swap, so that asking twice does not double the pace. */
  readonly #loops = new Map<Pursuit, Promise<void>>();
  readonly #inFlight = new Set<Promise<void>>();

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** The first round leaves in this turn. */
  start(pursuit: Pursuit): void {
    if (!this.#loops.has(pursuit)) this.#loops.set(pursuit, this.#loop(pursuit));
  }

  /** Resolves once nothing is under way any more; the signal has to be aborted before. */
  async settled(): Promise<void> {
    await Promise.all([...this.#loops.values(), ...this.#inFlight]);
  }

  /** A round does not wait for the one before: a provider that hangs must not keep the bytes from others. */
  async #loop(pursuit: Pursuit): Promise<void> {
    const { timers, resendMs, signal } = this.#parts;
    while (pursuit.isOpen && !signal.aborted) {
      if (pursuit.wantsSending) this.#track(this.#sendToAll(pursuit));
      await pause(resendMs, timers, signal);
    }
    this.#loops.delete(pursuit);
  }

  #track(round: Promise<void>): void {
    const tracked = round.finally(() => this.#inFlight.delete(tracked));
    this.#inFlight.add(tracked);
  }

  async #sendToAll(pursuit: Pursuit): Promise<void> {
    const { calls, counters } = this.#parts;
    counters.sendRounds += 1;
    const reasons = await Promise.all(calls.names.map((_, provider) => this.#sendTo(provider, pursuit)));
    const lost = reasons.filter((reason) => reason !== null);
    if (lost.length === reasons.length && !this.#parts.signal.aborted) {
      pursuit.unanswered(lost.join("; "));
    }
  }

  /** Resolves to null where the provider took it, else to what it said instead. */
  async #sendTo(provider: number, pursuit: Pursuit): Promise<string | null> {
    const { calls, counters, signal } = this.#parts;
    const { wire, signature } = pursuit.intent.signed;
    const config = { encoding: "base64", skipPreflight: true, maxRetries: 0 };
    const answer = await calls.ask(provider, "sendTransaction", [wire, config], sentSignature, { signal });
    const reason = refusalOf(answer, signature);
    if (reason === null) pursuit.accepted(calls.names[provider] ?? "");
    counters[reason === null ? "sendsAccepted" : "sendsFailed"] += 1;
    return reason;
  }
}

/** None of these is an end: a provider that answers no may have passed the bytes on. */
function refusalOf(answer: ProviderAnswer<string>, signature: string): string | null {
  if (answer.kind === "answered") {
    return answer.value === signature ? null : "the provider answered with another signature";
  }
  const { message } = answer.error;
  return answer.kind === "rejected" && ALREADY_PROCESSED.test(message) ? null : message;
}
