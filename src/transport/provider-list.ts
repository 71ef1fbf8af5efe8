import { type Clock, ConfigError, type Random } from "#model";
import { redactUrl } from "./redact.ts";

/** What a status may show of one provider; the address is without path and query, where keys live. */
export interface ProviderHealth {
  readonly name: string;
  readonly failuresInRow: number;
  readonly calls: number;
  readonly failures: number;
  readonly rateLimited: number;
  /** Milliseconds until it is asked again, 0 when it may be asked now. */
  readonly blockedForMs: number;
}

export interface Provider {
  readonly url: string;
  readonly name: string;
  failuresInRow: number;
  calls: number;
  failures: number;
  rateLimited: number;
  blockedUntilMs: number;
}

const BACKOFF_MIN_MS = 200;
const BACKOFF_MAX_MS = 2_500;

/**
 * Several addresses of the same service in the operator's order of preference. A provider that failed
 * rests for a jittered, doubling time; the first one that does not rest is asked.
 */
export class ProviderList {
  #all: readonly Provider[];
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(urls: readonly string[], clock: Clock, random: Random) {
    if (urls.length === 0) throw new ConfigError("no-provider", "no RPC address is configured");
    this.#clock = clock;
    this.#random = random;
    this.#all = urls.map(newProvider);
  }

  get all(): readonly Provider[] {
    return this.#all;
  }

  /**
   * Puts other addresses in the places of these; a provider whose address stays keeps its record. What is under way is
   * still answered by the old ones. Throws ConfigError where whyNotReplaced gives a reason.
   */
  replace(urls: readonly string[]): void {
    const current = this.#all.map(({ url }) => url);
    const reason = whyNotReplaced(current, urls);
    if (reason !== null) throw new ConfigError("provider-places", reason);
    this.#all = urls.map((url, place) => {
      const known = this.#all[place];
      return known?.url === url ? known : newProvider(url);
    });
  }

  /** The most preferred provider that is free, or else the one that will be free first. */
  pick(): Provider {
    const nowMs = this.nowMs();
    let best: Provider | undefined;
    for (const provider of this.#all) {
      if (provider.blockedUntilMs <= nowMs) return provider;
      if (best === undefined || provider.blockedUntilMs < best.blockedUntilMs) best = provider;
    }
    if (best === undefined) throw new ConfigError("no-provider", "no RPC address is configured");
    return best;
  }

  succeeded(provider: Provider): void {
    provider.failuresInRow = 0;
    provider.blockedUntilMs = 0;
  }

  /** Rests the provider: at least `atLeastMs` (what a Retry-After asked for), plus jittered back-off. */
  failed(provider: Provider, atLeastMs: number): void {
    provider.failures += 1;
    provider.failuresInRow += 1;
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(provider.failuresInRow - 1, 10));
    this.rest(provider, atLeastMs + this.#random() * ceiling);
  }

  rest(provider: Provider, forMs: number): void {
    provider.blockedUntilMs = Math.max(provider.blockedUntilMs, this.nowMs() + forMs);
  }

  /** Milliseconds until this provider may be asked. */
  waitMs(provider: Provider): number {
    return Math.max(0, provider.blockedUntilMs - this.nowMs());
  }

  health(): readonly ProviderHealth[] {
    return this.#all.map((provider) => ({
      name: provider.name,
      failuresInRow: provider.failuresInRow,
      calls: provider.calls,
      failures: provider.failures,
      rateLimited: provider.rateLimited,
      blockedForMs: this.waitMs(provider),
    }));
  }

  nowMs(): number {
    return this.#clock.monotonicNs() / 1e6;
  }
}

/**
 * Why one list of addresses cannot take another's place while calls are under way; null where it can. Callers know a
 * provider by its place and count what different ones say, so that none may appear twice or move.
 */
export function whyNotReplaced(current: readonly string[], next: readonly string[]): string | null {
  if (next.length !== current.length) return "another number of addresses";
  if (new Set(next).size !== new Set(current).size) return "the same address more than once";
  const moved = next.some((url, place) => current.includes(url) && current[place] !== url);
  return moved ? "addresses in another order" : null;
}

function newProvider(url: string): Provider {
  return {
    url,
    name: redactUrl(url),
    failuresInRow: 0,
    calls: 0,
    failures: 0,
    rateLimited: 0,
    blockedUntilMs: 0,
  };
}
