import { ACCESS_TOKEN_SEC, type ApiKey, type Principal, type SignedIn, type User } from "#access";
import { instantOf } from "./wire-text.ts";

/** Users, keys and sessions in the wire's names: no hash, and no token but to its owner. */
export function viewUser({ name, role, disabled, createdAtMs }: User) {
  return { name, role, disabled, created_at: instantOf(createdAtMs) };
}

export function viewApiKey({ id, name, role, createdAtMs, createdBy, expiresAtMs }: ApiKey) {
  const times = { created_at: instantOf(createdAtMs), expires_at: instantOf(expiresAtMs) };
  return { id, name, role, created_by: createdBy, ...times };
}

export function viewSignedIn({ accessToken, refreshToken, user }: SignedIn) {
  return {
    access_token: accessToken,
    token_type: "Bearer" as const,
    expires_in: ACCESS_TOKEN_SEC,
    refresh_token: refreshToken,
    user: { name: user.name, role: user.role },
  };
}

export function viewPrincipal({ name, role, kind, authenticatedAtMs }: Principal) {
  return {
    authentication: kind === "loopback" ? ("off" as const) : ("on" as const),
    ...{ name, role, kind },
    authenticated_at: authenticatedAtMs === null ? null : instantOf(authenticatedAtMs),
  };
}
