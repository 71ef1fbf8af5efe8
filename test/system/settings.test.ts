import { describe, expect, it } from "vitest";
import { settings } from "#wire";
import { readConfig } from "../../src/system/config.ts";
import { buildSettings } from "../../src/system/settings.ts";

const IN_FORCE = {
  version: "0.1.0",
  thresholds: { profitThresholdPct: 250_000n, minSpreadPct: 1n },
  notifications: { min_severity: "warning" as const, channels: [] },
};
const build = (values: Record<string, string>) =>
  settings.parse(
    buildSettings(readConfig("observe", { values, fileKeys: Object.keys(values), file: null }), IN_FORCE),
  );

const CANARY = "canary-7Hq2xW9pLk";
const SECRETS = {
  GEMINI_API_KEY: `account-${CANARY}-a`,
  GEMINI_API_SECRET: `${CANARY}-b`,
  HELIUS_API_KEY: `${CANARY}-c`,
  SOLANA_RPC_URL: `https://${CANARY}-d.example/${CANARY}-e,https://other.example`,
  SOLANA_WS_URL: `wss://node.example/${CANARY}-f`,
  SOLANA_KEYPAIR: `/home/${CANARY}-g/id.json`,
  MONGO_URL: `mongodb://tandem:${CANARY}-h@127.0.0.1/arbitrage`,
  JWT_SECRET_KEY: `${CANARY}-i-and-more-to-be-long-enough`,
  NOTIFY_WEBHOOK_URL: `https://desk.example/${CANARY}-j`,
  NOTIFY_WEBHOOK_SECRET: `${CANARY}-k-long-enough`,
  NOTIFY_SLACK_URL: `https://hooks.slack.com/${CANARY}-l`,
};

describe("the settings", () => {
  it("say of each secret that it is there, and nothing of what it is", () => {
    const told = build(SECRETS);
    expect(told.venues).toEqual([
      {
        venue: "gemini",
        addresses: 2,
        secrets: [
          { key: "GEMINI_API_KEY", present: true },
          { key: "GEMINI_API_SECRET", present: true },
        ],
      },
      { venue: "solana", addresses: 3, secrets: [{ key: "SOLANA_KEYPAIR", present: true }] },
    ]);
    expect(told.storage).toEqual({ kind: "mongodb", secret_set: true });
    expect(told.api.token_secret_set).toBe(true);
    expect(JSON.stringify(told)).not.toContain(CANARY);
    for (const secret of Object.values(SECRETS)) expect(JSON.stringify(told)).not.toContain(secret);
  });

  it("say of each secret that it is missing", () => {
    const told = build({});
    expect(told.venues.flatMap(({ secrets }) => secrets.map(({ present }) => present))).toEqual([
      ...[false, false, false],
    ]);
    expect(told.storage).toEqual({ kind: "sqlite", secret_set: false });
    expect(told.api.token_secret_set).toBe(false);
  });

  it("show thresholds as they are in force, and costs as they are configured, exactly", () => {
    const told = build({ CEX_FEE_PCT: "0.4", CEX_TAKER_FEE_BPS: "12.05", LEG_POLICY: "cex-first" });
    expect(told).toMatchObject({ mode: "observe", version: "0.1.0" });
    expect(told.thresholds).toMatchObject({ profit_threshold_pct: "0.25", min_spread_pct: "0.000001" });
    expect(told.costs).toMatchObject({
      ...{ cex_fee_pct: "0.4", dex_fee_pct: "0.3", slippage_pct: "0.75", static_cost_pct: "1.45" },
      cex_taker_fee_bps: "12.05",
    });
    expect(told.execution.leg_policy).toBe("cex-first");
    expect(told.assets[0]).toMatchObject({ asset: "SOL-USD", symbol: "solusd" });
  });

  it("name keys that are set without effect", () => {
    expect(build({ AUTO_REBALANCE: "true" }).without_effect).toEqual(["AUTO_REBALANCE"]);
  });
});
