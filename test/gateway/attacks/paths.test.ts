import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { requestText, sendRaw } from "./raw-client.ts";
import { serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const SECRET = "the secret beside the console";

/** The console's server with a secret beside its folder, and a link inside that leads to it. */
async function withSecret() {
  const servers = await start();
  const secret = join(servers.distDir, "..", "tandem-secret.txt");
  writeFileSync(secret, SECRET);
  symlinkSync(secret, join(servers.distDir, "assets", "link.txt"));
  symlinkSync(join(servers.distDir, ".."), join(servers.distDir, "assets", "up"));
  writeFileSync(join(servers.distDir, ".env"), SECRET);
  return servers;
}

/** Sent as written: no client tidies the path first. */
const PATHS = [
  "/../tandem-secret.txt",
  "/assets/../../tandem-secret.txt",
  "/..%2ftandem-secret.txt",
  "/%2e%2e/tandem-secret.txt",
  "/%2e%2e%2ftandem-secret.txt",
  "/..%252ftandem-secret.txt",
  "/..%5ctandem-secret.txt",
  "/..\\tandem-secret.txt",
  "/assets/..%5c..%5ctandem-secret.txt",
  "/....//tandem-secret.txt",
  "/..;/tandem-secret.txt",
  "//tandem-secret.txt",
  "/%00../tandem-secret.txt",
  "/index.html%00.txt",
  "/assets/link.txt",
  "/assets/up/tandem-secret.txt",
  "/.env",
  "/%2eenv",
  "//etc/passwd",
  "/assets//etc/passwd",
  "/file:///etc/passwd",
  "/api/..%2f..%2ftandem-secret.txt",
  "/api/../.env",
  "/docs/..%2f..%2f.env",
  "/docs/static/..%2f..%2f..%2fpackage.json",
];

describe("a path that leads out of the console's folder", () => {
  it.each(PATHS)("gets nothing of what lies there: %s", async (path) => {
    const { port } = await withSecret();
    const answer = await sendRaw(port.console, requestText(`GET ${path}`, ["Host: localhost"]));
    expect(answer.text).not.toContain(SECRET);
    expect(answer.text).not.toContain("root:");
    expect(answer.text).not.toContain('"name": "tandem"');
    // Either a refusal, or the console's own page for what looks like one of its addresses.
    if (answer.status === 200) expect(answer.body).toContain("<title>console</title>");
    else expect([400, 403, 404, 422]).toContain(answer.status);
  });

  it("still leads to the console's own files and pages", async () => {
    const { port } = await withSecret();
    const get = (path: string) => sendRaw(port.console, requestText(`GET ${path}`, ["Host: localhost"]));
    expect((await get("/assets/index-Bx81.js")).body).toContain("export {}");
    expect((await get("/trades/opportunity:1")).body).toContain("<title>console</title>");
  });
});
