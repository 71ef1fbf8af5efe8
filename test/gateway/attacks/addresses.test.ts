import { describe, expect, it } from "vitest";
import { somePeople } from "../people.ts";
import { connectStream } from "../stream-client.ts";
import { requestText, sendRaw, upgradeText } from "./raw-client.ts";
import { DOORS, type Door, type Servers, serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const KEY = "k".repeat(43);
const HOST = "Host: localhost";
/** A second address of this machine. Linux has all of 127/8, other systems the first one only. */
const hasSecondAddress = process.platform === "linux";
const SECOND = "127.0.0.2";

/** The address by which the servers know a caller: who paused, as the audit log will have it. */
async function knownAs(
  { port, api }: Servers,
  door: Door,
  { headers = [], from }: { headers?: string[]; from?: string } = {},
): Promise<unknown> {
  const text = requestText("POST /api/v1/controls/pause", [HOST, ...headers]);
  const answer = await sendRaw(port[door], text, from === undefined ? {} : { from });
  expect(answer.status).toBe(200);
  return (api.commands.at(-1)?.command as { by: string } | undefined)?.by;
}

describe("IP_ALLOWLIST", () => {
  it.each([
    ["", "203.0.113.9", 200],
    ["10.0.0.0/8", "10.255.0.1", 200],
    ["10.0.0.0/8", "11.0.0.1", 403],
    ["10.0.0.0/8", "::ffff:10.1.2.3", 200],
    ["10.0.0.0/8", "::ffff:11.1.2.3", 403],
    ["10.0.0.7/8", "10.9.9.9", 200],
    ["10.0.0.7", "10.0.0.7", 200],
    ["10.0.0.7", "10.0.0.70", 403],
    ["10.0.0.7/32", "10.0.0.8", 403],
    ["10.0.0.7", "127.0.0.1", 403],
    ["0.0.0.0/0", "198.51.100.1", 200],
    ["0.0.0.0/0", "2001:db8::1", 403],
    ["2000::/3", "198.51.100.1", 403],
    ["::ffff:10.0.0.0/104", "10.1.2.3", 200],
    ["::ffff:10.0.0.0/104", "11.1.2.3", 403],
    ["fd00::/8", "fd12:3456::1", 200],
    ["fd00::/8", "fe80::1", 403],
    ["2001:db8::7", "2001:0db8:0:0::7", 200],
    ["fe80::1", "fe80::1%eth0", 200],
    ["::1", "127.0.0.1", 403],
    ["192.168.1.2, 10.0.0.0/8", "192.168.1.2", 200],
    ["10.0.0.0/8", "", 403],
    ["10.0.0.0/8", "10.0.0.1.evil.example", 403],
  ])("of [%s] answers %s with %i", async (list, remoteAddress, status) => {
    const ipAllowlist = list.split(", ").filter((part) => part !== "");
    const { api } = await start({ ipAllowlist });
    // An empty peer, as of a socket that is gone already, is none that a test client can have: any word stands for it.
    const from = remoteAddress === "" ? "gone" : remoteAddress;
    for (const url of ["/api/v1/status", "/api/metrics", "/docs/", "/nothing"]) {
      const answer = await api.app.inject({ url, remoteAddress: from });
      if (status === 403) expect(answer.json()).toEqual({ detail: "this address is not in IP_ALLOWLIST" });
      else expect(answer.statusCode).not.toBe(403);
    }
  });

  it.each(DOORS)("keeps whoever is not named from the %s: pages, API and stream", async (door) => {
    const servers = await start({ ipAllowlist: ["10.0.0.0/8"] });
    for (const line of ["GET /", "GET /api/v1/status", "POST /api/v1/controls/pause", "GET /nothing"])
      expect((await sendRaw(servers.port[door], requestText(line, [HOST]))).status, line).toBe(403);
    expect((await sendRaw(servers.port[door], upgradeText("GET /api/ws", [HOST]))).status).toBe(403);
    expect(servers.api.commands).toEqual([]);
  });

  it("is not talked round by headers that name another address", async () => {
    const servers = await start({ ipAllowlist: ["10.0.0.0/8"], consoleKey: KEY });
    for (const header of ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Tandem-Peer", "Client-IP"])
      for (const value of ["10.0.0.1", "for=10.0.0.1", "10.0.0.1, 10.0.0.2", ` ${"x".repeat(43)} 10.0.0.1`])
        for (const door of DOORS) {
          const text = requestText("GET /api/v1/status", [HOST, `${header}: ${value}`]);
          expect((await sendRaw(servers.port[door], text)).status, `${header}: ${value}`).toBe(403);
        }
  });

  it.runIf(hasSecondAddress)("tells two addresses behind the console apart", async () => {
    const servers = await start({ ipAllowlist: [SECOND], consoleKey: KEY });
    const status = async (from: string) =>
      (await sendRaw(servers.port.console, requestText("GET /api/v1/status", [HOST]), { from })).status;
    expect(await status(SECOND)).toBe(200);
    expect(await status("127.0.0.1")).toBe(403);
    const headers = { host: "localhost" };
    const client = await connectStream(servers.port.console, { headers, localAddress: SECOND });
    await client.until("status");
    await client.close();
  });

  it.runIf(hasSecondAddress)(
    "is kept by the API alone too, where the console's server lets all in",
    async () => {
      const servers = await start({ ipAllowlist: [SECOND], consoleKey: KEY }, { ipAllowlist: [] });
      const status = async (from: string) =>
        (await sendRaw(servers.port.console, requestText("GET /api/v1/status", [HOST]), { from })).status;
      expect([await status(SECOND), await status("127.0.0.1")]).toEqual([200, 403]);
    },
  );
});

describe("who is behind the console", () => {
  it.runIf(hasSecondAddress)(
    "is known to the API by the own address, for commands and the audit log",
    async () => {
      const servers = await start({ consoleKey: KEY });
      expect(await knownAs(servers, "console")).toBe("operator@127.0.0.1");
      expect(await knownAs(servers, "console", { from: SECOND })).toBe(`operator@${SECOND}`);
      expect(await knownAs(servers, "API", { from: SECOND })).toBe(`operator@${SECOND}`);
    },
  );

  it("cannot be chosen by a header, at either door, not even with half the key", async () => {
    const servers = await start({ consoleKey: KEY });
    const claims = [
      "X-Tandem-Peer: 203.0.113.9",
      "X-Tandem-Peer:  203.0.113.9",
      `X-Tandem-Peer: ${KEY.slice(1)} 203.0.113.9`,
      `X-Tandem-Peer: ${KEY}k 203.0.113.9`,
      "X-Tandem-Peer: null 203.0.113.9",
      "X-Forwarded-For: 203.0.113.9",
      "Forwarded: for=203.0.113.9",
    ];
    for (const claim of claims)
      for (const door of DOORS)
        expect(await knownAs(servers, door, { headers: [claim] }), claim).toBe("operator@127.0.0.1");
  });

  it("is overwritten by the console's server, even for who has the key", async () => {
    const servers = await start({ consoleKey: KEY });
    const headers = [`X-Tandem-Peer: ${KEY} 203.0.113.9`];
    expect(await knownAs(servers, "console", { headers })).toBe("operator@127.0.0.1");
    const keyless = await start({ consoleKey: KEY }, { consoleKey: null });
    expect(await knownAs(keyless, "console", { headers })).toBe("operator@127.0.0.1");
  });

  it("is believed on connections from this machine alone, and only if it is an address", async () => {
    // Who comes from elsewhere must say who they are: without users only this machine is let in.
    const { access, bearer, time } = await somePeople();
    const { api } = await start({ consoleKey: KEY, access, clock: time.clock });
    const by = async (remoteAddress: string, claim: string) => {
      const headers = { "x-tandem-peer": claim, ...bearer("operator") };
      const answer = await api.app.inject({
        method: "POST",
        url: "/api/v1/controls/pause",
        headers,
        remoteAddress,
      });
      return answer.json().paused_by;
    };
    expect(await by("127.0.0.1", `${KEY} 203.0.113.9`)).toBe("operator@203.0.113.9");
    expect(await by("::ffff:127.0.0.1", `${KEY} 2001:db8::9`)).toBe("operator@2001:db8::9");
    expect(await by("198.51.100.4", `${KEY} 203.0.113.9`)).toBe("operator@198.51.100.4");
    expect(await by("127.0.0.1", `${KEY} admin`)).toBe("operator@127.0.0.1");
    expect(await by("127.0.0.1", `${KEY} 203.0.113.9\u0085x`)).toBe("operator@127.0.0.1");
  });

  it("is not believed at all where there is no key", async () => {
    const servers = await start();
    for (const claim of [" 203.0.113.9", "null 203.0.113.9", "undefined 203.0.113.9"])
      expect(await knownAs(servers, "API", { headers: [`X-Tandem-Peer: ${claim}`] })).toBe(
        "operator@127.0.0.1",
      );
  });
});
