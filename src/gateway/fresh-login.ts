import type { Principal } from "#access";
import { HttpError } from "./http-error.ts";

/** How long a login is fresh: long enough to read what one is about to do, too short for a screen left open. */
const FRESH_MS = 5 * 60_000;

/**
 * Lets through only a person who gave the password just now: neither a key in a script, which anybody who reads the
 * script has, nor a session that somebody else may have found open. Throws HttpError 403 that says what to do.
 */
export function demandFreshLogin({ kind, authenticatedAtMs }: Principal, nowMs: number): void {
  if (kind !== "user" || authenticatedAtMs === null)
    throw new HttpError(403, "this needs a person who has logged in; an API key may not");
  if (nowMs - authenticatedAtMs > FRESH_MS)
    throw new HttpError(403, "the login is older than five minutes: log in again, then repeat this");
}
