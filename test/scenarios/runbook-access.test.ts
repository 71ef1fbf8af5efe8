import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Operator, operate } from "../support/operator.ts";
import { freePort, startMain, startTandem, type TandemProcess } from "../support/tandem-process.ts";

const PASSWORD = "a long enough phrase for tests 42\n";
const DAY_MS = 86_400_000;

/** The runbook's "Access Control": keys of scripts at a running process. Users are in SQLite whatever the main store is. */
describe("tandem api-key at a running process", () => {
  let operator: Operator;
  let token = "";

  beforeAll(async () => {
    operator = await operate(["run", "--mode", "demo"]);
    expect(await tandem(["user", "add", "ada", "--role", "admin"], PASSWORD)).toMatchObject({ code: 0 });
  }, 120_000);

  afterAll(async () => await operator?.[Symbol.asyncDispose]());

  async function tandem(args: readonly string[], typed?: string) {
    const folder = ["--data-dir", operator.dataDir];
    await using command = startTandem([...args, ...folder], {}, typed);
    const code = await command.exited();
    const lines = command.stdout().trim().split("\n").filter(Boolean);
    return {
      code,
      lines: lines.map((line) => JSON.parse(line)),
      text: command.stdout(),
      err: command.stderr(),
    };
  }

  const asked = async (as: string | null, path = "/trades") => {
    operator.token = as;
    return (await operator.get(path)).status;
  };

  it("asks everybody who they are, once there is a user [91]", async () => {
    expect(await asked(null)).toBe(401);
    expect((await operator.post("/controls/pause")).status).toBe(401);
  });

  it("makes a key of a name, a role and an expiry, and shows its token this once", async () => {
    const made = await tandem(["api-key", "add", "prometheus", "--role", "viewer", "--expires", "30d"]);
    expect(made).toMatchObject({ code: 0, lines: [{ name: "prometheus", role: "viewer" }] });
    const [key] = made.lines;
    expect(Math.abs(Date.parse(key.expires_at) - Date.now() - 30 * DAY_MS)).toBeLessThan(60_000);
    expect(key.created_by).toMatch(/@local$/);
    token = key.token;
    expect(token.length).toBeGreaterThan(30);
    const listed = await tandem(["api-key", "list"]);
    expect(listed.lines).toEqual([{ ...key, token: undefined }]);
    for (const part of token.split(/[._]/).filter((one) => one.length > 20)) {
      expect(listed.text).not.toContain(part);
      expect(operator.log()).not.toContain(part);
      expect(readFileSync(join(operator.dataDir, "access.db"), "latin1")).not.toContain(part);
    }
  });

  it("lets the key do what its role may and no more, from the next request on", async () => {
    expect(await asked(token)).toBe(200);
    expect((await operator.post("/controls/pause")).status).toBe(403);
  });

  it("revokes it at once, and says so to the audit log", async () => {
    expect(await tandem(["api-key", "revoke", "prometheus"])).toMatchObject({ code: 0, text: "" });
    expect(await asked(token)).toBe(401);
    expect((await tandem(["api-key", "list"])).lines).toEqual([]);
    const admin = await tandem(["api-key", "add", "reader", "--role", "admin", "--expires", "1d"]);
    operator.token = admin.lines[0].token;
    const audited = async () =>
      (await operator.audit()).map(({ action }) => action).includes("api key revoked");
    await operator.until(audited, 10_000, "the audit log does not tell it");
  });

  it.each([
    [["api-key", "revoke", "nobody"], /no such key/],
    [["api-key", "revoke"], /NAME is missing/],
    [["api-key", "add", "x", "--role", "god"], /--role: expected viewer, operator, admin/],
    [["api-key", "add", "x", "--role", "viewer", "--expires", "366d"], /--expires: expected 1d to 365d/],
    [["api-key", "add", "x", "--role", "viewer", "--expires", "soon"], /--expires: expected 1d to 365d/],
    [["api-key", "add", "reader", "--role", "viewer"], /there is a key reader already/],
    [["api-key", "burn", "x"], /expected add, list, revoke/],
  ])("refuses %j in one line", async (args, words) => {
    const isTaken = args.includes("reader");
    const refused = await tandem(args);
    expect(refused).toMatchObject({ code: isTaken ? 1 : 2, lines: [] });
    expect(refused.err.trim()).toMatch(words);
    expect(refused.err.trim().split("\n")).toHaveLength(1);
  });
});

describe("an address that others can reach", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "tandem-outside-"));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const outside = async (): Promise<TandemProcess> =>
    startMain(["run", "--mode", "demo"], {
      HOST: "0.0.0.0",
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
    });

  it("is not listened on while there are no users, and one line says how to make the first", async () => {
    await using tandem = await outside();
    expect(await tandem.exited()).toBe(2);
    const refusals = tandem
      .stderr()
      .split("\n")
      .filter((line) => line.startsWith("tandem: "));
    expect(refusals).toEqual([
      expect.stringMatching(
        /^tandem: HOST: 0\.0\.0\.0 .* no users; .*tandem user add NAME --role admin --mode demo$/,
      ),
    ]);
  });

  it("is listened on once there is an admin, and asks everybody who they are [91]", async () => {
    const folder = ["--data-dir", dataDir];
    await using made = startTandem(["user", "add", "ada", "--role", "admin", ...folder], {}, PASSWORD);
    expect(await made.exited()).toBe(0);
    await using added = startTandem(["api-key", "add", "script", "--role", "viewer", ...folder]);
    expect(await added.exited()).toBe(0);
    const { token } = JSON.parse(added.stdout());
    const outside = { HOST: "0.0.0.0", DATA_DIR: dataDir };
    await using operator = await operate(["run", "--mode", "demo"], outside, token);
    expect((await operator.get("/trades")).status).toBe(200);
    operator.token = null;
    expect((await operator.get("/trades")).status).toBe(401);
  });
});
