import { describe, expect, it } from "vitest";
import { errorBody } from "#wire";
import { sendRaw, upgradeText } from "./raw-client.ts";
import { serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const HOST = "Host: 127.0.0.1";
const stream = upgradeText("GET /api/ws", [HOST]);
const closing = (text: string) => text.replace("Connection: Upgrade", "Connection: Upgrade, close");

describe("an offer to change the protocol", () => {
  it("is not taken where there is no stream: the request is answered as any other", async () => {
    const { port, api } = await start();
    const status = await sendRaw(port.API, closing(upgradeText("GET /api/v1/status", [HOST])));
    expect([status.status, status.headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
    const pause = closing(upgradeText("POST /api/v1/controls/pause", [HOST]));
    expect((await sendRaw(port.API, pause)).status).toBe(200);
    expect(api.commands.map(({ name }) => name)).toEqual(["pause"]);
  });

  it("of another protocol is answered like a request for a page", async () => {
    const { port } = await start();
    const answer = await sendRaw(port.API, closing(stream.replace("Upgrade: websocket", "Upgrade: h2c")));
    expect(answer.status).toBe(426);
    expect(errorBody.parse(JSON.parse(answer.body)).detail).toBe("this address speaks WebSocket");
  });

  it.each([
    ["without a key", stream.replace(/Sec-WebSocket-Key: .*\r\n/, "")],
    ["with a key of another length", stream.replace("dGhlIHNhbXBsZSBub25jZQ==", "x")],
    ["of another version", stream.replace("Version: 13", "Version: 99")],
    ["for a protocol twice", stream.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: a, a\r\n\r\n")],
  ])("%s is refused in the form of every other refusal", async (_, text) => {
    const { port } = await start();
    const answer = await sendRaw(port.API, text);
    expect([answer.status, answer.headers["content-type"]]).toEqual([400, "application/json; charset=utf-8"]);
    expect(errorBody.parse(JSON.parse(answer.body)).detail).toMatch(
      /^(Missing or invalid|Invalid) Sec-WebSocket/,
    );
  });
});
