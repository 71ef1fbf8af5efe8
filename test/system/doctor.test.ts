import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { accessCheck } from "../../src/system/doctor/access.ts";
import { providersCheck } from "../../src/system/doctor/chain.ts";
import type { Check, Patient } from "../../src/system/doctor/check.ts";
import { judgeSkew } from "../../src/system/doctor/clocks.ts";
import { ok } from "../../src/system/doctor/finding.ts";
import { hostsCheck, hostsOf, judgeCertificate } from "../../src/system/doctor/hosts.ts";
import { readAllErrors } from "../../src/system/doctor/read-all-errors.ts";
import { tableOf, withoutSecrets } from "../../src/system/doctor/report.ts";
import { runChecks } from "../../src/system/doctor/run-checks.ts";
import { judgeSpace } from "../../src/system/doctor/runtime.ts";
import { databasesCheck } from "../../src/system/doctor/storage.ts";
import { realTime } from "../support/fake-time.ts";

const read = (values: Record<string, string>) =>
  readAllErrors("observe", { values, fileKeys: [], file: null });
const never = new AbortController().signal;
const DAY_MS = 86_400_000;

describe("what the doctor makes of a figure", () => {
  it.each([
    [20, "ok"],
    [1.5, "warning"],
    [0.1, "failed"],
  ])("%d GiB free is %s", (gib, state) => {
    expect(judgeSpace("disk", gib * 1024 ** 3, "data").state).toBe(state);
  });

  it.each([
    [120, "ok"],
    [-1_500, "warning"],
    [5_001, "failed"],
    [null, "warning"],
  ])("a clock that is %s ms off is %s", (skewMs, state) => {
    expect(judgeSkew("clock", skewMs, true).state).toBe(state);
  });

  it.each([
    [60, "ok", "60 more days"],
    [3, "warning", "3 more days"],
  ])("a certificate with %d days left is %s", (days, state, words) => {
    const found = judgeCertificate("host", days * DAY_MS + 5, { nowMs: 0, address: "192.0.2.1" });
    expect(found).toMatchObject({ state, seen: expect.stringContaining(words) });
  });
});

describe("a configuration with errors", () => {
  it("tells each of them once, and what is left of it", () => {
    const { config, errors } = read({
      ...{ PORT: "x", ASSET_LIST: "DOGE-USD", GEMINI_API_KEY: "k", MAX_OPEN_EXPOSURE_USD: "1" },
      ...{ ORCA_SOL_USDC_POOL: "!", SLIPPAGE_PCT: "99", COST_MODEL: "measured" },
    });
    expect(errors.map(({ key }) => key).sort()).toEqual([
      ...["GEMINI_API_SECRET", "MAX_OPEN_EXPOSURE_USD", "ORCA_DOGE_USDC_POOL", "ORCA_SOL_USDC_POOL"],
      ...["PORT", "SLIPPAGE_PCT"],
    ]);
    expect(config).toMatchObject({ costModel: "measured", port: 8001 });
  });

  it("tells nothing where there is none", () => {
    expect(read({}).errors).toEqual([]);
  });
});

describe("the hosts of a configuration", () => {
  it("are each looked at once, the status page of the real exchange among them", () => {
    const { config } = read({ SOLANA_RPC_URL: "https://a.example/?k=1,https://a.example/?k=2" });
    const hosts = config === null ? [] : hostsOf(config).map(({ host }) => host);
    expect(hosts).toEqual([
      ...["api.gemini.com", "ws.gemini.com", "a.example"],
      ...["api.mainnet-beta.solana.com", "status.gemini.com"],
    ]);
  });
});

describe("the checks", () => {
  const check = (name: string, run: Check["run"]): Check => ({ name, run, advice: "look" });
  const patient = {} as Patient;

  it("keep their order, and none holds up or brings down the others", async () => {
    const checks = [
      check("hangs", () => new Promise(() => {})),
      check("throws", () => Promise.reject(new Error("broken"))),
      check("is quick", async () => ok("is quick", "fine")),
    ];
    const options = { timers: realTime, withinMs: 40, onWaiting() {} };
    const found = await runChecks(checks, patient, options);
    expect(found.map(({ check: name, state, seen }) => `${name} ${state}: ${seen}`)).toEqual([
      "hangs failed: no answer within 0.04 s",
      "throws failed: broken",
      "is quick ok: fine",
    ]);
  });
});

describe("the way to a venue", () => {
  it("is told where no TLS is spoken, and where the name leads nowhere", async () => {
    await using server = createServer((socket) =>
      socket
        .resume()
        .on("error", () => {})
        .end("no TLS\n"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const venue = `https://127.0.0.1:${port}`;
    const { config } = read({
      ...{ GEMINI_BASE_URL: venue, GEMINI_WS_URL: "wss://no-such-host.invalid" },
      ...{ SOLANA_RPC_URL: "http://127.0.0.1:1", SOLANA_WS_URL: "ws://[::1]:1" },
    });
    const patient = { whyNoVenues: null, backend: { config, clock: realTime } } as unknown as Patient;
    const found = [await hostsCheck.run(patient, never)].flat();
    expect(found).toMatchObject([
      { state: "failed", advice: expect.stringContaining("no TLS is spoken there") },
      { state: "failed", advice: expect.stringContaining("the name is not found") },
      { state: "ok", seen: "not TLS: loopback" },
      { state: "ok", seen: "not TLS: loopback" },
    ]);
  });

  it("is of one chain, and lags at no address", async () => {
    const reading = (name: string, slot: number, genesisHash = "ours") => ({
      ...{ name, problem: "", chain: { slot, genesisHash, unixSeconds: 0 } },
    });
    const providers = async () => [
      ...[reading("a", 1_000), reading("b", 900), reading("c", 1_000, "other")],
      { name: "d", chain: null, problem: "rpc-http-401: not allowed" },
    ];
    const patient = { whyNoVenues: null, venues: { providers } } as unknown as Patient;
    expect(await providersCheck.run(patient, never)).toMatchObject([
      { state: "ok" },
      { state: "warning", seen: expect.stringContaining("100 slots behind") },
      { state: "failed", seen: expect.stringContaining("another chain") },
      { state: "failed", seen: "d: rpc-http-401: not allowed" },
    ]);
  });
});

describe("a data folder", () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-doctor-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  const patientOf = (dataDir: string) =>
    ({
      backend: { config: { dataDir, host: "127.0.0.1", mode: "demo" } },
      runningPid: null,
    }) as unknown as Patient;

  it("that is a file, or would be made below one, fails", async () => {
    writeFileSync(join(dir, "file"), "");
    await expect(databasesCheck.run(patientOf(join(dir, "file")), never)).resolves.toMatchObject({
      state: "failed",
    });
    const [below, beside] = [join(dir, "file", "a", "b"), join(dir, "a", "b")];
    await expect(databasesCheck.run(patientOf(below), never)).rejects.toThrow(/ENOTDIR/);
    await expect(databasesCheck.run(patientOf(beside), never)).resolves.toMatchObject({ state: "ok" });
  });

  it("is asked for an admin without a byte written: an older schema waits for the start", async () => {
    writeFileSync(join(dir, "access.db"), "");
    expect(await accessCheck.run(patientOf(dir), never)).toMatchObject({ state: "ok" });
    expect(statSync(join(dir, "access.db")).size).toBe(0);
  });
});

describe("the report", () => {
  it("marks each line, puts the advice below it and sums up", () => {
    const failed = { check: "b", state: "failed", seen: "two", advice: "do it" } as const;
    const table = tableOf([ok("long name", "one"), failed]);
    expect(table).toBe(
      "✓ long name  one\n✗ b          two\n             -> do it\n\nnot ready: 1 ok, 0 warnings, 1 failed, 0 skipped\n",
    );
  });

  it("speaks to no terminal, whatever a venue says", () => {
    expect(tableOf([ok("page", "all \u001b[2Jwell")])).toContain("✓ page  all \\u001b[2Jwell\n");
  });

  it("repeats no secret, whoever put it into a message", () => {
    const [found] = withoutSecrets([ok("x", "key hush-hush refused")], { GEMINI_API_SECRET: "hush-hush" });
    expect(found?.seen).toBe("key (secret) refused");
  });
});
