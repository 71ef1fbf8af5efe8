import { describe, expect, it } from "vitest";
import type { EngineView } from "#engine";
import { DEFAULT_LIMITS } from "#risk";
import { readConfig } from "../../src/system/config.ts";
import type { EngineHost } from "../../src/system/engine-host.ts";
import { LatencyWindow } from "../../src/system/latency-window.ts";
import { buildStatus } from "../../src/system/status.ts";

const NOW_NS = 100e9;

interface Situation {
  readonly mode?: "demo" | "observe";
  readonly storageWorks?: boolean;
  readonly silentMs?: number;
  readonly geminiUp?: boolean;
  readonly solanaUp?: boolean;
  readonly started?: boolean;
}

function statusIn(situation: Situation) {
  const { mode = "demo", storageWorks = true, silentMs = 5, started = true } = situation;
  const { geminiUp = true, solanaUp = true } = situation;
  const venue = (name: "gemini" | "solana", connected: boolean, ms: number) => ({
    ...{ venue: name, connected, lastLivenessNs: NOW_NS - ms * 1e6 },
    ...{ live: connected ? 1 : 0, wanted: 1 },
  });
  const view: EngineView = {
    ...{ prices: [], evaluations: 0, refusals: {}, eventStats: {}, openOpportunities: [], usdcUsd: null },
    venues: [venue("gemini", geminiUp, silentMs), venue("solana", solanaUp, 5)],
    thresholds: { profitThresholdPct: 0n, minSpreadPct: 0n },
    costModel: "static",
  };
  const host = {
    view: () => (started ? view : null),
    tradingView: () => null,
    accountErrors: new Map(),
    feedCounters: () => ({}),
  } as unknown as EngineHost;
  const window = new LatencyWindow(1);
  return buildStatus({
    config: readConfig(mode, { values: { OBSERVE_ONLY: "false" }, fileKeys: [], file: null }),
    clock: { monotonicNs: () => NOW_NS, epochMs: () => 0 },
    ...{ version: "0", startedNs: 0, host, storageWorks: () => storageWorks },
    ...{ latency: window, sendLatency: window, exposureTime: window, limits: DEFAULT_LIMITS },
  });
}

describe("the status", () => {
  it("is healthy only while both venues are whole and speak", () => {
    expect(statusIn({}).status).toBe("healthy");
    expect(statusIn({ geminiUp: false }).status).toBe("degraded");
    expect(statusIn({ geminiUp: false, solanaUp: false }).status).toBe("unhealthy");
    expect(statusIn({ started: false }).status).toBe("unhealthy");
    expect(statusIn({ storageWorks: false })).toMatchObject({ status: "unhealthy", storage_works: false });
  });

  it("does not call a venue connected that has been silent for longer than the limit", () => {
    const { status, venues, connections } = statusIn({ silentMs: 10_001 });
    expect(status).toBe("degraded");
    expect(venues[0]).toMatchObject({ venue: "gemini", state: "degraded", staleness_ms: 10_001 });
    expect(connections).toEqual({ gemini: true, solana: true });
  });

  it("says that an observer only observes, whatever OBSERVE_ONLY says", () => {
    expect(statusIn({ mode: "observe" }).risk.observe_only).toBe(true);
    expect(statusIn({ mode: "demo" }).risk.observe_only).toBe(false);
  });

  it("says why nothing trades before the venues are reached", () => {
    const { risk } = statusIn({ started: false });
    expect(risk).toMatchObject({ is_paused: false, gate_open: false, daily_pnl_usd: 0, open_trades: 0 });
    expect(risk.gate_reason).toBe("the venues are being reached");
  });
});
