import { createHash } from "node:crypto";

export type Role = "Trader" | "Auditor";
/** Whose money a key moves: that of the account that clients trade on, or of somebody else's. */
export type Owner = "own" | "stranger";

/** How the key was made at the venue. */
export interface ApiKeySpec {
  /** `account-...`; what the client sends as X-GEMINI-APIKEY. */
  readonly key: string;
  readonly secret: string;
  readonly role: Role;
  /** "time": Unix seconds within 30 s of the venue's clock. "incremental": rising numbers of any size. */
  readonly nonceMode: "time" | "incremental";
  /** Without an authenticated call for 30 s all orders of the key are cancelled. */
  readonly requiresHeartbeat: boolean;
  /** "own" where left out. */
  readonly owner?: Owner;
}

/** A key in use. */
export interface ApiKey extends ApiKeySpec {
  /** The last nonce of an incremental key. */
  lastNonce: number;
  /** When it last signed anything (ms since 1970); 0 before the first time. */
  lastSeenMs: number;
}

export interface KeyPair {
  readonly key: string;
  readonly secret: string;
}

/** The keys that every stand-in of a seed knows. */
export interface StandInKeys {
  /** For trading: time-based nonces, no heartbeat. */
  readonly trader: KeyPair;
  /** May read, may not trade. */
  readonly auditor: KeyPair;
  /** A trader whose nonces must rise; the socket refuses it. */
  readonly incremental: KeyPair;
  /** A trader whose orders die without a sign of life. */
  readonly heartbeat: KeyPair;
  /** A second trader of the same account, for who changes keys. */
  readonly successor: KeyPair;
  /** A trader of another account. */
  readonly stranger: KeyPair;
}

/** Derives a pair from seed and name, so that `--seed` alone decides what a client must be configured with. */
function derive(seed: number, name: string): KeyPair {
  const text = (part: string): string =>
    createHash("sha384").update(`gemini stand-in:${seed}:${name}:${part}`).digest("base64url");
  return {
    key: `account-${text("key").replace(/[-_]/g, "").slice(0, 20)}`,
    secret: text("secret").replace(/[-_]/g, "").slice(0, 28),
  };
}

export function standInKeys(seed: number): StandInKeys {
  return {
    trader: derive(seed, "trader"),
    auditor: derive(seed, "auditor"),
    incremental: derive(seed, "incremental"),
    heartbeat: derive(seed, "heartbeat"),
    successor: derive(seed, "successor"),
    stranger: derive(seed, "stranger"),
  };
}

/** All keys by name; `more` adds some of a test's own. */
export function createKeyRing(keys: StandInKeys, more: readonly ApiKeySpec[]): Map<string, ApiKey> {
  const trader = { role: "Trader", nonceMode: "time", requiresHeartbeat: false } as const;
  const specs: ApiKeySpec[] = [
    { ...keys.trader, ...trader },
    { ...keys.auditor, ...trader, role: "Auditor" },
    { ...keys.incremental, ...trader, nonceMode: "incremental" },
    { ...keys.heartbeat, ...trader, requiresHeartbeat: true },
    { ...keys.successor, ...trader },
    { ...keys.stranger, ...trader, owner: "stranger" },
    ...more,
  ];
  return new Map(specs.map((spec) => [spec.key, { ...spec, lastNonce: -1, lastSeenMs: 0 }]));
}
