import { describe, expect, it } from "vitest";
import { serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const FORGED = "done\n2026-11-22T00:00:00.000Z ERROR Risk paused: daily loss limit\u001b[2J\u009b2J";

/** Texts that a caller can have written somewhere: the log, the audit, an answer's head. */
describe("words that a caller sends", () => {
  it("are kept as a reason on one line and without controls, so that no log or audit shows them raw", async () => {
    const { api } = await start();
    for (const reason of [FORGED, "a\rb", "x\u0000", "\u001b]0;title\u0007", "\u202egnp"]) {
      const answer = await api.app.inject({
        ...{ method: "POST", url: "/api/v1/controls/pause", headers: { host: "localhost" } },
        payload: { reason },
      });
      if (answer.statusCode === 422) continue;
      const command = api.commands.at(-1)?.command as { reason: string | null };
      expect(command.reason ?? "").toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e]*$/u);
    }
  });

  it("cannot add a header to an export through its file name or filter", async () => {
    const { port } = await start();
    const response = await fetch(
      `http://localhost:${port.API}/api/v1/trades/export?asset=${encodeURIComponent('x"\r\nSet-Cookie: a=b')}`,
    );
    expect(response.headers.get("set-cookie")).toBeNull();
    expect([200, 422]).toContain(response.status);
  });

  it("come back in an error as JSON text and never as a page", async () => {
    const { port } = await start();
    const response = await fetch(`http://localhost:${port.API}/api/v1/%3Cscript%3Ealert(1)%3C/script%3E`);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each(["limit=1e2", "limit=0x10", "limit=+5", "limit=%205", "limit=5&limit=6", "limit=5.0"])(
    "are no number where they only look like one: %s",
    async (query) => {
      const { api } = await start();
      for (const list of ["opportunities", "trades", "windows", "audit"])
        expect(
          (await api.app.inject({ url: `/api/v1/${list}?${query}`, headers: { host: "localhost" } }))
            .statusCode,
        ).toBe(422);
    },
  );
});
