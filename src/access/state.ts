import type { AuditNote } from "#ledger";
import type { Role } from "./role.ts";

export interface User {
  /** Never used again, unlike the name of a user who was removed. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** With its parameters and salt; see password-hash.ts. */
  readonly passwordHash: string;
  readonly createdAtMs: number;
}

/** A login and everything that was refreshed from it. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** When the password was given. */
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** SHA-256 of the one refresh token that is good now, in hex. */
  readonly refreshHash: string;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of its secret part, in hex: 256 random bits need no slow hash. */
  readonly secretHash: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly createdBy: string;
}

/** What was changed, on its way to the audit log. Never a password, a token or a hash. */
export type AccessNote = AuditNote;

/** A note that waits to be carried over, numbered in its order. */
export interface WaitingNote extends AccessNote {
  readonly seq: number;
}

/** Everything that is known, as of one revision. */
export interface AccessState {
  /** Grows with each commit, whichever process makes it. */
  readonly revision: number;
  readonly users: readonly User[];
  readonly sessions: readonly Session[];
  readonly apiKeys: readonly ApiKey[];
}

/** Rows to write or delete, by their ids. Removing a user removes its sessions as well. */
export type AccessChange =
  | { readonly kind: "put-user"; readonly user: User }
  | { readonly kind: "remove-user"; readonly id: string }
  | { readonly kind: "put-session"; readonly session: Session }
  | { readonly kind: "end-session"; readonly id: string }
  | { readonly kind: "put-api-key"; readonly apiKey: ApiKey }
  | { readonly kind: "remove-api-key"; readonly id: string }
  | { readonly kind: "note"; readonly note: AccessNote };

/** What is to be done, decided on one state; it counts only where that state still stands. */
export interface Decision<Result> {
  readonly changes: readonly AccessChange[];
  readonly result: Result;
}
