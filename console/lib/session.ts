import { ApiError, get, send } from "./http.ts";
import { loggedOut, type Me, me, type Role, signedIn } from "./wire.ts";

/** Whom the API takes the caller for. Throws `ApiError` 401 where it knows nobody. */
export function getMe(signal: AbortSignal): Promise<Me> {
  return get("/api/v1/auth/me", me, signal);
}

/** Begins a session; the browser keeps its cookies, which no script can read. */
export async function logIn(name: string, password: string): Promise<void> {
  await send("POST", "/api/v1/auth/login", { body: { name, password }, schema: signedIn });
}

export async function logOut(): Promise<void> {
  await send("POST", "/api/v1/auth/logout", { body: {}, schema: loggedOut });
}

/** From the least to the most. */
export const ROLES: readonly Role[] = ["viewer", "operator", "admin"];

/** Whether somebody may use what asks for a role. The server says so again, and its word counts. */
export function mayActAs(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

/** True for an answer that only a login can change. */
export function asksForLogin(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
