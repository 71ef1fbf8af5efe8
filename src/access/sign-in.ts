import type { Clock } from "#model";
import type { AccessTokens } from "./access-token.ts";
import type { Committer } from "./commit.ts";
import { type Entropy, newId } from "./entropy.ts";
import type { LoginThrottle } from "./login-throttle.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { checkPassword } from "./password-rules.ts";
import type { RefreshTokens } from "./secret-token.ts";
import { beginSession, endSession, type LiveSession, refreshSession } from "./session-changes.ts";
import type { User } from "./state.ts";
import { changeUser } from "./user-changes.ts";

/** A session with both its tokens, in clear, for its owner alone. */
export interface SignedIn extends LiveSession {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Why not: nothing here tells whether there is such a user. */
export type SignInRefusal =
  | { readonly refused: "credentials" }
  | { readonly refused: "later"; readonly waitMs: number };

export interface Login {
  readonly name: string;
  readonly password: string;
  /** Where it comes from. */
  readonly address: string;
}

/** How a session begins, goes on and ends. Each call is durable when it resolves. */
export interface SignIn {
  login(login: Login): Promise<SignedIn | SignInRefusal>;
  /** Null where the token is good for nothing; an old one ends its session. */
  refresh(token: string, address: string): Promise<SignedIn | null>;
  logout(sessionId: string, by: string): Promise<void>;
  /** The session that a refresh token belongs to, null where it is none of ours. */
  sessionOf(refreshToken: string): string | null;
  /**
   * Ends all of the user's sessions and begins a new one, for which the password was just given. Throws InputError
   * where the new password is not good enough.
   */
  changePassword(login: Login, next: string): Promise<SignedIn | SignInRefusal>;
}

export interface SignInOptions {
  readonly committer: Committer;
  readonly hasher: PasswordHasher;
  readonly throttle: LoginThrottle;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

const CREDENTIALS: SignInRefusal = { refused: "credentials" };
const BUSY: SignInRefusal = { refused: "later", waitMs: 1_000 };

export function createSignIn(options: SignInOptions): SignIn {
  const { committer, hasher, throttle, refreshTokens, clock } = options;

  async function proven({ name, password, address }: Login): Promise<User | SignInRefusal> {
    const waitMs = throttle.attempt(address, name);
    if (waitMs !== null) return { refused: "later", waitMs };
    const user = committer.state().userByName.get(name);
    const fits = await hasher.fits(password, user?.passwordHash ?? null);
    if (fits === undefined) return BUSY;
    // A disabled user is told apart only after the hash, whose time is what could be measured.
    if (!fits || user === undefined || user.disabled) return CREDENTIALS;
    throttle.succeeded(address, name);
    return user;
  }

  async function begin(user: User, address: string): Promise<SignedIn | SignInRefusal> {
    const id = newId(options.entropy);
    const refresh = refreshTokens.issue(id);
    const act = { by: `${user.name}@${address}`, atMs: clock.epochMs() };
    const live = await committer.commit((now) =>
      beginSession(now, user, { id, refreshHash: refresh.hash, act }),
    );
    return live === null ? CREDENTIALS : await withTokens(live, refresh.token);
  }

  async function withTokens(live: LiveSession, refreshToken: string): Promise<SignedIn> {
    const { session, user } = live;
    const accessToken = await options.accessTokens.sign({ sessionId: session.id, userId: user.id });
    return { ...live, accessToken, refreshToken };
  }

  return {
    async login(login) {
      const user = await proven(login);
      return "refused" in user ? user : await begin(user, login.address);
    },
    async refresh(token, address) {
      const presented = refreshTokens.read(token);
      if (presented === null) return null;
      const next = refreshTokens.issue(presented.id);
      const act = { atMs: clock.epochMs(), address };
      const live = await committer.commit((now) => refreshSession(now, presented, { next, act }));
      return live === null ? null : await withTokens(live, next.token);
    },
    async logout(sessionId, by) {
      await committer.commit((now) => endSession(now, sessionId, { by, atMs: clock.epochMs() }));
    },
    sessionOf: (refreshToken) => refreshTokens.read(refreshToken)?.id ?? null,
    async changePassword(login, next) {
      checkPassword(next, login.name);
      const user = await proven(login);
      if ("refused" in user) return user;
      const passwordHash = await hasher.hash(next);
      if (passwordHash === undefined) return BUSY;
      const act = { by: `${login.name}@${login.address}`, atMs: clock.epochMs() };
      const changed = await committer.commit((now) => changeUser(now, login.name, { passwordHash }, act));
      return await begin(changed, login.address);
    },
  };
}
