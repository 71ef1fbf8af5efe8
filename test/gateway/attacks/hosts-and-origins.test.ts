import { describe, expect, it } from "vitest";
import { errorBody } from "#wire";
import { connectStream } from "../stream-client.ts";
import { requestText, sendRaw, upgradeText } from "./raw-client.ts";
import { DOORS, type Door, type Servers, serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const PAUSE = "POST /api/v1/controls/pause";
const STATUS = "GET /api/v1/status";

async function statusOf({ port }: Servers, door: Door, line: string, headers: readonly string[]) {
  const answer = await sendRaw(port[door], requestText(line, headers));
  if (answer.status === 403) errorBody.parse(JSON.parse(answer.body));
  return answer.status;
}

describe("a Host that is not ours", () => {
  const OURS = [
    "127.0.0.1:{port}",
    "localhost:{port}",
    "LocalHost",
    "[::1]:{port}",
    "127.0.0.1:9",
    "desk.example",
    "DESK.example:8443",
  ];
  const FOREIGN: [string, string[]][] = [
    ["a name that was pointed at this machine", ["Host: rebound.example:{port}"]],
    ["a name that ends as ours do", ["Host: notdesk.example"]],
    ["a name that begins as ours do", ["Host: localhost.evil.example"]],
    ["a trailing dot", ["Host: localhost."]],
    ["userinfo", ["Host: localhost@evil.example"]],
    ["userinfo in front of ours", ["Host: evil.example@localhost"]],
    ["an IPv6 address without brackets", ["Host: ::1"]],
    ["an address in another notation", ["Host: 2130706433"]],
    ["an address in short", ["Host: 127.1"]],
    ["an address that nobody is bound to", ["Host: 10.0.0.1"]],
    ["every address", ["Host: 0.0.0.0"]],
    ["a port that is none", ["Host: localhost:70000"]],
    ["a port that is no number", ["Host: localhost:80x"]],
    ["a percent sign", ["Host: local%68ost"]],
    ["a second name behind a comma", ["Host: localhost, evil.example"]],
    ["a blank", ["Host: local host"]],
    ["nothing", ["Host:"]],
    ["no such header", []],
    ["two of them", ["Host: localhost", "Host: evil.example"]],
    ["ours twice", ["Host: localhost", "host: localhost"]],
  ];

  describe.each(DOORS)("at the %s", (door) => {
    it("is refused to reads and to commands, and changes nothing", async () => {
      const servers = await start({ allowedOrigins: ["https://desk.example:8443"] });
      const own = (lines: readonly string[]) =>
        lines.map((one) => one.replace("{port}", String(servers.port[door])));
      for (const host of OURS)
        expect(await statusOf(servers, door, STATUS, own([`Host: ${host}`])), host).toBe(200);
      for (const [what, headers] of FOREIGN)
        for (const line of [STATUS, PAUSE, "GET /api/metrics", "OPTIONS /api/v1/status", "GET /nothing"])
          expect(await statusOf(servers, door, line, own(headers)), `${what}: ${line}`).toBe(403);
      expect(servers.api.commands).toEqual([]);
    });

    it("opens no stream", async () => {
      const servers = await start();
      const headers = { host: "rebound.example" };
      await expect(connectStream(servers.port[door], { headers })).rejects.toThrow("403");
    });
  });

  it("is not shown the console's page", async () => {
    const servers = await start();
    const answer = await sendRaw(servers.port.console, requestText("GET /", ["Host: rebound.example"]));
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain("<title>");
  });

  it("is any name, but no address of ours, where every interface is listened on", async () => {
    const servers = await start({ host: "0.0.0.0" }, { host: "0.0.0.0" });
    for (const door of DOORS) {
      for (const host of ["localhost", "127.0.0.1", "192.168.1.7:8001", "[fd00::7]:8001"])
        expect(await statusOf(servers, door, STATUS, [`Host: ${host}`]), host).toBe(200);
      for (const host of ["rebound.example", "127.1", "localhost."])
        expect(await statusOf(servers, door, STATUS, [`Host: ${host}`]), host).toBe(403);
    }
  });
});

describe("an Origin that is not ours", () => {
  const allowedOrigins = ["https://desk.example", "http://other.example:3000"];
  const WELCOME: [string, string[]][] = [
    ["none at all, as curl and Prometheus send", ["Host: localhost:8001"]],
    ["the page's own", ["Host: localhost:3000", "Origin: http://localhost:3000"]],
    ["the page's own in capitals", ["Host: LOCALHOST:3000", "Origin: HTTP://LocalHost:3000"]],
    ["the page's own on the default port", ["Host: localhost", "Origin: http://localhost"]],
    ["the page's own with its default port said", ["Host: localhost:80", "Origin: http://localhost"]],
    ["the page's own over IPv6", ["Host: [::1]:3000", "Origin: http://[::1]:3000"]],
    ["an allowed one", ["Host: localhost:8001", "Origin: https://desk.example"]],
    [
      "an allowed one with its default port said",
      ["Host: localhost:8001", "Origin: https://desk.example:443"],
    ],
    [
      "an allowed one across sites",
      ["Host: localhost", "Origin: https://desk.example", "Sec-Fetch-Site: cross-site"],
    ],
    ["an own one behind TLS", ["Host: desk.example", "Origin: https://desk.example"]],
    ["the same site", ["Host: localhost", "Origin: http://localhost", "Sec-Fetch-Site: same-origin"]],
  ];
  const STRANGE: [string, string[]][] = [
    ["another site's", ["Host: localhost:8001", "Origin: http://evil.example"]],
    ["null", ["Host: localhost:8001", "Origin: null"]],
    ["an empty one", ["Host: localhost:8001", "Origin:"]],
    ["another port of this machine", ["Host: localhost:8001", "Origin: http://localhost:9999"]],
    ["another name of this machine", ["Host: localhost:8001", "Origin: http://127.0.0.1:8001"]],
    ["an allowed one by another scheme", ["Host: localhost:8001", "Origin: http://desk.example"]],
    ["an allowed one on another port", ["Host: localhost:8001", "Origin: http://other.example:3001"]],
    ["an allowed one with a dot", ["Host: localhost:8001", "Origin: https://desk.example."]],
    [
      "an allowed one with more behind it",
      ["Host: localhost:8001", "Origin: https://desk.example.evil.example"],
    ],
    ["an allowed one as userinfo", ["Host: localhost:8001", "Origin: https://desk.example@evil.example"]],
    ["an allowed one with a path", ["Host: localhost:8001", "Origin: https://desk.example/"]],
    [
      "an allowed one, then another",
      ["Host: localhost:8001", "Origin: https://desk.example", "Origin: http://evil.example"],
    ],
    ["one of another scheme", ["Host: localhost:8001", "Origin: file://localhost:8001"]],
    ["none, but from another site", ["Host: localhost:8001", "Sec-Fetch-Site: cross-site"]],
    [
      "an own one, but from another site",
      ["Host: localhost", "Origin: http://localhost", "Sec-Fetch-Site: cross-site"],
    ],
  ];

  it.each(DOORS)("commands nothing at the %s, while ours do", async (door) => {
    const servers = await start({ allowedOrigins });
    for (const [what, headers] of WELCOME)
      expect(await statusOf(servers, door, PAUSE, headers), what).toBe(200);
    expect(servers.api.commands).toHaveLength(WELCOME.length);
    for (const [what, headers] of STRANGE)
      for (const line of [PAUSE, "PATCH /api/v1/risk", "DELETE /api/v1/status"])
        expect(await statusOf(servers, door, line, headers), `${what}: ${line}`).toBe(403);
    expect(servers.api.commands).toHaveLength(WELCOME.length);
  });

  it.each(DOORS)("opens no stream at the %s, while ours do", async (door) => {
    const servers = await start({ allowedOrigins });
    const open = async (headers: readonly string[]) => {
      const text = upgradeText("GET /api/ws", headers);
      return (await sendRaw(servers.port[door], text, { listenMs: 60 })).status;
    };
    for (const [what, headers] of WELCOME) expect(await open(headers), what).toBe(101);
    for (const [what, headers] of STRANGE) expect(await open(headers), what).toBe(403);
  });

  it.each(DOORS)("may still read at the %s what a browser then keeps from its page", async (door) => {
    const servers = await start({ allowedOrigins });
    const headers = ["Host: localhost:8001", "Origin: http://evil.example"];
    const answer = await sendRaw(servers.port[door], requestText(STATUS, headers));
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });
});
