import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ConsoleServer, createConsoleServer, viewOpportunity } from "#gateway";
import { errorBody } from "#wire";
import { anOpportunity, aStatus, createRecordedLog } from "./builders.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";
import { connectStream } from "./stream-client.ts";

let distDir: string;
let api: TestGateway;
let apiPort: number;
let server: ConsoleServer;
let url: string;

beforeEach(async () => {
  distDir = mkdtempSync(join(tmpdir(), "tandem-console-"));
  mkdirSync(join(distDir, "assets"));
  writeFileSync(join(distDir, "index.html"), "<!doctype html><title>console</title>");
  writeFileSync(join(distDir, "assets", "index-Bx81.js"), "export {}");
  writeFileSync(join(distDir, "favicon.svg"), "<svg/>");
  api = await startGateway();
  apiPort = await api.gateway.listen();
  server = await serve();
  url = `http://127.0.0.1:${server.port}`;
});
afterEach(async () => {
  await server.close();
  await api.gateway.close();
  rmSync(distDir, { recursive: true });
});

const serve = (port = 0) =>
  createConsoleServer({
    distDir,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    host: "127.0.0.1",
    port,
    log: createRecordedLog(),
    ...{ allowedOrigins: [], ipAllowlist: [], consoleKey: null },
  });

describe("the console's server", () => {
  it.each(["/", "/overview", "/opportunities", "/opportunities/opp-1?asset=SOL-USD"])(
    "answers %s with the page, asked for anew each time",
    async (path) => {
      const answer = await fetch(url + path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("<title>console</title>");
      expect(answer.headers.get("content-type")).toContain("text/html");
      expect(answer.headers.get("cache-control")).toBe("no-cache");
    },
  );

  it("lets hashed assets be kept for ever, and other files not", async () => {
    const asset = await fetch(`${url}/assets/index-Bx81.js`);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(asset.headers.get("content-type")).toContain("javascript");
    expect((await fetch(`${url}/favicon.svg`)).headers.get("cache-control")).toBe("no-cache");
  });

  it("answers 404 to a file that is not there, and to a way out of its folder", async () => {
    const missing = await fetch(`${url}/assets/index-old.js`);
    expect(missing.status).toBe(404);
    errorBody.parse(await missing.json());
    const outside = await fetch(`${url}/..%2f..%2fetc%2fpasswd`);
    expect(await outside.text()).not.toContain("root:");
  });

  it("allows the bundle's own scripts and nothing from elsewhere", async () => {
    const policy = (await fetch(url)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it("passes REST, the document and its page on", async () => {
    expect(await (await fetch(`${url}/api/v1/status`)).json()).toEqual(aStatus());
    expect((await (await fetch(`${url}/openapi.json`)).json()).openapi).toBe("3.1.0");
    const docs = await fetch(`${url}/docs/`);
    expect(await docs.text()).toContain("swagger-ui");
    expect(docs.headers.get("content-security-policy")).toContain("script-src 'self';");
    const posted = await fetch(`${url}/api/v1/test/inject-opportunity?spread_pct=3`, {
      method: "POST",
      headers: { origin: url },
    });
    expect(posted.status).toBe(200);
    const patched = await fetch(`${url}/api/v1/risk`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: '{"min_spread_pct":"2"}',
    });
    expect(await patched.json()).toMatchObject({ min_spread_pct: "2" });
  });

  it("passes the API's refusals on as they are, strange origins among them", async () => {
    const invalid = await fetch(`${url}/api/v1/opportunities?limit=0`);
    expect(invalid.status).toBe(422);
    errorBody.parse(await invalid.json());
    const strange = await fetch(`${url}/api/v1/test/inject-opportunity`, {
      method: "POST",
      headers: { origin: "http://evil.example" },
    });
    expect(strange.status).toBe(403);
  });

  it("passes the event stream on, both ways", async () => {
    const client = await connectStream(server.port, { origin: url });
    await client.until("status");
    expect(client.frames[0]?.type).toBe("connected");
    api.publish({ type: "opportunity", data: viewOpportunity(anOpportunity()) });
    await client.until("opportunity");
    // The pong that answers the API's ping travels through it too.
    for (let minute = 0; minute < 3; minute += 1) {
      api.time.advance(30_000);
      await client.until("ping", minute + 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    const closed = once(client.socket, "close");
    await api.gateway.close();
    await closed;
  });

  it("keeps nothing for a reader that stops reading: the API sees it, and drops it", async () => {
    const client = await connectStream(server.port);
    await client.until("status");
    client.socket.pause();
    const reason = "x".repeat(32 * 1024);
    for (let index = 0; index < 1_600; index += 1) {
      api.publish({
        type: "opportunity",
        data: viewOpportunity(anOpportunity({ id: `flood-${index}`, decisionReason: reason })),
      });
      if (index % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect((await api.app.inject("/api/metrics")).body).toContain(
      'arb_stream_readers_dropped_total{reason="outbox-full"} 1',
    );
    client.socket.resume();
    await once(client.socket, "close");
  });

  it("refuses a stream that the API refuses or does not have", async () => {
    await expect(connectStream(server.port, { origin: "http://evil.example" })).rejects.toThrow("403");
  });

  it("says in the common form that the API is down, and serves its pages all the same", async () => {
    await api.gateway.close();
    const answer = await fetch(`${url}/api/v1/status`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({ detail: "the API is not reachable" });
    await expect(connectStream(server.port)).rejects.toThrow("502");
    expect((await fetch(`${url}/overview`)).status).toBe(200);
  });

  it("refuses a port in use in one line that names CONSOLE_PORT", async () => {
    await expect(serve(server.port)).rejects.toMatchObject({
      name: "ConfigError",
      message: `CONSOLE_PORT: cannot listen on 127.0.0.1:${server.port} (the port is in use)`,
    });
  });

  it("refuses to start without a built console", async () => {
    rmSync(join(distDir, "index.html"));
    await expect(serve()).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringContaining("the console is not built"),
    });
    writeFileSync(join(distDir, "index.html"), "");
  });

  it("ends with its tunnels open", async () => {
    const client = await connectStream(server.port);
    const closed = once(client.socket, "close");
    await server.close();
    await closed;
  });
});
