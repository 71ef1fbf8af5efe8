import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AccessChange, createAccess, type Session, type User } from "#access";
import { ConnectivityError } from "#model";
import { openAccessStore, type SqliteAccessStore } from "#storage";
import { createFakeTime } from "../gateway/builders.ts";

const aUser = (changes: Partial<User> = {}): User => ({
  id: "u1",
  name: "ada",
  role: "admin",
  disabled: false,
  passwordHash: "$argon2id$test",
  createdAtMs: 1_790_000_000_000,
  ...changes,
});
const aSession = (changes: Partial<Session> = {}): Session => ({
  id: "s1",
  userId: "u1",
  createdAtMs: 1_790_000_000_000,
  expiresAtMs: 1_790_000_900_000,
  refreshHash: "ab".repeat(32),
  ...changes,
});
const put = (user: User): AccessChange => ({ kind: "put-user", user });
const note = (action: string): AccessChange => ({
  kind: "note",
  note: { atMs: 5, by: "ada@local", action, before: null, after: '{"name":"ada"}' },
});

describe("the store of users and sessions", () => {
  let dir: string;
  let opened: SqliteAccessStore[];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-access-"));
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    rmSync(dir, { recursive: true });
  });
  const open = async () => {
    const store = await openAccessStore(dir);
    opened.push(store);
    return store;
  };

  it("keeps what was committed, unit by unit, over a restart", async () => {
    const store = await open();
    const key = {
      ...{ id: "k1", name: "prometheus", role: "viewer" as const, secretHash: "cd".repeat(32) },
      ...{ createdAtMs: 1, expiresAtMs: 2, createdBy: "ada@local" },
    };
    const changes: AccessChange[] = [
      put(aUser()),
      { kind: "put-session", session: aSession() },
      { kind: "put-api-key", apiKey: key },
    ];
    expect(await store.commit(changes, store.revision())).toBe(true);
    await store.close();
    const state = (await open()).read();
    expect(state).toEqual({ revision: 1, users: [aUser()], sessions: [aSession()], apiKeys: [key] });
  });

  it("is readable by its owner alone, its companions too", async () => {
    const store = await open();
    await store.commit([put(aUser())], 0);
    for (const file of ["access.db", "access.db-wal", "access.db-shm"])
      expect(statSync(join(dir, file)).mode & 0o777, file).toBe(0o600);
  });

  it("shows one process at once what another one committed", async () => {
    const [running, command] = [await open(), await open()];
    expect(running.revision()).toBe(0);
    await command.commit([put(aUser())], 0);
    expect(running.revision()).toBe(1);
    expect(running.read().users).toEqual([aUser()]);
  });

  it("writes nothing that was decided on what is no longer so", async () => {
    const [running, command] = [await open(), await open()];
    expect(await command.commit([put(aUser())], 0)).toBe(true);
    expect(await running.commit([put(aUser({ id: "u2", name: "eve" })), note("user added")], 0)).toBe(false);
    expect(running.read().users.map(({ name }) => name)).toEqual(["ada"]);
    expect(await running.notes()).toEqual([]);
  });

  it("ends a user's sessions with the user, and writes all of a commit or nothing", async () => {
    const store = await open();
    await store.commit([put(aUser()), { kind: "put-session", session: aSession() }], 0);
    const orphan: AccessChange = { kind: "put-session", session: aSession({ id: "s2", userId: "nobody" }) };
    await expect(store.commit([put(aUser({ disabled: true })), orphan], 1)).rejects.toThrow();
    expect(store.read()).toMatchObject({ revision: 1, users: [{ disabled: false }] });
    await store.commit([{ kind: "remove-user", id: "u1" }], 1);
    expect(store.read()).toMatchObject({ users: [], sessions: [] });
  });

  it("keeps each note until it is told that the audit log has it", async () => {
    const store = await open();
    await store.commit([note("user added"), note("user changed")], 0);
    await store.close();
    const again = await open();
    const notes = await again.notes();
    expect(notes.map(({ action }) => action)).toEqual(["user added", "user changed"]);
    await again.forgetNotes(notes[0]!.seq);
    expect((await again.notes()).map(({ action }) => action)).toEqual(["user changed"]);
  });

  it("says that storage is away once it is closed, and does not answer from memory", async () => {
    const store = await open();
    await store.close();
    expect(() => store.revision()).toThrow(ConnectivityError);
    await expect(store.commit([put(aUser())], 0)).rejects.toThrow(ConnectivityError);
  });

  it("never loses the last admin to two processes that each remove one of two at the same moment", async () => {
    const { clock } = createFakeTime();
    const over = async () =>
      await createAccess({
        ...{ store: await open(), clock, entropy: (count) => randomBytes(count) },
        secret: Buffer.alloc(32, 1),
      });
    const [one, other] = [await over(), await over()];
    for (const name of ["ada", "bob"])
      await one.people.addUser({ name, role: "admin", password: "a phrase of many words 73" }, "test");
    const outcomes = await Promise.allSettled([
      one.people.editUser("ada", { role: "viewer" }, "test"),
      other.people.editUser("bob", { role: "viewer" }, "test"),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(one.people.users().filter(({ role }) => role === "admin")).toHaveLength(1);
    const text = readFileSync(join(dir, "access.db-wal"), "latin1");
    expect(text).not.toContain("a phrase of many words 73");
  });
});
