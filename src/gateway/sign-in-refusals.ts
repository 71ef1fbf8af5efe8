import type { SignedIn, SignInRefusal } from "#access";
import { HttpError } from "./http-error.ts";

/** The session, or the answer that tells nothing of who there is: 401, or 429 with when to try again. */
export function admitted(outcome: SignedIn | SignInRefusal): SignedIn {
  if (!("refused" in outcome)) return outcome;
  if (outcome.refused === "credentials") throw new HttpError(401, "name or password is wrong");
  const seconds = String(Math.max(1, Math.ceil(outcome.waitMs / 1e3)));
  throw new HttpError(429, `too many attempts: try again in ${seconds} s`, { "retry-after": seconds });
}

/** The changed thing; 429 where too many passwords are being hashed at the moment. */
export function hashed<Changed>(changed: Changed | undefined): Changed {
  if (changed !== undefined) return changed;
  throw new HttpError(429, "too many passwords at once: try again in 1 s", { "retry-after": "1" });
}
