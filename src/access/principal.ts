import type { Role } from "./role.ts";

/** Who stands behind a request. */
export interface Principal {
  /** A user's own name, `key:NAME` of an API key (no user's name has a colon), `operator` on a machine without users. */
  readonly name: string;
  readonly role: Role;
  /** `loopback`: nobody has been made a user yet, and the request came from this machine. */
  readonly kind: "user" | "api-key" | "loopback";
  /**
   * When the password was given that began this session, in ms since 1970 UTC; a refresh does not renew it. Null
   * where no password was given: for API keys and on loopback.
   */
  readonly authenticatedAtMs: number | null;
  /** The session or key that this rests on; null on loopback. */
  readonly grantId: string | null;
}

/** The development default: whoever sits at the machine, until the first user is made. */
export const LOOPBACK_OPERATOR: Principal = {
  name: "operator",
  role: "admin",
  kind: "loopback",
  authenticatedAtMs: null,
  grantId: null,
};
