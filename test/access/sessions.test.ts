import { beforeEach, describe, expect, it } from "vitest";
import type { Access, Role, SignedIn } from "#access";
import { RejectedError } from "#model";
import { createTestAccess } from "../gateway/access-in-memory.ts";
import { createFakeTime, type FakeTime } from "../gateway/builders.ts";
import type { MemoryAccessStore } from "./memory-store.ts";

const PASSWORD = "a phrase of many words 73";
const HOUR_MS = 3_600_000;

describe("a session", () => {
  let time: FakeTime;
  let access: Access;
  let store: MemoryAccessStore;
  beforeEach(async () => {
    time = createFakeTime();
    ({ access, store } = await createTestAccess(time.clock));
    await add("root", "admin");
  });
  const add = (name: string, role: Role) => access.people.addUser({ name, role, password: PASSWORD }, "test");
  async function logIn(name = "root"): Promise<SignedIn> {
    const begun = await access.signIn.login({ name, password: PASSWORD, address: "10.0.0.9" });
    if ("refused" in begun) throw new Error(begun.refused);
    return begun;
  }
  const refresh = (token: string) => access.signIn.refresh(token, "10.0.0.9");
  const whoIs = (token: string) => access.authenticate(token);

  it("keeps the moment of its password through every refresh", async () => {
    const begun = await logIn();
    time.advance(HOUR_MS);
    const renewed = await refresh(begun.refreshToken);
    const principal = await whoIs(renewed!.accessToken);
    expect(principal?.authenticatedAtMs).toBe(begun.session.createdAtMs);
  });

  it("ends twelve hours after nobody went on with it", async () => {
    const begun = await logIn();
    time.advance(12 * HOUR_MS);
    expect(await refresh(begun.refreshToken)).toBeNull();
  });

  it("asks for the password again after seven days, however busy it was", async () => {
    let { refreshToken } = await logIn();
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      time.advance(6 * HOUR_MS);
      refreshToken = (await refresh(refreshToken))!.refreshToken;
    }
    time.advance(6 * HOUR_MS);
    expect(await refresh(refreshToken)).toBeNull();
  });

  it("is ended by the twenty-first of the same user, and by no other user's", async () => {
    await add("ada", "viewer");
    const [first, others] = [await logIn(), await logIn("ada")];
    for (let count = 0; count < 20; count += 1) {
      time.advance(1_000);
      await logIn();
    }
    expect(await whoIs(first.accessToken)).toBeNull();
    expect(await whoIs(others.accessToken)).not.toBeNull();
    expect(store.sessions.size).toBe(21);
  });

  it("does not begin for a user who was disabled while the password was being looked at", async () => {
    await add("ada", "operator");
    const begun = access.signIn.login({ name: "ada", password: PASSWORD, address: "10.0.0.9" });
    await access.people.editUser("ada", { disabled: true }, "test");
    expect(await begun).toEqual({ refused: "credentials" });
    expect(store.sessions.size).toBe(0);
  });

  it("of a removed user does not pass to a new one of the same name", async () => {
    await add("ada", "operator");
    const begun = await logIn("ada");
    await access.people.removeUser("ada", "test", false);
    await add("ada", "admin");
    expect(await whoIs(begun.accessToken)).toBeNull();
    expect(await refresh(begun.refreshToken)).toBeNull();
  });

  it("tells the audit log of a token that was used twice, and no note holds a token or a hash", async () => {
    const begun = await logIn();
    await refresh(begun.refreshToken);
    await refresh(begun.refreshToken);
    expect(store.noted.at(-1)).toMatchObject({ by: "root@10.0.0.9", action: "session revoked" });
    await access.people.editUser("root", { password: "another phrase of words" }, "test");
    await access.people.addApiKey({ name: "prometheus", role: "viewer", days: 1 }, "test");
    const text = JSON.stringify(store.noted);
    expect(text).toContain("password changed");
    expect(text).not.toMatch(/argon2|tandem_refresh|tandem_key|eyJ|phrase/);
    for (const { secretHash } of store.apiKeys.values()) expect(text).not.toContain(secretHash);
  });
});

describe("the first and the last admin", () => {
  const begin = async () => await createTestAccess(createFakeTime().clock);
  const admin = { name: "root", role: "admin", password: PASSWORD } as const;

  it("comes before every other user, so that nobody is locked out of making users", async () => {
    const { access } = await begin();
    const viewer = { name: "ada", role: "viewer", password: PASSWORD } as const;
    await expect(access.people.addUser(viewer, "test")).rejects.toThrow("the first user must be an admin");
    expect([access.isRequired(), access.hasAdmin()]).toEqual([false, false]);
    await access.people.addUser(admin, "test");
    expect([access.isRequired(), access.hasAdmin()]).toEqual([true, true]);
  });

  it("may leave only where nobody is left behind, and only on the machine itself", async () => {
    const { access } = await begin();
    await access.people.addUser(admin, "test");
    await expect(access.people.removeUser("root", "test", false)).rejects.toThrow(RejectedError);
    await access.people.addUser({ name: "ada", role: "viewer", password: PASSWORD }, "test");
    await expect(access.people.removeUser("root", "test", true)).rejects.toThrow(RejectedError);
    expect(access.isRequired()).toBe(true);
    await access.people.removeUser("ada", "test", true);
    await access.people.removeUser("root", "test", true);
    // Nobody is let in any more, rather than everybody, until a user is made or the process begins anew.
    expect([access.isRequired(), access.hasAdmin()]).toEqual([true, false]);
    const added = await access.people.addUser(admin, "test");
    expect([added?.name, access.hasAdmin()]).toEqual(["root", true]);
  });

  it.each([
    ["short words", "at least 12 characters"],
    ["x".repeat(257), "at most 256 characters"],
    ["root root root root", "must not contain the user's name"],
    ["aaaabbbbaaaabbbb", "different characters"],
  ])("is refused the password %s", async (password, why) => {
    const { access } = await begin();
    await expect(access.people.addUser({ ...admin, password }, "test")).rejects.toThrow(why);
  });
});
