import { describe, expect, it } from "vitest";
import { ConfigError } from "#model";
import { readConfig } from "../../src/system/config.ts";
import { likelyMeant } from "../../src/system/config-keys.ts";

function config(mode: "demo" | "observe", values: Record<string, string>, fileKeys: string[] = []) {
  return readConfig(mode, { values, fileKeys, file: null });
}

describe("the configuration", () => {
  it("defaults to the runbook's figures, stricter where the venues are real", () => {
    expect(config("observe", {})).toMatchObject({
      observeOnly: true,
      maxPositionUsd: 1_000_000_000_000n,
      dailyLossLimitUsd: 500_000_000_000n,
      stalenessMs: 10_000,
      profitThresholdPct: 1_000_000n,
      cexFeePct: 350_000n,
      dexFeePct: 300_000n,
      slippagePct: 750_000n,
      host: "127.0.0.1",
      port: 8001,
      consolePort: 3000,
      geminiWsUrl: "wss://ws.gemini.com",
    });
    expect(config("demo", {})).toMatchObject({ observeOnly: false, profitThresholdPct: 100_000n });
  });

  it("reads percentages and dollars without a float in between", () => {
    const read = config("demo", { PROFIT_THRESHOLD_PCT: "0.123456", MAX_POSITION_USD: "1234.000000001" });
    expect(read.profitThresholdPct).toBe(123_456n);
    expect(read.maxPositionUsd).toBe(1_234_000_000_001n);
  });

  it("checks the keys that nothing reads yet, and names those that are set", () => {
    expect(config("demo", {}).withoutEffect).toEqual([]);
    const set = { AUTO_REBALANCE: "true" };
    expect(config("demo", set).withoutEffect).toEqual(["AUTO_REBALANCE"]);
  });

  it("lets everybody who can reach the port in where no address is named, 600 times a minute", () => {
    expect(config("demo", {})).toMatchObject({ ipAllowlist: [], rateLimitPerMin: 600 });
    const set = { IP_ALLOWLIST: "10.0.0.0/8, ::1", RATE_LIMIT_PER_MIN: "0" };
    expect(config("demo", set)).toMatchObject({ ipAllowlist: ["10.0.0.0/8", "::1"], rateLimitPerMin: 0 });
  });

  it("keeps the key of the console's server in one place for every mode", () => {
    expect(config("demo", {}).consoleKeyDir).toBe(config("observe", {}).consoleKeyDir);
    expect(config("demo", { DATA_DIR: "/srv/tandem" }).consoleKeyDir).toBe("/srv/tandem");
  });

  it.each([
    ["AUTO_REBALANCE", "maybe"],
    ["MONGO_URL", "localhost:27017"],
    ["IP_ALLOWLIST", "10.0.0.0/33"],
    ["IP_ALLOWLIST", "10.0.0.0/8/8"],
    ["IP_ALLOWLIST", "10.0.0.1/"],
    ["IP_ALLOWLIST", "fe80::1%eth0"],
    ["IP_ALLOWLIST", "the office"],
    ["RATE_LIMIT_PER_MIN", "-1"],
    ["ALLOWED_ORIGINS", "*"],
    ["ALLOWED_ORIGINS", "http://localhost:3000/"],
    ["LOG_LEVEL", "loud"],
    ["NOTIFY_MIN_SEVERITY", "fatal"],
    ["NOTIFY_MAX_PER_MIN", "0"],
    ["NOTIFY_WEBHOOK_URL", "desk.example/canary"],
    ["NOTIFY_SLACK_URL", "ftp://hooks.slack.com/canary"],
    ["NOTIFY_TELEGRAM_TOKEN", "canary"],
    ["NOTIFY_TELEGRAM_CHAT", "the desk"],
    ["NOTIFY_SMTP_URL", "mail.example:465/canary"],
    ["NOTIFY_EMAIL_TO", "ada"],
    ["CONSOLE_URL", "desk.example"],
  ])("refuses %s=%s in one line that names the key", (key, value) => {
    expect(() => config("demo", { [key]: value })).toThrow(new RegExp(`^${key}: .*$`));
  });

  it("tells nobody where nobody is named, and only from a warning on, ten times a minute", () => {
    expect(config("demo", {}).notify).toEqual({
      ...{ minSeverity: "warning", maxPerMin: 10, consoleUrl: null },
      targets: { webhook: null, slack: null, telegram: null, email: null },
    });
  });

  it("reads each channel", () => {
    const { notify } = config("demo", {
      NOTIFY_WEBHOOK_URL: "https://desk.example/hook?key=1",
      NOTIFY_SLACK_URL: "https://hooks.slack.com/services/T0/B0/x",
      ...{ NOTIFY_TELEGRAM_TOKEN: "123456:ABC-DEF_ghi", NOTIFY_TELEGRAM_CHAT: "-100200" },
      NOTIFY_SMTP_URL: "smtps://tandem:secret@mail.example",
      ...{ NOTIFY_EMAIL_FROM: "tandem@desk.example", NOTIFY_EMAIL_TO: "ada@desk.example, vera@desk.example" },
      CONSOLE_URL: "https://desk.example/",
    });
    expect(notify.consoleUrl).toBe("https://desk.example");
    expect(notify.targets).toEqual({
      webhook: { url: "https://desk.example/hook?key=1", secret: null },
      slack: { url: "https://hooks.slack.com/services/T0/B0/x" },
      telegram: { url: "https://api.telegram.org", token: "123456:ABC-DEF_ghi", chat: "-100200" },
      email: {
        smtpUrl: "smtps://tandem:secret@mail.example",
        ...{ from: "tandem@desk.example", to: ["ada@desk.example", "vera@desk.example"] },
      },
    });
  });

  it.each([
    ["NOTIFY_WEBHOOK_URL", { NOTIFY_WEBHOOK_SECRET: "canary-of-many-bytes" }],
    ["NOTIFY_TELEGRAM_CHAT", { NOTIFY_TELEGRAM_TOKEN: "123456:canary-token" }],
    ["NOTIFY_TELEGRAM_TOKEN", { NOTIFY_TELEGRAM_CHAT: "1" }],
    ["NOTIFY_EMAIL_FROM", { NOTIFY_SMTP_URL: "smtp://tandem:canary@mail.example" }],
    ["NOTIFY_SMTP_URL", { NOTIFY_EMAIL_TO: "ada@desk.example" }],
  ])("refuses half a channel: %s is missing", (missing, values) => {
    expect(() => config("demo", values)).toThrow(new RegExp(`^${missing}: [^\n]*$`));
    expect(() => config("demo", values)).not.toThrow("canary");
  });

  it("takes a level word in any case, as other systems write it", () => {
    expect(config("demo", { LOG_LEVEL: "WARNING" }).logLevel).toBe("warning");
  });

  it("makes an asset of configuration alone", () => {
    const values = {
      ASSET_LIST: "AVAX-USD",
      ORCA_AVAX_USDC_POOL: "HJPjoWUrhoZzkNfRpHuieeFk9WcZWjwy6PBjZ81ngndJ",
      AVAX_MINT: "J1toso1uCk3RLmjorhTtrVwY9HJ7X8V9yYac6Y7kGCPn",
    };
    expect(config("observe", values).assets).toMatchObject([
      { name: "AVAX-USD", base: "AVAX", symbol: "avaxusd" },
    ]);
    const { AVAX_MINT: _, ...withoutMint } = values;
    expect(() => config("observe", withoutMint)).toThrow("AVAX_MINT: AVAX-USD needs it");
  });

  it("builds the Solana addresses from a Helius key and lists of several addresses", () => {
    expect(config("observe", { HELIUS_API_KEY: "k" }).keys.current.solanaRpcUrls).toEqual([
      "https://mainnet.helius-rpc.com/?api-key=k",
    ]);
    const two = { SOLANA_RPC_URL: "https://one.example, https://two.example" };
    expect(config("observe", two).keys.current.solanaRpcUrls).toEqual([
      "https://one.example",
      "https://two.example",
    ]);
  });

  it("refuses a misspelt key of the file but leaves foreign ones alone", () => {
    expect(likelyMeant("PROFIT_TRESHOLD_PCT")).toBe("PROFIT_THRESHOLD_PCT");
    expect(() => config("demo", {}, ["PROFIT_TRESHOLD_PCT"])).toThrow(ConfigError);
    expect(() => config("demo", {}, ["COMPOSE_PROJECT_NAME", "ORCA_WIF_USDC_POOL"])).not.toThrow();
  });
});
