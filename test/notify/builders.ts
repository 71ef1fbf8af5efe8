import type { Facts, Notice, PauseFact, TradingFacts } from "#notify";

export const STARTED_MS = Date.parse("2026-11-26T12:00:00Z");

export function aNotice(changes: Partial<Notice> = {}): Notice {
  return {
    ...{ key: "pause:storage:all", kind: "begins", severity: "critical", title: "Paused: storage" },
    ...{ text: "Look at the disk.", screen: "/risk", atMs: STARTED_MS },
    ...changes,
  };
}

export function aPause(changes: Partial<PauseFact> = {}): PauseFact {
  return {
    ...{ reason: "data staleness", scope: "all", sinceMs: STARTED_MS + 5_000, by: "tandem" },
    detail: "gemini silent for 10.2 s.",
    ...changes,
  };
}

export function someTrading(changes: Partial<TradingFacts> = {}): TradingFacts {
  return {
    ...{ pauses: [], openTrades: [], observeOnly: false, day: "2026-11-26" },
    ...{ dailyPnlUsd: 0n, dailyLossLimitUsd: 500_000_000_000n },
    ...changes,
  };
}

export function someFacts(changes: Partial<Facts> = {}): Facts {
  const venues = ["gemini", "solana"].map((venue) => ({ venue, speaks: true }));
  return { trading: someTrading(), storageWorks: true, venues, ...changes };
}
