import { createHmac, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import type { InjectOptions } from "fastify";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { TEST_SECRET } from "../access-in-memory.ts";
import { type People, somePeople } from "../people.ts";
import { gatewaysOfThisFile } from "../running.ts";
import type { TestGateway } from "../start-gateway.ts";

const start = gatewaysOfThisFile();
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const hmac = (body: string, key: Uint8Array | string) =>
  createHmac("sha256", key).update(body).digest("base64url");

/** A token of these claims, signed rightly: only what the test changes is wrong with it. */
function signed(header: object, claims: object, key: Uint8Array | string = TEST_SECRET): string {
  const body = `${part(header)}.${part(claims)}`;
  return `${body}.${hmac(body, key)}`;
}

describe("a token that was tampered with", () => {
  let people: People;
  let gateway: TestGateway;
  let good: string;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;
  beforeEach(async () => {
    people = await somePeople();
    gateway = await start({ access: people.access, clock: people.time.clock });
    good = people.sessions.viewer.accessToken;
    header = { ...decodeProtectedHeader(good) };
    claims = { ...decodeJwt(good) };
  });
  const statusOf = async (token: string, url = "/api/v1/status") =>
    (await gateway.app.inject({ url, headers: { authorization: `Bearer ${token}` } })).statusCode;

  it("is let in where nothing was changed, so that what is refused below is refused for the change", async () => {
    expect(await statusOf(good)).toBe(200);
    expect(await statusOf(signed(header, claims))).toBe(200);
  });

  it.each<[string, () => string]>([
    ["says alg none and has no signature", () => `${part({ ...header, alg: "none" })}.${part(claims)}.`],
    ["says alg None", () => `${part({ ...header, alg: "None" })}.${part(claims)}.`],
    [
      "says alg none and keeps the signature",
      () => `${part({ ...header, alg: "none" })}.${good.split(".").slice(1).join(".")}`,
    ],
    ["is signed with another key", () => signed(header, claims, "another secret of the same length 123456")],
    ["is signed with an empty key", () => signed(header, claims, "")],
    [
      "has other claims under the old signature",
      () => `${part(header)}.${part({ ...claims, sub: "admin" })}.${good.split(".")[2]}`,
    ],
    ["has no signature", () => `${good.split(".").slice(0, 2).join(".")}.`],
    ["has half a signature", () => good.slice(0, -8)],
    ["says HS512 and is signed so", () => hs512(header, claims)],
    ["says RS256 and is signed by a key of its own", () => rs256(header, claims)],
    [
      "is signed by hash with somebody's public key",
      () => signed({ ...header, alg: "HS256" }, claims, publicPem()),
    ],
    [
      "brings its own key along",
      () => signed({ ...header, jwk: { kty: "oct", k: "AAAA" } }, claims, Buffer.alloc(3)),
    ],
    [
      "names a key's address",
      () => signed({ ...header, jku: "http://evil.example/keys" }, claims, "x".repeat(40)),
    ],
    ["is of another issuer", () => signed(header, { ...claims, iss: "evil" })],
    ["is for another audience", () => signed(header, { ...claims, aud: "evil" })],
    ["has expired", () => signed(header, { ...claims, exp: Number(claims.iat) - 1 })],
    ["never expires", () => signed(header, without(claims, "exp"))],
    ["is of another kind", () => signed({ ...header, typ: "JWT" }, claims)],
    ["is of a session that is not there", () => signed(header, { ...claims, sid: "0".repeat(22) })],
    [
      "is of another user's session",
      () => signed(header, { ...claims, sid: people.sessions.admin.session.id }),
    ],
    ["is a refresh token", () => people.sessions.viewer.refreshToken],
    ["is a password", () => people.password],
    ["is very long", () => `${good}${"A".repeat(6_000)}`],
    ["is nothing", () => ""],
  ])("is nobody's where it %s", async (_, forge) => {
    const token = forge();
    expect(await statusOf(token)).toBe(401);
    expect(await statusOf(token, "/api/v1/users")).toBe(401);
  });

  it("is good for nothing as a refresh token, and a guessed refresh token ends no session", async () => {
    const refresh = (refresh_token: string) =>
      gateway.app.inject({ method: "POST", url: "/api/v1/auth/refresh", payload: { refresh_token } });
    expect((await refresh(good)).statusCode).toBe(401);
    const [kind, id] = people.sessions.admin.refreshToken.split(".");
    expect((await refresh(`${kind}.${id}.${"A".repeat(43)}.${"A".repeat(43)}`)).statusCode).toBe(401);
    expect(await statusOf(people.sessions.admin.accessToken)).toBe(200);
  });

  it("does not count where a cookie is good but the header says somebody else", async () => {
    const headers = { authorization: "Bearer nonsense", cookie: `tandem_access=${good}` };
    expect((await gateway.app.inject({ url: "/api/v1/status", headers })).statusCode).toBe(401);
  });

  it("stands in no log, answer or audit", async () => {
    await statusOf(signed(header, claims, "another secret of the same length 123456"));
    await gateway.app.inject({
      method: "POST",
      url: "/api/v1/auth/login",
      payload: { name: "viewer", password: "canary-pass-1" },
    });
    expect(JSON.stringify(gateway.log.lines)).not.toMatch(/canary-pass-1|eyJ/);
  });
});

describe("whoever wants to be more than they are", () => {
  it("cannot: no viewer changes a role, no operator makes users, keys or opens live trading", async () => {
    const people = await somePeople();
    const { app, commands } = await start({ access: people.access, clock: people.time.clock, mode: "live" });
    const tries: [InjectOptions, "viewer" | "operator"][] = [
      [{ method: "PATCH", url: "/api/v1/users/viewer", payload: { role: "admin" } }, "viewer"],
      [{ method: "PATCH", url: "/api/v1/users/operator", payload: { role: "admin" } }, "operator"],
      [
        {
          method: "POST",
          url: "/api/v1/users",
          payload: { name: "eve", role: "admin", password: "long enough 4 words" },
        },
        "operator",
      ],
      [{ method: "POST", url: "/api/v1/api-keys", payload: { name: "eve", role: "admin" } }, "operator"],
      [{ method: "DELETE", url: "/api/v1/users/admin" }, "operator"],
      [
        { method: "POST", url: "/api/v1/controls/live-trading", payload: { confirm: "trade real money" } },
        "operator",
      ],
      [{ method: "POST", url: "/api/v1/controls/pause" }, "viewer"],
      [{ method: "PATCH", url: "/api/v1/risk", payload: { daily_loss_limit_usd: "1" } }, "viewer"],
    ];
    for (const [request, role] of tries)
      expect((await app.inject({ ...request, headers: people.bearer(role) })).statusCode).toBe(403);
    expect(commands).toEqual([]);
    expect(
      people.access.people
        .users()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["admin", "operator", "viewer"]);
  });

  it("gains nothing by a role, a name or a forwarded address in what it sends", async () => {
    const people = await somePeople();
    const { app, commands } = await start({ access: people.access, clock: people.time.clock });
    const headers = {
      ...people.bearer("operator"),
      "x-forwarded-for": "10.9.9.9",
      "x-user": "admin",
      "x-role": "admin",
    };
    await app.inject({ method: "POST", url: "/api/v1/controls/pause", headers });
    expect(commands).toEqual([
      { name: "pause", command: expect.objectContaining({ by: "operator@127.0.0.1" }) },
    ]);
    expect((await app.inject({ url: "/api/v1/users", headers })).statusCode).toBe(403);
  });
});

function without(claims: Record<string, unknown>, name: string) {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

function hs512(header: object, claims: object): string {
  const body = `${part({ ...header, alg: "HS512" })}.${part(claims)}`;
  return `${body}.${createHmac("sha512", TEST_SECRET).update(body).digest("base64url")}`;
}

function rs256(header: object, claims: object): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const body = `${part({ ...header, alg: "RS256" })}.${part(claims)}`;
  return `${body}.${sign("sha256", Buffer.from(body), privateKey).toString("base64url")}`;
}

function publicPem(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
}
