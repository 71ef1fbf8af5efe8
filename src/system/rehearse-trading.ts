import type { TradingEffect, TradingOptions } from "#engine";
import { viewTrade } from "#gateway";
import type { CexIntent, DexIntent, LegEvidence, VenueAccount } from "#model";
import { DEFAULT_LIMITS } from "#risk";
import type { EngineHost } from "./engine-host.ts";

/** How the rehearsal's engine trades: at once, with nothing that could stop it. */
export function rehearsedTrading(): TradingOptions {
  let ids = 0;
  const unlimited = 10n ** 18n;
  return {
    ...{ mode: "demo", paper: false, policy: "dex-first", observeOnly: false, requireMeasured: false },
    limits: {
      ...DEFAULT_LIMITS,
      ...{ maxOpenExposureUsd: unlimited, dailyLossLimitUsd: unlimited, wideSpreadPct: unlimited },
      ...{ maxConsecutiveLosses: 1_000_000, maxOrderErrors: 1_000_000 },
    },
    ...{
      slackPct: 500_000n,
      maxLossPct: 50_000_000n,
      epoch: "rehearsal",
      compareEveryMs: Number.POSITIVE_INFINITY,
    },
    newTradeId: () => `rehearsal-${++ids}`,
  };
}

/** Opens the gate of the rehearsal's engine: an empty journal, full accounts, venues that are ready. */
export function openRehearsal(host: EngineHost, base: string): void {
  host.deliver({
    ...{
      kind: "restore",
      receivedNs: 0,
      trades: [],
      balances: [],
      openings: [],
      risk: null,
      rebase: false,
      held: null,
    },
  });
  for (const venue of ["gemini", "solana"] as const)
    host.deliver({ kind: "account", receivedNs: 0, account: fullAccount(venue, base) });
  const readiness = { cex: true, dex: true, skewMs: 0, networkLamports: new Map() };
  host.deliver({ kind: "readiness", receivedNs: 0, readiness });
}

function fullAccount(venue: "gemini" | "solana", base: string): VenueAccount {
  const plenty = 10n ** 30n;
  const balances = [base, "USD", "USDC"].map((asset) => ({ asset, total: plenty, available: plenty }));
  return { venue, balances, gas: plenty, requestedNs: 0, receivedNs: 0 };
}

/** Plays disk and venues for it: everything is durable, lands and fills at its limit in the turn that it is asked. */
export function playVenues(host: EngineHost): (effect: TradingEffect) => void {
  const tell = (evidence: LegEvidence) => host.deliver({ kind: "evidence", receivedNs: 0, evidence });
  return (effect) => {
    if (effect.kind === "journal") {
      JSON.stringify(effect.batch.records);
      if (effect.intents.length > 0)
        host.deliver({ kind: "journaled", receivedNs: 0, intents: effect.intents });
    } else if (effect.kind === "prepare") {
      const { tradeId, attemptId } = effect;
      host.deliver({ kind: "prepared", receivedNs: 0, tradeId, attemptId, answer: signed(attemptId) });
    } else if (effect.kind === "send-dex") land(effect.intent, tell);
    else if (effect.kind === "send-cex") fill(effect.intent, tell);
    else if (effect.kind === "trade") host.publish({ type: "trade", data: viewTrade(effect.record) });
  };
}

function signed(signature: string) {
  return { signature, wire: "", blockhash: "", lastValidBlockHeight: 0, feeLimitLamports: 0n };
}

type Tell = (evidence: LegEvidence) => void;

function land({ attemptId, order }: DexIntent, tell: Tell): void {
  const sign = order.side === "sell" ? -1n : 1n;
  const deltas = { baseDelta: sign * order.baseUnits, quoteDelta: -sign * order.limitQuoteUnits };
  const landed = { kind: "dex-landed", attemptId, atMs: 0, slot: 1, feeLamports: 5_000n } as const;
  tell({ ...landed, commitment: "confirmed", outcome: { ok: true, ...deltas } });
  tell({ ...landed, commitment: "finalized", outcome: { ok: true, ...deltas } });
}

function fill({ attemptId, order }: CexIntent, tell: Tell): void {
  const about = { attemptId, atMs: 0, orderId: "1" };
  const { limitTicks: ticks, lots } = order;
  const fills = [{ fillId: "1", ticks, lots, feeAmount: 1n, feeAsset: "USD" }];
  tell({ kind: "cex-ended", filledLots: lots, reason: null, ...about });
  tell({ kind: "cex-settled", fills, ...about });
}
