import { createHash } from "node:crypto";

/** An exchange key and its secret; never logged, never shown. */
export interface GeminiKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What is secret and may change while the process runs. Addresses count as secret: providers put keys into them. */
export interface VenueKeys {
  /** Null where nothing can be ordered. */
  readonly geminiKey: GeminiKey | null;
  readonly solanaRpcUrls: readonly string[];
  readonly solanaWsUrls: readonly string[];
}

/** The one place that keeps them, so that what was replaced is kept nowhere. */
export interface KeyHolder {
  current: VenueKeys;
}

/** Tells one secret from another in a log or an audit entry: the first 8 hex digits of its SHA-256. */
export function fingerprint(secret: string): string {
  return createHash("sha256").update(secret).digest("hex").slice(0, 8);
}
