import { readFileSync } from "node:fs";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Operator, operate } from "../support/operator.ts";
import { freePort, startMain, type TandemProcess } from "../support/tandem-process.ts";
import { until } from "../support/until.ts";

/** Linux has all of 127/8, so that one machine can be three callers. */
const isLinux = process.platform === "linux";

/** `tandem run` and `tandem console` share nothing but their configuration and DATA_DIR. */
describe.runIf(isLinux)("the console's server in a process of its own", () => {
  let operator: Operator;
  let server: TandemProcess;
  let port: number;

  beforeAll(async () => {
    const env = { IP_ALLOWLIST: "127.0.0.1, 127.0.0.2", CONSOLE_PORT: String(await freePort()) };
    port = Number(env.CONSOLE_PORT);
    operator = await operate(["run", "--mode", "demo"], env);
    const api = new URL(operator.api).port;
    server = startMain(["console"], { ...env, PORT: api, DATA_DIR: operator.dataDir });
    await until(async () => (await pause("127.0.0.1")).status === 200, 30_000);
  }, 90_000);

  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
  });

  function pause(localAddress: string, headers: Record<string, string> = {}) {
    return new Promise<{ readonly status: number | undefined; readonly text: string }>((resolve, reject) => {
      const path = "/api/v1/controls/pause";
      const sent = request({ ...{ host: "127.0.0.1", port, path, method: "POST", localAddress, headers } });
      sent.once("error", reject).once("response", async (response) => {
        let text = "";
        for await (const chunk of response.setEncoding("utf8")) text += chunk;
        resolve({ status: response.statusCode, text });
      });
      sent.end();
    });
  }

  it("passes each caller's own address on, which no header changes, to the audit log", async () => {
    const forged = { "x-tandem-peer": "key 203.0.113.9", "x-forwarded-for": "203.0.113.9" };
    for (const headers of [{}, forged])
      expect(JSON.parse((await pause("127.0.0.2", headers)).text)).toMatchObject({
        paused_by: "operator@127.0.0.2",
      });
    const entries = await operator.audit();
    expect(entries.map(({ by }) => by)).toContain("operator@127.0.0.1");
    expect(JSON.stringify(entries)).not.toContain("203.0.113.9");
  });

  it("lets nobody in who is not in IP_ALLOWLIST", async () => {
    expect((await pause("127.0.0.3")).status).toBe(403);
  });

  it("shares a key with the API that is not logged", () => {
    const key = readFileSync(`${operator.dataDir}/console.key`, "utf8").trim();
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(operator.log() + server.stdout() + server.stderr()).not.toContain(key);
  });
});
