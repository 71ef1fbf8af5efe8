import { beforeEach, describe, expect, it } from "vitest";
import { type People, somePeople } from "./people.ts";
import { gatewaysOfThisFile } from "./running.ts";
import type { TestGateway } from "./start-gateway.ts";

const start = gatewaysOfThisFile();

describe("logging in", () => {
  let people: People;
  let gateway: TestGateway;
  beforeEach(async () => {
    people = await somePeople();
    gateway = await start({ access: people.access, clock: people.time.clock });
  });
  const post = (path: string, payload: object | undefined, headers: Record<string, string> = {}) =>
    gateway.app.inject({
      ...{ method: "POST", url: `/api/v1/auth/${path}`, headers },
      ...(payload === undefined ? {} : { payload }),
    });
  const login = () => post("login", { name: "operator", password: people.password });
  const me = (headers: Record<string, string>) => gateway.app.inject({ url: "/api/v1/auth/me", headers });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it("answers tokens for a script and sets them as cookies that no script of a page can read", async () => {
    const answer = await login();
    const { access_token, expires_in, user } = answer.json();
    expect(user).toEqual({ name: "operator", role: "operator" });
    expect(expires_in).toBe(600);
    expect((await me(bearer(access_token))).json()).toMatchObject({
      ...{ authentication: "on", name: "operator", role: "operator", kind: "user" },
    });
    expect(answer.cookies.map(({ name }) => name).sort()).toEqual(["tandem_access", "tandem_refresh"]);
    for (const cookie of answer.cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
    expect(answer.cookies.find(({ name }) => name === "tandem_refresh")?.path).toBe("/api/v1/auth");
    const cookie = `tandem_access=${answer.cookies.find(({ name }) => name === "tandem_access")?.value}`;
    expect((await me({ cookie })).statusCode).toBe(200);
  });

  it("goes on by the refresh token, once; the second use ends the session for both who have it", async () => {
    const first = (await login()).json();
    const second = (await post("refresh", { refresh_token: first.refresh_token })).json();
    expect((await me(bearer(second.access_token))).statusCode).toBe(200);
    expect((await post("refresh", { refresh_token: first.refresh_token })).statusCode).toBe(401);
    expect((await me(bearer(second.access_token))).statusCode).toBe(401);
    expect((await post("refresh", { refresh_token: second.refresh_token })).statusCode).toBe(401);
  });

  it("ends at once with a logout, by either token, and logging out twice is no error", async () => {
    const { access_token, refresh_token } = (await login()).json();
    expect((await post("logout", undefined, bearer(access_token))).statusCode).toBe(200);
    expect((await me(bearer(access_token))).statusCode).toBe(401);
    expect((await post("refresh", { refresh_token })).statusCode).toBe(401);
    const other = (await login()).json();
    await post("logout", { refresh_token: other.refresh_token });
    expect((await me(bearer(other.access_token))).statusCode).toBe(401);
    expect((await post("logout", undefined)).statusCode).toBe(200);
  });

  it("is over ten minutes later without a refresh", async () => {
    const { access_token } = (await login()).json();
    people.time.advance(599_000);
    expect((await me(bearer(access_token))).statusCode).toBe(200);
    people.time.advance(2_000);
    expect((await me(bearer(access_token))).statusCode).toBe(401);
  });

  it("takes a new password from who has the old one, and ends every other session", async () => {
    const [here, elsewhere] = [(await login()).json(), (await login()).json()];
    const change = { current_password: people.password, new_password: "another phrase of words" };
    const answer = await post("password", change, bearer(here.access_token));
    expect(answer.statusCode).toBe(200);
    expect((await me(bearer(elsewhere.access_token))).statusCode).toBe(401);
    expect((await me(bearer(answer.json().access_token))).statusCode).toBe(200);
    expect((await login()).statusCode).toBe(401);
    const weak = { current_password: "another phrase of words", new_password: "short" };
    expect((await post("password", weak, bearer(answer.json().access_token))).statusCode).toBe(422);
  });

  it("is off where no user was made, for whoever sits at the machine", async () => {
    const without = await start();
    expect((await without.app.inject("/api/v1/auth/me")).json()).toMatchObject({
      ...{ authentication: "off", name: "operator", role: "admin", kind: "loopback" },
    });
  });
});

describe("users and keys", () => {
  let people: People;
  let gateway: TestGateway;
  beforeEach(async () => {
    people = await somePeople();
    gateway = await start({ access: people.access, clock: people.time.clock });
  });
  const as = (
    role: "admin" | "operator",
    method: "GET" | "POST" | "PATCH" | "DELETE",
    url: string,
    payload?: object,
  ) =>
    gateway.app.inject({
      ...{ method, url: `/api/v1${url}`, headers: people.bearer(role) },
      ...(payload === undefined ? {} : { payload }),
    });

  it("are made, changed, listed and removed by an admin, and no answer holds a hash", async () => {
    const made = await as("admin", "POST", "/users", {
      name: "ada",
      role: "viewer",
      password: "long enough 4 words",
    });
    expect(made.json()).toMatchObject({ name: "ada", role: "viewer", disabled: false });
    expect((await as("admin", "PATCH", "/users/ada", { role: "operator" })).json().role).toBe("operator");
    const list = await as("admin", "GET", "/users");
    expect(
      list
        .json()
        .users.map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(["ada", "admin", "operator", "viewer"]);
    expect(list.body).not.toMatch(/argon|hash/i);
    expect((await as("admin", "DELETE", "/users/ada")).json()).toEqual({ status: "removed" });
    expect((await as("admin", "DELETE", "/users/ada")).statusCode).toBe(404);
  });

  it("lose their sessions at once when they are disabled or given another role", async () => {
    const status = () => gateway.app.inject({ url: "/api/v1/status", headers: people.bearer("operator") });
    expect((await status()).statusCode).toBe(200);
    await as("admin", "PATCH", "/users/operator", { role: "viewer" });
    expect((await status()).statusCode).toBe(401);
    await as("admin", "PATCH", "/users/viewer", { disabled: true });
    const viewer = await gateway.app.inject({ url: "/api/v1/status", headers: people.bearer("viewer") });
    expect(viewer.statusCode).toBe(401);
  });

  it.each([
    ["the last admin is to go", "DELETE", "/users/admin", undefined, 409],
    ["the last admin is to be less", "PATCH", "/users/admin", { role: "viewer" }, 409],
    ["the last admin is to be disabled", "PATCH", "/users/admin", { disabled: true }, 409],
    [
      "a name is taken",
      "POST",
      "/users",
      { name: "viewer", role: "viewer", password: "long enough 4 words" },
      409,
    ],
    [
      "a name is none",
      "POST",
      "/users",
      { name: "A b", role: "viewer", password: "long enough 4 words" },
      422,
    ],
    ["a password is short", "POST", "/users", { name: "eve", role: "viewer", password: "short" }, 422],
    ["a role is none", "POST", "/users", { name: "eve", role: "root", password: "long enough 4 words" }, 422],
    ["nothing is to change", "PATCH", "/users/viewer", {}, 422],
    ["nobody is of that name", "PATCH", "/users/eve", { role: "viewer" }, 404],
  ] as const)("are refused with words where %s", async (_, method, url, payload, code) => {
    const answer = await as("admin", method, url, payload);
    expect([answer.statusCode, typeof answer.json().detail]).toEqual([
      code,
      expect.stringMatching(/string|object/),
    ]);
  });

  it("keys: the token is told once, works until it is revoked or expires, and is listed without it", async () => {
    const made = (
      await as("admin", "POST", "/api-keys", { name: "prometheus", role: "viewer", expires_days: 1 })
    ).json();
    const use = () =>
      gateway.app.inject({ url: "/api/metrics", headers: { authorization: `Bearer ${made.token}` } });
    expect((await use()).statusCode).toBe(200);
    const list = await as("admin", "GET", "/api-keys");
    expect(list.json().api_keys).toEqual([made.api_key]);
    expect(list.body).not.toContain(made.token);
    await as("admin", "DELETE", `/api-keys/${made.api_key.id}`);
    expect((await use()).statusCode).toBe(401);
    expect((await as("admin", "DELETE", `/api-keys/${made.api_key.id}`)).statusCode).toBe(404);
  });
});
