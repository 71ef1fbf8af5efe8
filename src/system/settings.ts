import type { Thresholds } from "#ledger";
import { formatDecimal, PCT_DECIMALS } from "#model";
import { staticCostPct } from "#signal";
import type { Settings } from "#wire";
import type { Config } from "./config.ts";

interface InForce {
  readonly version: string;
  readonly thresholds: Thresholds;
  readonly notifications: Settings["notifications"];
}

/** What the process was configured with, as anybody may read it who may log in: of secrets only whether they are there. */
export function buildSettings(config: Config, { version, thresholds, notifications }: InForce): Settings {
  return {
    ...{ mode: config.mode, version },
    storage: {
      kind: config.mongoUrl === null ? "sqlite" : "mongodb",
      secret_set: config.mongoUrl !== null,
    },
    venues: viewVenues(config),
    assets: config.assets.map(({ name, symbol, pool, baseMint, quoteMint }) => ({
      ...{ asset: name, symbol, pool, base_mint: baseMint, quote_mint: quoteMint },
    })),
    thresholds: {
      profit_threshold_pct: percent(thresholds.profitThresholdPct),
      min_spread_pct: percent(thresholds.minSpreadPct),
      max_opportunities_per_min: config.maxOpportunitiesPerMin,
    },
    costs: viewCosts(config),
    execution: viewExecution(config),
    api: {
      rate_limit_per_min: config.rateLimitPerMin,
      allowed_origins: config.allowedOrigins.length,
      ip_allowlist: config.ipAllowlist.length,
      token_secret_set: config.jwtSecret !== null,
    },
    notifications,
    without_effect: [...config.withoutEffect],
  };
}

function viewVenues({ keys, solanaKeypair }: Config): Settings["venues"] {
  const { geminiKey, solanaRpcUrls, solanaWsUrls } = keys.current;
  const present = geminiKey !== null;
  return [
    {
      venue: "gemini",
      addresses: 2,
      secrets: [
        { key: "GEMINI_API_KEY", present },
        { key: "GEMINI_API_SECRET", present },
      ],
    },
    {
      venue: "solana",
      addresses: solanaRpcUrls.length + solanaWsUrls.length,
      secrets: [{ key: "SOLANA_KEYPAIR", present: solanaKeypair !== null }],
    },
  ];
}

function viewCosts(config: Config): Settings["costs"] {
  return {
    cost_model: config.costModel,
    cex_fee_pct: percent(config.cexFeePct),
    dex_fee_pct: percent(config.dexFeePct),
    slippage_pct: percent(config.slippagePct),
    static_cost_pct: percent(staticCostPct(config)),
    // A basis point is 100 millionths.
    cex_taker_fee_bps:
      config.cexTakerFeePpm === null ? null : formatDecimal(BigInt(config.cexTakerFeePpm), 2),
    network_fee_lamports: Number(config.networkFeeLamports),
  };
}

function viewExecution(config: Config): Settings["execution"] {
  return {
    leg_policy: config.legPolicy,
    order_slack_pct: percent(config.slackPct),
    residual_max_loss_pct: percent(config.residualMaxLossPct),
    priority_fee_max_lamports: Number(config.priorityFeeMaxLamports),
    solana_poll_ms: config.solanaPollMs,
  };
}

function percent(value: bigint): string {
  return formatDecimal(value, PCT_DECIMALS);
}
