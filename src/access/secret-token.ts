import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Entropy } from "./entropy.ts";

/** Told by its beginning, so that scanners of repositories and logs find one that was left lying around. */
const REFRESH = "tandem_refresh";
const API_KEY = "tandem_key";
const SECRET_BYTES = 32;

/** A token in clear, which only its owner has, and what is kept of it. */
export interface IssuedToken {
  readonly token: string;
  readonly hash: string;
}

/** Reads what we issued. */
export interface PresentedToken {
  /** The session's or key's. */
  readonly id: string;
  /** To be compared with the one that is kept. */
  readonly hash: string;
}

export interface RefreshTokens {
  issue(sessionId: string): IssuedToken;
  /**
   * Null unless we issued it: it bears our seal. So a token with the seal whose hash is not the session's is an old
   * one that somebody kept, and not a guess.
   */
  read(token: string): PresentedToken | null;
}

/** Opaque tokens; their seal has a key of its own, derived from the secret, so that none passes for anything else. */
export function createRefreshTokens(secret: Uint8Array, entropy: Entropy): RefreshTokens {
  const key = new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(), "tandem refresh token", 32));
  const seal = (body: string) => createHmac("sha256", key).update(body).digest("base64url");
  return {
    issue(sessionId) {
      const random = newSecret(entropy);
      const body = `${REFRESH}.${sessionId}.${random}`;
      return { token: `${body}.${seal(body)}`, hash: hashOf(random) };
    },
    read(token) {
      const [kind, id, random, seals, ...more] = token.length > 256 ? [] : token.split(".");
      if (kind !== REFRESH || id === undefined || random === undefined || seals === undefined) return null;
      if (more.length > 0 || !isSame(seals, seal(`${kind}.${id}.${random}`))) return null;
      return { id, hash: hashOf(random) };
    },
  };
}

export function issueApiKey(id: string, entropy: Entropy): IssuedToken {
  const random = newSecret(entropy);
  return { token: `${API_KEY}.${id}.${random}`, hash: hashOf(random) };
}

/** Null where it has not even the form of a key. */
export function readApiKey(token: string): PresentedToken | null {
  const [kind, id, random, ...more] = token.length > 256 ? [] : token.split(".");
  if (kind !== API_KEY || id === undefined || random === undefined || more.length > 0) return null;
  return { id, hash: hashOf(random) };
}

/** In the same time wherever they differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function newSecret(entropy: Entropy): string {
  return Buffer.from(entropy(SECRET_BYTES)).toString("base64url");
}

function hashOf(random: string): string {
  return createHash("sha256").update(random).digest("hex");
}
