import type { Clock } from "#model";
import { addApiKey, revokeApiKey } from "./api-key-changes.ts";
import type { Committer } from "./commit.ts";
import { type Entropy, newId } from "./entropy.ts";
import { checkName } from "./names.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { checkPassword } from "./password-rules.ts";
import type { Role } from "./role.ts";
import { issueApiKey } from "./secret-token.ts";
import type { ApiKey, User } from "./state.ts";
import { addUser, changeUser, removeUser, type UserPatch } from "./user-changes.ts";

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface NewApiKey {
  readonly name: string;
  readonly role: Role;
  readonly days: number;
}

/** What may be changed of a user by somebody else. */
export interface UserEdit {
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
  readonly password?: string | undefined;
}

/**
 * Users and keys, as an admin makes and changes them. Each call is in force and durable when it resolves, and its
 * note for the audit log with it. InputError names what is wrong with a name or a password, or has the code
 * `unknown-user` or `unknown-key`; RejectedError says which rule stands in the way. `by` goes into the audit log.
 */
export interface People {
  users(): readonly User[];
  /** Undefined where too many passwords are being hashed already: nothing was changed. */
  addUser(user: NewUser, by: string): Promise<User | undefined>;
  /** Ends the user's sessions. Undefined as above. */
  editUser(name: string, edit: UserEdit, by: string): Promise<User | undefined>;
  /** `evenLast`: the last admin goes too where nobody else is left. */
  removeUser(name: string, by: string, evenLast: boolean): Promise<void>;
  /** Keys that have expired are among them. */
  apiKeys(): readonly ApiKey[];
  /** The token is told this once. */
  addApiKey(key: NewApiKey, by: string): Promise<{ readonly apiKey: ApiKey; readonly token: string }>;
  revokeApiKey(which: { readonly id: string } | { readonly name: string }, by: string): Promise<void>;
}

export interface PeopleOptions {
  readonly committer: Committer;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

const DAY_MS = 86_400_000;

export function createPeople({ committer, hasher, clock, entropy }: PeopleOptions): People {
  const { state, commit } = committer;
  const act = (by: string) => ({ by, atMs: clock.epochMs() });
  return {
    users: () => state().users,
    async addUser({ name, role, password }, by) {
      checkPassword(password, checkName(name));
      const passwordHash = await hasher.hash(password);
      if (passwordHash === undefined) return undefined;
      const made = { id: newId(entropy), name, role, passwordHash, disabled: false };
      return await commit((now) => addUser(now, { ...made, createdAtMs: clock.epochMs() }, act(by)));
    },
    async editUser(name, edit, by) {
      const patch = await readEdit(name, edit, hasher);
      if (patch === undefined) return undefined;
      return await commit((now) => changeUser(now, name, patch, act(by)));
    },
    async removeUser(name, by, evenLast) {
      await commit((now) => removeUser(now, name, { act: act(by), orAll: evenLast }));
    },
    apiKeys: () => state().apiKeys,
    async addApiKey({ name, role, days }, by) {
      const id = newId(entropy);
      const { token, hash } = issueApiKey(id, entropy);
      const createdAtMs = clock.epochMs();
      const made = { id, name: checkName(name), role, secretHash: hash, createdAtMs, createdBy: by };
      const apiKey = { ...made, expiresAtMs: createdAtMs + days * DAY_MS };
      return { apiKey: await commit((now) => addApiKey(now, apiKey, act(by))), token };
    },
    async revokeApiKey(which, by) {
      const isMeant = (key: ApiKey) => ("id" in which ? key.id === which.id : key.name === which.name);
      await commit((now) => revokeApiKey(now, isMeant, act(by)));
    },
  };
}

async function readEdit(
  name: string,
  { role, disabled, password }: UserEdit,
  hasher: PasswordHasher,
): Promise<UserPatch | undefined> {
  const plain = {
    ...(role === undefined ? {} : { role }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  if (password === undefined) return plain;
  checkPassword(password, name);
  const passwordHash = await hasher.hash(password);
  return passwordHash === undefined ? undefined : { ...plain, passwordHash };
}
