import { join } from "node:path";
import type { AccessChange, WaitingNote } from "#access";
import { numberOf } from "../columns.ts";
import { createFileGuard } from "../file-guard.ts";
import type { Served } from "../serve-thread.ts";
import { createStatements, type Statements } from "../statements.ts";
import { inTransaction } from "../transaction.ts";
import { noteOf } from "./access-rows.ts";
import { ACCESS_FILE, openAccessDatabase } from "./open-access-database.ts";

/** Everything that writes `access.db`, in a thread that may wait for the disk. */
export interface AccessRepository extends Served {
  /** False, and nothing is written, where the revision is another one by now. */
  commit(changes: readonly AccessChange[], onto: number): boolean;
  notes(): readonly WaitingNote[];
  forgetNotes(upToSeq: number): void;
}

export function openAccessRepository(dir: string): AccessRepository {
  const { database, upgrade } = openAccessDatabase(dir);
  const statements = createStatements(database);
  const guard = createFileGuard(join(dir, ACCESS_FILE));
  return {
    commit: (changes, onto) =>
      inTransaction(database, () => {
        const found = numberOf(statements("SELECT number FROM revision WHERE id = 1").get() ?? {}, "number");
        if (found !== onto) return false;
        for (const change of changes) write(statements, change);
        statements("UPDATE revision SET number = number + 1 WHERE id = 1").run();
        return true;
      }),
    notes: () => statements("SELECT * FROM notes ORDER BY seq LIMIT 1000").all().map(noteOf),
    forgetNotes: (upToSeq) => void statements("DELETE FROM notes WHERE seq <= ?").run(upToSeq),
    upgrade,
    guard: guard.check,
    close() {
      database.close();
      guard.close();
    },
  };
}

function write(statements: Statements, change: AccessChange): void {
  const { kind } = change;
  if (kind === "put-user") putUser(statements, change);
  else if (kind === "put-session") putSession(statements, change);
  else if (kind === "put-api-key") putApiKey(statements, change);
  else if (kind === "note") putNote(statements, change);
  else statements(`DELETE FROM ${TABLES[kind]} WHERE id = ?`).run(change.id);
}

const TABLES = { "remove-user": "users", "end-session": "sessions", "remove-api-key": "api_keys" } as const;

type Put<Kind> = Extract<AccessChange, { readonly kind: Kind }>;

function putUser(statements: Statements, { user }: Put<"put-user">): void {
  const { id, name, role, disabled, passwordHash, createdAtMs } = user;
  statements(`
    INSERT INTO users (id, name, role, disabled, password_hash, created) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      role = excluded.role, disabled = excluded.disabled, password_hash = excluded.password_hash`).run(
    ...[id, name, role, disabled ? 1 : 0, passwordHash, createdAtMs],
  );
}

function putSession(statements: Statements, { session }: Put<"put-session">): void {
  const { id, userId, createdAtMs, expiresAtMs, refreshHash } = session;
  statements(`
    INSERT INTO sessions (id, user_id, created, expires, refresh_hash) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET expires = excluded.expires, refresh_hash = excluded.refresh_hash`).run(
    ...[id, userId, createdAtMs, expiresAtMs, refreshHash],
  );
}

function putApiKey(statements: Statements, { apiKey }: Put<"put-api-key">): void {
  const { id, name, role, secretHash, createdAtMs, expiresAtMs, createdBy } = apiKey;
  statements(
    "INSERT INTO api_keys (id, name, role, secret_hash, created, expires, created_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
  ).run(id, name, role, secretHash, createdAtMs, expiresAtMs, createdBy);
}

function putNote(statements: Statements, { note }: Put<"note">): void {
  const { atMs, by, action, before, after } = note;
  const insert = statements("INSERT INTO notes (at, by, action, before, after) VALUES (?, ?, ?, ?, ?)");
  insert.run(atMs, by, action, before, after);
}
