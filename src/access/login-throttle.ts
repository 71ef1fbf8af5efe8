import type { Clock } from "#model";

interface Allowance {
  /** So many failures in a row cost nothing. */
  readonly burst: number;
  /** After them one more for each of these. */
  readonly refillMs: number;
}

/**
 * By address it stops one who tries many names, by name many who try one. A name's allowance comes back soon: a
 * stranger can delay its owner, but never lock him out for long.
 */
const BY_ADDRESS: Allowance = { burst: 10, refillMs: 15_000 };
const BY_NAME: Allowance = { burst: 10, refillMs: 10_000 };
const REMEMBERED = 10_000;

export interface LoginThrottle {
  /** Counts an attempt; null where it may be made, else in how many ms the next one may. */
  attempt(address: string, name: string): number | null;
  /** It was the right password: the attempt costs nothing, and the name's count begins anew. */
  succeeded(address: string, name: string): void;
}

/** Counts before the password is looked at, so that many attempts at once are no way around it. */
export function createLoginThrottle(clock: Clock): LoginThrottle {
  const addresses = createBuckets(BY_ADDRESS, clock);
  const names = createBuckets(BY_NAME, clock);
  return {
    attempt(address, name) {
      const [from, to] = [networkOf(address), name.slice(0, 64)];
      const waitMs = Math.max(addresses.waitMs(from), names.waitMs(to));
      if (waitMs > 0) return waitMs;
      addresses.take(from);
      names.take(to);
      return null;
    },
    succeeded(address, name) {
      addresses.giveBack(networkOf(address));
      names.forget(name.slice(0, 64));
    },
  };
}

/** Buckets that fill by themselves: kept as the moment at which each would be full again. */
function createBuckets({ burst, refillMs }: Allowance, clock: Clock) {
  const fullAtMs = new Map<string, number>();
  const nowMs = () => clock.monotonicNs() / 1e6;
  const put = (key: string, ms: number) => {
    fullAtMs.delete(key);
    const [oldest] = fullAtMs.keys();
    if (fullAtMs.size >= REMEMBERED && oldest !== undefined) fullAtMs.delete(oldest);
    if (ms > nowMs()) fullAtMs.set(key, ms);
  };
  return {
    waitMs: (key: string) => Math.max(0, (fullAtMs.get(key) ?? 0) - nowMs() - (burst - 1) * refillMs),
    take: (key: string) => put(key, Math.max(fullAtMs.get(key) ?? 0, nowMs()) + refillMs),
    giveBack: (key: string) => put(key, (fullAtMs.get(key) ?? 0) - refillMs),
    forget: (key: string) => void fullAtMs.delete(key),
  };
}

/** Whoever has one IPv6 address has the 2^64 of its network. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail = ""] = plain.split("::", 2);
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}
