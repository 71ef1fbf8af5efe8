import type { WaitingNote } from "#access";
import { type ApiKey, ROLES, type Session, type User } from "#access";
import { numberOf, type Row, textOf, textOrNullOf, wordOf } from "../columns.ts";

export function userOf(row: Row): User {
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    role: wordOf(row, "role", ROLES),
    disabled: numberOf(row, "disabled") !== 0,
    passwordHash: textOf(row, "password_hash"),
    createdAtMs: numberOf(row, "created"),
  };
}

export function sessionOf(row: Row): Session {
  return {
    id: textOf(row, "id"),
    userId: textOf(row, "user_id"),
    createdAtMs: numberOf(row, "created"),
    expiresAtMs: numberOf(row, "expires"),
    refreshHash: textOf(row, "refresh_hash"),
  };
}

export function apiKeyOf(row: Row): ApiKey {
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    role: wordOf(row, "role", ROLES),
    secretHash: textOf(row, "secret_hash"),
    createdAtMs: numberOf(row, "created"),
    expiresAtMs: numberOf(row, "expires"),
    createdBy: textOf(row, "created_by"),
  };
}

export function noteOf(row: Row): WaitingNote {
  return {
    seq: numberOf(row, "seq"),
    atMs: numberOf(row, "at"),
    by: textOf(row, "by"),
    action: textOf(row, "action"),
    before: textOrNullOf(row, "before"),
    after: textOrNullOf(row, "after"),
  };
}
