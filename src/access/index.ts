/** Layer `access`: who may do what. Users, sessions, keys, tokens; the port to keep them, no storage of its own. */
export { type Access, type AccessOptions, createAccess } from "./access.ts";
export { ACCESS_TOKEN_SEC } from "./access-token.ts";
export type { Entropy } from "./entropy.ts";
export { LONGEST_PASSWORD } from "./password-rules.ts";
export type { NewApiKey, NewUser, People, UserEdit } from "./people.ts";
export { LOOPBACK_OPERATOR, type Principal } from "./principal.ts";
export { mayActAs, ROLES, type Role } from "./role.ts";
export type { Login, SignedIn, SignIn, SignInRefusal } from "./sign-in.ts";
export type { AccessChange, AccessNote, AccessState, ApiKey, Session, User, WaitingNote } from "./state.ts";
export type { AccessStore } from "./store.ts";
