import type { IndexedState } from "./live-state.ts";
import { type Act, noted } from "./note.ts";
import type { IssuedToken, PresentedToken } from "./secret-token.ts";
import { isSame } from "./secret-token.ts";
import type { AccessChange, Decision, Session, User } from "./state.ts";

const HOUR_MS = 3_600_000;
/** A session that nobody refreshes ends after it. */
const IDLE_MS = 12 * HOUR_MS;
/** After it the password is asked for again, however busy the session is. */
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** Of one user; the oldest ends when another one begins. */
const MOST_SESSIONS = 20;

/** A session and whose it is. */
export interface LiveSession {
  readonly session: Session;
  readonly user: User;
}

/** Null where the session was ended or has expired, or its user may not log in any more. */
export function liveSession(state: IndexedState, sessionId: string, nowMs: number): LiveSession | null {
  const session = state.sessionById.get(sessionId);
  if (session === undefined || session.expiresAtMs <= nowMs) return null;
  const user = state.userById.get(session.userId);
  return user === undefined || user.disabled ? null : { session, user };
}

/**
 * Begins one for the user as it was when its password was looked at; null where anything of it that counts has
 * changed since.
 */
export function beginSession(
  state: IndexedState,
  checked: User,
  { id, refreshHash, act }: { readonly id: string; readonly refreshHash: string; readonly act: Act },
): Decision<LiveSession | null> {
  const user = state.userById.get(checked.id);
  if (user === undefined || user.disabled || user.passwordHash !== checked.passwordHash)
    return { changes: [], result: null };
  const { atMs } = act;
  const session = { id, userId: user.id, createdAtMs: atMs, expiresAtMs: atMs + IDLE_MS, refreshHash };
  const changes: AccessChange[] = [
    ...endedToMakeRoom(state, user.id, atMs),
    { kind: "put-session", session },
    noted(act, { action: "login", after: { session: id } }),
  ];
  return { changes, result: { session, user } };
}

/**
 * The presented token gives way to the next one. Null where it is good for nothing; where it is one that was good
 * before, somebody has a copy, and the session ends for both.
 */
export function refreshSession(
  state: IndexedState,
  presented: PresentedToken,
  { next, act }: { readonly next: IssuedToken; readonly act: Omit<Act, "by"> & { readonly address: string } },
): Decision<LiveSession | null> {
  const live = liveSession(state, presented.id, act.atMs);
  if (live === null) return { changes: [], result: null };
  if (!isSame(presented.hash, live.session.refreshHash)) {
    const by = `${live.user.name}@${act.address}`;
    const after = { session: presented.id, reason: "a refresh token was used twice" };
    const note = noted({ by, atMs: act.atMs }, { action: "session revoked", after });
    return { changes: [{ kind: "end-session", id: presented.id }, note], result: null };
  }
  const expiresAtMs = Math.min(act.atMs + IDLE_MS, live.session.createdAtMs + LONGEST_MS);
  const session = { ...live.session, expiresAtMs, refreshHash: next.hash };
  return { changes: [{ kind: "put-session", session }], result: { session, user: live.user } };
}

/** Nothing where it has ended already. */
export function endSession(state: IndexedState, id: string, act: Act): Decision<void> {
  if (!state.sessionById.has(id)) return { changes: [], result: undefined };
  const note = noted(act, { action: "logout", after: { session: id } });
  return { changes: [{ kind: "end-session", id }, note], result: undefined };
}

/** Whatever has expired, of anybody, and this user's oldest. */
function endedToMakeRoom({ sessions }: IndexedState, userId: string, nowMs: number): AccessChange[] {
  const expired = sessions.filter(({ expiresAtMs }) => expiresAtMs <= nowMs);
  const own = sessions.filter((one) => one.userId === userId && one.expiresAtMs > nowMs);
  const oldest = own.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  const tooMany = oldest.slice(0, Math.max(0, own.length - MOST_SESSIONS + 1));
  return [...expired, ...tooMany].map(({ id }) => ({ kind: "end-session", id }));
}
