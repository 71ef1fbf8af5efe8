import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OperatorCommand, TradingView } from "#engine";
import { readConfig } from "../../src/system/config.ts";
import { type LiveFacts, liveChecks } from "../../src/system/live/live-check.ts";
import { LiveSwitch } from "../../src/system/live/live-switch.ts";
import { refuseUnprepared } from "../../src/system/live/requirements.ts";
import { realTime, recordingLog } from "../support/fake-time.ts";

const GOOD: LiveFacts = {
  answered: new Set(["gemini", "solana", "tiers"] as const),
  errors: new Map(),
  cexReady: () => true,
  dexReady: () => true,
  skewMs: () => 12,
};
const checksOf = (facts: LiveFacts | null, storageWorks = true) =>
  liveChecks({ facts, maxClockSkewMs: 1_000, storageWorks });

describe("the checks before live trading", () => {
  it("are all passed where everything is as it should be, and none before the venues are reached", () => {
    expect(checksOf(GOOD).every(({ state }) => state === "ok")).toBe(true);
    expect(checksOf(null).filter(({ state }) => state === "ok")).toEqual([
      expect.objectContaining({ check: "storage" }),
    ]);
  });

  it.each<[string, Partial<LiveFacts>, string, RegExp]>([
    ["exchange_account", { errors: new Map([["gemini", "MissingRole: Trader"]]) }, "failed", /MissingRole/],
    ["wallet_account", { answered: new Set(["gemini", "tiers"]) }, "pending", /balances/],
    ["fee_tier", { errors: new Map([["tiers", "http-500"]]) }, "failed", /http-500/],
    ["exchange_socket", { cexReady: () => false }, "pending", /orders/],
    ["chain", { dexReady: () => false }, "pending", /signed/],
    ["clock", { skewMs: () => -1_500 }, "failed", /-1500 ms/],
    ["clock", { skewMs: () => null }, "pending", /not measured/],
  ])("%s is not passed where %o", (check, change, state, detail) => {
    const failed = checksOf({ ...GOOD, ...change }).filter((one) => one.state !== "ok");
    expect(failed).toEqual([{ check, state, detail: expect.stringMatching(detail) }]);
  });

  it("fail where the disk does not take what is written", () => {
    expect(checksOf(GOOD, false).filter(({ state }) => state !== "ok")).toEqual([
      expect.objectContaining({ check: "storage", state: "failed" }),
    ]);
  });
});

/** A switch over facts that may change, and what it commanded and audited. */
function aSwitch(mode: "demo" | "observe" | "live" = "live") {
  const at = { facts: GOOD as LiveFacts | null, gateReason: null as string | null, pauses: [] as object[] };
  const done: string[] = [];
  const log = recordingLog();
  const view = () => ({ risk: { pauses: at.pauses }, gateReason: at.gateReason }) as unknown as TradingView;
  const live = new LiveSwitch({
    ...{ mode, log, timers: realTime, checks: () => checksOf(at.facts), trading: view },
    async command(command: OperatorCommand) {
      done.push(command.kind);
      return { ok: true, reason: "" };
    },
    audit: async ({ by, action, after }) => void done.push(`audit ${action} ${after} by ${by}`),
  });
  return { live, at, done, log };
}

describe("the switch of live trading", () => {
  const admin = { by: "ada@127.0.0.1", confirmed: true };

  it("is audited before anything can be sent", async () => {
    const { live, done } = aSwitch();
    await live.enable(admin);
    expect(done).toEqual(["audit live-trading true by ada@127.0.0.1", "observe-only"]);
  });

  it.each(["demo", "observe"] as const)("does not exist in %s", async (mode) => {
    const { live, done } = aSwitch(mode);
    await expect(live.enable(admin)).rejects.toThrow(/not with --mode live/);
    expect(done).toEqual([]);
  });

  it("stays off with every obstacle named, and asks for the phrase only where there is none", async () => {
    const { live, at, done } = aSwitch();
    at.facts = { ...GOOD, cexReady: () => false, skewMs: () => 5_000 };
    at.pauses = [{ reason: "manual", detail: "looking first" }];
    at.gateReason = "comparing balances with gemini";
    await expect(live.enable({ ...admin, confirmed: false })).rejects.toMatchObject({
      name: "RejectedError",
      message: expect.stringMatching(
        /exchange_socket.*clock.*paused: manual \(looking first\).*comparing balances/,
      ),
    });
    Object.assign(at, { facts: GOOD, pauses: [], gateReason: null });
    await expect(live.enable({ ...admin, confirmed: false })).rejects.toMatchObject({
      name: "InputError",
      message: expect.stringContaining("trade real money"),
    });
    expect(done).toEqual([]);
  });

  it("names a check that was passed once and is not any more", async () => {
    const { live, at } = aSwitch();
    expect(live.obstacles()).toEqual([]);
    at.facts = { ...GOOD, errors: new Map([["gemini", "InvalidApiKey: gone"]]) };
    expect(live.obstacles()).toEqual([expect.stringMatching(/exchange_account is failed \(InvalidApiKey/)]);
  });
});

describe("a start with --mode live", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-live-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const config = (values: Record<string, string>) =>
    readConfig("live", { values: { ASSET_LIST: "SOL-USD", ...values }, fileKeys: [], file: null });
  const wallet = (mode: number) => {
    const path = join(dir, "wallet.json");
    writeFileSync(path, "[]");
    chmodSync(path, mode);
    return path;
  };

  it("names everything that is missing in one line", () => {
    expect(() => refuseUnprepared(config({}), false)).toThrow(
      /^--mode live: needs GEMINI_API_KEY, GEMINI_API_SECRET, SOLANA_KEYPAIR, a user who is admin.*$/,
    );
    const keys = { GEMINI_API_KEY: "k", GEMINI_API_SECRET: "s", SOLANA_KEYPAIR: wallet(0o600) };
    expect(() => refuseUnprepared(config(keys), false)).toThrow(/^--mode live: needs a user who is admin/);
    expect(() => refuseUnprepared(config(keys), true)).not.toThrow();
  });

  it("refuses a wallet that others may read", () => {
    const keys = { GEMINI_API_KEY: "k", GEMINI_API_SECRET: "s", SOLANA_KEYPAIR: wallet(0o644) };
    expect(() => refuseUnprepared(config(keys), true)).toThrow(/^SOLANA_KEYPAIR: .*chmod 600$/);
  });

  it("has the limits of real money: a threshold of 1 percent, and measured costs beside the static ones", () => {
    expect(config({})).toMatchObject({ profitThresholdPct: 1_000_000n, observeOnly: true, dataDir: "data" });
  });
});
