import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RejectedError } from "#model";
import { readConfig } from "../../src/system/config.ts";
import { loadEnvironment } from "../../src/system/env-file.ts";
import { Errands } from "../../src/system/errands/errands.ts";
import { takeAnswer, writeRequest } from "../../src/system/errands/exchange.ts";
import { readPidFile, writePidFile } from "../../src/system/errands/pid-file.ts";
import { KeyReload } from "../../src/system/keys/key-reload.ts";
import { rotateKeys } from "../../src/system/keys/rotate-keys.ts";
import type { VenueDoors } from "../../src/system/keys/venue-doors.ts";
import { eventually, realTime, recordingLog } from "../support/fake-time.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tandem-keys-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("the file that tells which process runs over these data", () => {
  it("names it as long as it lives, and is gone with it", () => {
    const file = writePidFile(dir);
    expect(readPidFile(dir)).toBe(process.pid);
    file[Symbol.dispose]();
    expect(readdirSync(dir)).toEqual([]);
  });

  it("does not take another process for it that was given the same number since", () => {
    using _file = writePidFile(dir);
    const path = join(dir, "tandem.pid");
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: "1" }));
    expect(readPidFile(dir)).toBeNull();
  });

  it.each(["", "4711\n", '{"pid":-1,"started":null}'])("names nobody where it says %j", (text) => {
    writeFileSync(join(dir, "tandem.pid"), text);
    expect(readPidFile(dir)).toBeNull();
  });

  it("stays where another process has put its own there", () => {
    const file = writePidFile(dir);
    const path = join(dir, "tandem.pid");
    writeFileSync(path, '{"pid":1,"started":null}');
    file[Symbol.dispose]();
    expect(readFileSync(path, "utf8")).toContain('"pid":1');
  });
});

const FIRST =
  "GEMINI_API_KEY=k1\nGEMINI_API_SECRET=s1\nSOLANA_RPC_URL=http://a/?k=1\nSOLANA_WS_URL=ws://a/?k=1\n";

/** A reload over a file, with venues that take or refuse what they are given. */
function aReload(doors: Partial<VenueDoors> = {}, processEnv: Record<string, string> = {}) {
  const path = join(dir, "some.env");
  const write = (text: string) => writeFileSync(path, `ASSET_LIST=SOL-USD\n${text}`, { mode: 0o600 });
  write(FIRST);
  const reread = () => loadEnvironment({ DATA_DIR: dir, ...processEnv }, path);
  const environment = reread();
  const config = readConfig("demo", environment);
  const taken: string[] = [];
  const audited: string[] = [];
  const log = recordingLog();
  const all: VenueDoors = {
    replaceGeminiKey: async ({ apiKey }) => void taken.push(apiKey),
    whyNotAddresses: () => null,
    replaceAddresses: async ({ rpcUrls }) => void taken.push(...rpcUrls),
    isConnected: () => true,
    ...doors,
  };
  const shared = { clock: realTime, timers: realTime };
  const reload = new KeyReload({
    ...{ config, environment, reread },
    rotate: (next) => rotateKeys({ keys: config.keys, doors: all, ...shared }, next),
    audit: async (entry) => void audited.push(JSON.stringify(entry)),
  });
  return { reload, write, taken, audited, log, config };
}

describe("a reload of keys", () => {
  it("uses a new secret as a new key, keeps it, and tells neither", async () => {
    const { reload, write, taken, config, audited } = aReload();
    write(FIRST.replace("s1", "s2"));
    const report = await reload.reload();
    expect(report).toMatchObject({ ok: true });
    expect(taken).toEqual(["k1"]);
    expect(config.keys.current.geminiKey).toEqual({ apiKey: "k1", apiSecret: "s2" });
    expect(JSON.stringify([report, audited])).not.toMatch(/k1|s1|s2/);
    expect(await reload.reload()).toEqual({
      ok: true,
      lines: [expect.stringMatching(/^no key differs in .*env/)],
    });
  });

  it("refuses where who asks means another file than the one that is read", async () => {
    const { reload, write, taken } = aReload();
    write(FIRST.replace("s1", "s2"));
    const report = await reload.reload("/etc/other.env");
    expect(report).toEqual({
      ok: false,
      lines: [expect.stringMatching(/^nothing changed: this process reads .*, and not \/etc\/other.env$/)],
    });
    expect(taken).toEqual([]);
  });

  it("changes one venue where the other refuses, and may be asked again for that one", async () => {
    let isGood = false;
    const { reload, write, taken, config } = aReload({
      replaceGeminiKey: async () => {
        if (!isGood) throw new RejectedError("InvalidSignature", "no");
      },
    });
    write(FIRST.replace("s1", "s2").replaceAll("k=1", "k=2"));
    expect(await reload.reload()).toMatchObject({ ok: false });
    expect(taken).toEqual(["http://a/?k=2"]);
    expect(config.keys.current).toMatchObject({
      geminiKey: { apiSecret: "s1" },
      solanaRpcUrls: ["http://a/?k=2"],
    });
    isGood = true;
    expect(await reload.reload()).toMatchObject({ ok: true, lines: [expect.stringMatching(/^Gemini/)] });
  });

  it.each([
    ["half a key", "GEMINI_API_KEY=k2\n", /GEMINI_API_SECRET/],
    ["an address that is none", FIRST.replace("ws://a", "nowhere"), /SOLANA_WS_URL/],
    ["a misspelt key", `${FIRST}GEMINI_API_KEZ=k\n`, /GEMINI_API_KEZ/],
  ])("changes nothing where the file has %s", async (_what, text, names) => {
    const { reload, write, taken } = aReload();
    write(text);
    const { ok, lines } = await reload.reload();
    expect(ok).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/^nothing changed: /)]);
    expect(lines[0]).toMatch(names);
    expect(taken).toEqual([]);
  });

  it("takes no wallet, no other number of addresses, and no key that is taken away", async () => {
    const { reload, write, taken } = aReload({ whyNotAddresses: () => "another number of addresses" });
    write("SOLANA_KEYPAIR=/another\nSOLANA_RPC_URL=http://a/?k=1,http://b\nSOLANA_WS_URL=ws://a/?k=1\n");
    const { ok, lines } = await reload.reload();
    expect(ok).toBe(false);
    expect(taken).toEqual([]);
    expect(lines).toEqual([
      expect.stringMatching(/^Gemini: .*needs a restart/),
      "Solana: another number of addresses needs a restart",
      "SOLANA_KEYPAIR: differs, needs a restart",
    ]);
  });

  it("answers who asked, also for a request that comes while another is under way", async () => {
    const gate = Promise.withResolvers<void>();
    const { reload, write, log } = aReload({ replaceGeminiKey: () => gate.promise });
    const none = async () => ({ ok: false, lines: [] });
    const tasks = {
      "reload-keys": () => reload.reload(),
      "verify-audit": none,
      backup: none,
      "read-trade": none,
    };
    const errands = new Errands({ dataDir: dir, log, tasks });
    write(FIRST.replace("s1", "s2"));
    writeRequest(dir, { id: "one", task: "reload-keys", argument: null });
    expect(errands.isAskedFor).toBe(true);
    errands.request();
    expect(errands.isAskedFor).toBe(false);
    writeRequest(dir, { id: "two", task: "reload-keys", argument: null });
    errands.request();
    expect(takeAnswer(dir, "two")).toBeNull();
    gate.resolve();
    await eventually(
      "an answer",
      () => takeAnswer(dir, "two")?.lines[0]?.startsWith("no key differs") === true,
    );
  });

  it("says which keys the process environment pins", async () => {
    const { reload, write } = aReload({}, { GEMINI_API_SECRET: "s0" });
    write(FIRST.replace("k1", "k2"));
    const { ok, lines } = await reload.reload();
    expect(ok).toBe(false);
    expect(lines).toContain(
      "GEMINI_API_SECRET: pinned by the process environment, what the file says does not count",
    );
  });
});
