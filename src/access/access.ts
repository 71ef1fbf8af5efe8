import type { Clock } from "#model";
import { createAccessTokens } from "./access-token.ts";
import { liveApiKey } from "./api-key-changes.ts";
import { createCommitter } from "./commit.ts";
import type { Entropy } from "./entropy.ts";
import type { IndexedState } from "./live-state.ts";
import { createLoginThrottle } from "./login-throttle.ts";
import { createPasswordHasher } from "./password-hasher.ts";
import { createPeople, type People } from "./people.ts";
import type { Principal } from "./principal.ts";
import { createRefreshTokens, readApiKey } from "./secret-token.ts";
import { liveSession } from "./session-changes.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import type { ApiKey, User } from "./state.ts";
import type { AccessStore } from "./store.ts";
import { hasAdmin } from "./user-changes.ts";

export interface AccessOptions {
  readonly store: AccessStore;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** What tokens are signed with, at least 32 bytes. */
  readonly secret: Uint8Array;
}

/** Who may do what, as of this moment: nothing here is older than the disk. */
export interface Access {
  readonly people: People;
  readonly signIn: SignIn;
  /** Somebody may make users. */
  hasAdmin(): boolean;
  /**
   * There is a user, or there was one since this began, so everybody must say who they are: a process that was closed to
   * strangers does not open to them because the last user is removed.
   */
  isRequired(): boolean;
  /** Whose access token or API key it is; null where it is nobody's now. */
  authenticate(token: string): Promise<Principal | null>;
  /** Still: not logged out, disabled, removed, revoked, expired. For what stays open after it was let in. */
  isStillGood(principal: Principal): boolean;
}

export async function createAccess({ store, clock, entropy, secret }: AccessOptions): Promise<Access> {
  const committer = createCommitter(store);
  const accessTokens = createAccessTokens(secret, clock);
  const hasher = await createPasswordHasher(entropy);
  const shared = { committer, hasher, clock, entropy };
  let wasRequired = false;
  const isRequired = () => {
    wasRequired ||= committer.state().users.length > 0;
    return wasRequired;
  };
  isRequired();

  return {
    people: createPeople(shared),
    signIn: createSignIn({
      ...{ ...shared, accessTokens, throttle: createLoginThrottle(clock) },
      refreshTokens: createRefreshTokens(secret, entropy),
    }),
    hasAdmin: () => hasAdmin(committer.state()),
    isRequired,
    async authenticate(token) {
      const presented = readApiKey(token);
      if (presented !== null) {
        const key = liveApiKey(committer.state(), presented, clock.epochMs());
        return key === null ? null : ofApiKey(key);
      }
      const claims = await accessTokens.verify(token);
      if (claims === null) return null;
      const live = liveSession(committer.state(), claims.sessionId, clock.epochMs());
      return live === null || live.user.id !== claims.userId ? null : ofUser(live.user, live.session);
    },
    isStillGood: (principal) =>
      principal.kind === "loopback" ? !isRequired() : isGoodIn(committer.state(), principal, clock.epochMs()),
  };
}

function isGoodIn(state: IndexedState, { kind, grantId, role }: Principal, nowMs: number): boolean {
  if (grantId === null) return false;
  if (kind === "user") return liveSession(state, grantId, nowMs)?.user.role === role;
  const key = state.apiKeyById.get(grantId);
  return key !== undefined && key.expiresAtMs > nowMs;
}

function ofUser(user: User, session: { readonly id: string; readonly createdAtMs: number }): Principal {
  const { name, role } = user;
  return { name, role, kind: "user", authenticatedAtMs: session.createdAtMs, grantId: session.id };
}

function ofApiKey({ id, name, role }: ApiKey): Principal {
  return { name: `key:${name}`, role, kind: "api-key", authenticatedAtMs: null, grantId: id };
}
