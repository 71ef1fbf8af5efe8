import { InputError, RejectedError } from "#model";
import type { IndexedState } from "./live-state.ts";
import { type Act, noted } from "./note.ts";
import type { Role } from "./role.ts";
import type { AccessChange, Decision, User } from "./state.ts";

/** What may be changed of a user; absent stays as it is. */
export interface UserPatch {
  readonly role?: Role;
  readonly disabled?: boolean;
  readonly passwordHash?: string;
}

/** Throws RejectedError where the name is taken, and where the first user would not be an admin. */
export function addUser(state: IndexedState, user: User, act: Act): Decision<User> {
  if (state.userByName.has(user.name))
    throw new RejectedError("user-exists", `there is a user ${user.name} already`);
  if (user.role !== "admin" && !hasAdmin(state))
    throw new RejectedError("first-admin", "the first user must be an admin");
  const note = noted(act, { action: "user added", after: shown(user) });
  return { changes: [{ kind: "put-user", user }, note], result: user };
}

/**
 * Every change of a user ends all of that user's sessions. Throws InputError of the code `unknown-user`, and
 * RejectedError where nobody would be left who may make users.
 */
export function changeUser(state: IndexedState, name: string, patch: UserPatch, act: Act): Decision<User> {
  const before = userNamed(state, name);
  const user = { ...before, ...patch };
  if (isActiveAdmin(before) && !isActiveAdmin(user)) refuseLastAdmin(state, name, true);
  const note = noted(act, {
    action: patch.passwordHash === undefined ? "user changed" : "password changed",
    before: shown(before),
    after: shown(user),
  });
  return { changes: [{ kind: "put-user", user }, ...sessionEnds(state, before.id), note], result: user };
}

/** `orAll`: the last admin may go where nobody else is left, which switches authentication off. */
export function removeUser(
  state: IndexedState,
  name: string,
  { act, orAll }: { readonly act: Act; readonly orAll: boolean },
): Decision<User> {
  const user = userNamed(state, name);
  if (isActiveAdmin(user)) refuseLastAdmin(state, name, !orAll);
  const note = noted(act, { action: "user removed", before: shown(user) });
  return {
    changes: [...sessionEnds(state, user.id), { kind: "remove-user", id: user.id }, note],
    result: user,
  };
}

export function hasAdmin({ users }: Pick<IndexedState, "users">): boolean {
  return users.some(isActiveAdmin);
}

export function userNamed(state: IndexedState, name: string): User {
  const user = state.userByName.get(name);
  if (user === undefined) throw new InputError("unknown-user", `no user ${name}`);
  return user;
}

function refuseLastAdmin({ users }: IndexedState, name: string, evenAlone: boolean): void {
  const others = users.filter((user) => user.name !== name);
  if (others.some(isActiveAdmin) || (others.length === 0 && !evenAlone)) return;
  throw new RejectedError("last-admin", `${name} is the last admin: make another one first`);
}

function isActiveAdmin({ role, disabled }: User): boolean {
  return role === "admin" && !disabled;
}

function sessionEnds({ sessions }: IndexedState, userId: string): AccessChange[] {
  return sessions.filter((one) => one.userId === userId).map(({ id }) => ({ kind: "end-session", id }));
}

function shown({ name, role, disabled }: User) {
  return { name, role, disabled };
}
