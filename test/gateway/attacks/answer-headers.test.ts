import { describe, expect, it } from "vitest";
import { sendRaw, upgradeText } from "./raw-client.ts";
import { DOORS, serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const HOST = "Host: localhost";
const get = (path: string, ...headers: string[]) =>
  `GET ${path} HTTP/1.1\r\n${[HOST, ...headers, "Connection: close"].join("\r\n")}\r\n\r\n`;

/** One of each kind of answer that a server can give, however early. */
const ANSWERS: [string, string, number][] = [
  ["an answer", get("/api/v1/status"), 200],
  ["metrics", get("/api/metrics"), 200],
  ["the document", get("/openapi.json"), 200],
  ["an export", get("/api/v1/trades/export"), 200],
  ["invalid input", get("/api/v1/opportunities?limit=0"), 422],
  ["an address that cannot be decoded", get("/api/%zz"), 422],
  ["a route that is not there", get("/api/v1/nothing"), 404],
  ["a method that is not there", get("/api/v1/status").replace("GET", "DELETE"), 404],
  ["a stranger's host", get("/api/v1/status").replace("localhost", "evil.example"), 403],
  [
    "a stranger's origin",
    get("/api/v1/status").replace("GET", "POST").replace(HOST, `${HOST}\r\nOrigin: null`),
    403,
  ],
  ["a stranger's stream", upgradeText("GET /api/ws", [HOST, "Origin: null"]), 403],
  ["a stream where there is none", upgradeText("GET /api/nothing", [HOST, "Connection: close"]), 404],
  [
    "a body of the wrong kind",
    `${get("/api/v1/risk", "Content-Type: text/xml", "Content-Length: 1").replace("GET", "PATCH")}x`,
    415,
  ],
  ["no request at all", "hello\r\n\r\n", 400],
  ["headers without end", get("/api/v1/status", `X-Long: ${"x".repeat(20_000)}`), 431],
  ["an expectation", get("/api/v1/status", "Expect: miracles"), 417],
];

describe.each(DOORS)("every answer of the %s", (door) => {
  it.each(ANSWERS)("lets a browser do nothing with it: %s", async (_what, request, status) => {
    const { port } = await start();
    const answer = await sendRaw(port[door], request);
    expect(answer.status).toBe(status);
    const { headers } = answer;
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(headers["content-security-policy"]).toMatch(/default-src '(none|self)'.*frame-ancestors 'none'/);
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(headers.server ?? headers["x-powered-by"]).toBeUndefined();
    if (status >= 400) expect(JSON.parse(answer.body)).toEqual({ detail: expect.anything() });
  });
});

describe("the console's answers", () => {
  it.each([
    ["/", 200],
    ["/overview", 200],
    ["/assets/index-Bx81.js", 200],
    ["/assets/none.js", 404],
  ])("run the bundle's own scripts alone: %s", async (path, status) => {
    const { port } = await start();
    const answer = await sendRaw(port.console, get(path));
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
    });
    expect(answer.headers["content-security-policy"]).toContain("default-src 'self'");
    expect(answer.headers["content-security-policy"]).not.toContain("unsafe");
  });

  it("say that the API is away with the same headers", async () => {
    const servers = await start();
    await servers.api.gateway.close();
    for (const request of [get("/api/v1/status"), upgradeText("GET /api/ws", [HOST])]) {
      const answer = await sendRaw(servers.port.console, request);
      expect(answer.status).toBe(502);
      expect(answer.headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
    }
  });
});

describe.each(DOORS)("the documents' page at the %s", (door) => {
  it("works with scripts of its own only, each of which is there", async () => {
    const { port } = await start();
    const page = await sendRaw(port[door], get("/docs/"));
    const policy = page.headers["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    // An inline script would not run under that policy, so that there is none.
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=|javascript:/);
    for (const [, file] of page.body.matchAll(/src="\.\/([^"]+)"/g)) {
      const script = await sendRaw(port[door], get(`/docs/${file}`));
      expect([script.status, script.headers["content-type"]]).toEqual([
        200,
        expect.stringContaining("javascript"),
      ]);
    }
  });
});

describe("another origin", () => {
  const allowedOrigins = ["https://desk.example"];
  const preflight = (origin: string) =>
    get("/api/v1/controls/pause", `Origin: ${origin}`, "Access-Control-Request-Method: POST").replace(
      "GET",
      "OPTIONS",
    );

  it.each(DOORS)("that is allowed may read and send its cookies, at the %s", async (door) => {
    const { port } = await start({ allowedOrigins });
    const asked = await sendRaw(port[door], get("/api/v1/status", "Origin: https://desk.example"));
    expect(asked.headers).toMatchObject({
      "access-control-allow-origin": "https://desk.example",
      "access-control-allow-credentials": "true",
      vary: expect.stringContaining("Origin"),
    });
    const before = await sendRaw(port[door], preflight("https://desk.example"));
    expect(before.status).toBe(204);
    expect(before.headers["access-control-allow-methods"]).toBe("GET, HEAD, POST, PATCH");
  });

  it.each(["https://evil.example", "http://desk.example", "https://desk.example:444", "null", "*"])(
    "that is not allowed is told nothing: %s",
    async (origin) => {
      const { port } = await start({ allowedOrigins });
      for (const request of [get("/api/v1/status", `Origin: ${origin}`), preflight(origin)]) {
        const { headers } = await sendRaw(port.API, request);
        expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
        expect(headers.vary).toContain("Origin");
      }
    },
  );
});
