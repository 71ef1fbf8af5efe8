import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type People, somePeople } from "./people.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";
import { connectStream, type StreamClient } from "./stream-client.ts";

describe("a stream and the session that it rests on", () => {
  let people: People;
  let started: TestGateway;
  let port: number;
  let clients: StreamClient[];
  beforeEach(async () => {
    people = await somePeople();
    const { clock, timers } = people.time;
    started = await startGateway({ access: people.access, clock, timers });
    port = await started.gateway.listen();
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) await client.close();
    await started.gateway.close();
  });
  async function listening(headers: Record<string, string>): Promise<StreamClient> {
    const client = await connectStream(port, { headers });
    clients.push(client);
    await client.until("status");
    return client;
  }
  /** Within a second of the gateway's own clock, and how it was told. */
  async function goodbye({ socket }: StreamClient): Promise<[number, string]> {
    const closed = once(socket, "close");
    people.time.advance(999);
    const [code, reason] = await closed;
    return [Number(code), String(reason)];
  }

  it("opens by a bearer token, an API key or the console's cookie", async () => {
    await listening(people.bearer("viewer"));
    await listening(await people.apiKey("viewer"));
    await listening({ cookie: `tandem_access=${people.sessions.operator.accessToken}` });
  });

  it.each([
    ["without a token", "/api/ws", {}],
    ["with a token in the address", "/api/ws?access_token=", {}],
    ["with nonsense", "/api/ws", { authorization: "Bearer nonsense" }],
  ] as [string, string, Record<string, string>][])("is refused %s", async (_, path, headers) => {
    const url = path.endsWith("=") ? path + people.sessions.viewer.accessToken : path;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${url}`, { headers });
    const [, response] = await once(socket, "unexpected-response");
    expect(response.statusCode).toBe(401);
    response.destroy();
  });

  it.each<[string, () => Promise<unknown>]>([
    ["the logout", () => people.access.signIn.logout(people.sessions.operator.session.id, "test")],
    ["the user is disabled", () => people.access.people.editUser("operator", { disabled: true }, "test")],
    ["the role changes", () => people.access.people.editUser("operator", { role: "viewer" }, "test")],
    ["the user is removed", () => people.access.people.removeUser("operator", "test", false)],
  ])("is closed within a second of %s, while others go on", async (_, revoke) => {
    const [revoked, other] = [
      await listening(people.bearer("operator")),
      await listening(people.bearer("viewer")),
    ];
    await revoke();
    expect(await goodbye(revoked)).toEqual([1008, "session ended"]);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
  });

  it("is closed within a second of its key's end, revoked or expired", async () => {
    const revoked = await listening(await people.apiKey("viewer"));
    await people.access.people.revokeApiKey({ name: "script-viewer" }, "test");
    expect((await goodbye(revoked))[0]).toBe(1008);
    const expiring = await listening(await people.apiKey("operator"));
    const closed = once(expiring.socket, "close");
    people.time.advance(86_400_000);
    // A whole day in one step: whichever is looked at first, the session that is over or the pings that went unanswered.
    expect([1006, 1008]).toContain((await closed)[0]);
  });

  it("goes on when the access token that opened it expires, for as long as the session does", async () => {
    const client = await listening(people.bearer("viewer"));
    people.time.advance(25_000);
    const before = client.ofType("status").length;
    people.time.advance(1_000);
    await client.until("status", before + 1);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe("a stream that was opened before there were users", () => {
  it("is closed within a second of the first one", async () => {
    const { createTestAccess } = await import("./access-in-memory.ts");
    const { createFakeTime } = await import("./builders.ts");
    const time = createFakeTime();
    const { access } = await createTestAccess(time.clock);
    const started = await startGateway({ access, clock: time.clock, timers: time.timers });
    const client = await connectStream(await started.gateway.listen());
    await client.until("status");
    const closed = once(client.socket, "close");
    await access.people.addUser(
      { name: "root", role: "admin", password: "a phrase of many words 73" },
      "test",
    );
    time.advance(999);
    expect((await closed)[0]).toBe(1008);
    await started.gateway.close();
  });
});
