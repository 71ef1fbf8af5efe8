import { createGateway, createMetrics, type GatewayDeps } from "#gateway";
import type { OpportunityStore } from "#ledger";
import { ConnectivityError, InputError, type OpportunityRecord, type Window } from "#model";
import type { StreamFrame } from "#wire";
import { createTestAccess } from "./access-in-memory.ts";
import {
  anOpportunity,
  aRisk,
  aStatus,
  createFakeTime,
  createRecordedLog,
  someOperations,
  someSettings,
} from "./builders.ts";
import { createFakeControls } from "./fake-controls.ts";
import { createMemoryTrades } from "./memory-trades.ts";

/** A store in memory: just enough of the port for the routes, the real one has its own tests. */
export function createMemoryStore(
  opportunities: OpportunityRecord[] = [],
  windows: Window[] = [],
): OpportunityStore {
  return {
    async save() {
      throw new Error("the gateway never saves");
    },
    async listOpportunities({ limit, cursor, asset, direction, minSpreadPct, fromMs = 0, toMs = Infinity }) {
      const matching = opportunities
        .filter((row) => asset === undefined || row.asset === asset)
        .filter((row) => direction === undefined || row.direction === direction)
        .filter((row) => minSpreadPct === undefined || row.spreadPct >= minSpreadPct)
        .filter((row) => row.openedAtMs >= fromMs && row.openedAtMs < toMs)
        .sort((a, b) => b.openedAtMs - a.openedAtMs);
      const start = cursor === undefined ? 0 : matching.findIndex(({ id }) => id === cursor.id) + 1;
      const items = matching.slice(start, start + limit);
      const last = items.at(-1);
      const more = start + limit < matching.length && last !== undefined;
      return { items, nextCursor: more ? { timestampMs: last.openedAtMs, id: last.id } : null };
    },
    getOpportunity: async (id) => opportunities.find((row) => row.id === id) ?? null,
    listWindows: async ({ asset, limit }) =>
      windows.filter((row) => asset === undefined || row.asset === asset).slice(0, limit),
    countOpportunities: async (fromMs, toMs) =>
      opportunities.filter(
        ({ openedAtMs, isInjected }) => !isInjected && openedAtMs >= fromMs && openedAtMs < toMs,
      ).length,
    latestWindows: async () => windows,
  };
}

export type TestGateway = Awaited<ReturnType<typeof startGateway>>;

/** A gateway on small parts in memory, whose clock only the test turns. */
export async function startGateway(changes: Partial<GatewayDeps> = {}) {
  const time = createFakeTime();
  const log = createRecordedLog();
  const listeners = new Set<(frame: StreamFrame) => void>();
  let risk = aRisk();
  const controls = createFakeControls({
    onLimits: (patch) => {
      risk = { ...risk, ...definedOf(patch) };
    },
  });
  const status = changes.status ?? (() => aStatus());
  const deps: GatewayDeps = {
    mode: "demo",
    version: "0.1.0",
    clock: time.clock,
    timers: time.timers,
    log,
    access: changes.access ?? (await createTestAccess(time.clock)).access,
    metrics: createMetrics({
      status,
      operations: () => someOperations(),
      venues: ["gemini", "solana"],
      assets: ["SOL-USD"],
    }),
    store: createMemoryStore(),
    rows: { windowsAfter: async () => [] },
    revision: () => null,
    status,
    async inject({ asset = "SOL-USD", direction, spreadPct }) {
      if (asset !== "SOL-USD") throw new InputError("asset", `asset: ${asset} is not configured`);
      const opportunity = anOpportunity({ asset, direction, spreadPct, isInjected: true });
      return { opportunity, note: "completed on paper" };
    },
    trades: createMemoryTrades(),
    transfersOf: async () => [],
    listAudit: async () => [],
    settings: () => someSettings(),
    inventory: () => [],
    openTrades: () => [],
    snapshots: { listSnapshots: async () => [] },
    risk: () => risk,
    controls,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    host: "127.0.0.1",
    port: 0,
    allowedOrigins: ["http://localhost:3000"],
    ipAllowlist: [],
    rateLimitPerMin: 600,
    consoleKey: null,
    ...changes,
  };
  const gateway = await createGateway(deps);
  return {
    gateway,
    app: gateway.app,
    time,
    log,
    metrics: deps.metrics,
    controls,
    commands: controls.commands,
    listeners,
    publish: (frame: StreamFrame) => {
      for (const listener of listeners) listener(frame);
    },
  };
}

/** A store whose every call fails as one whose disk is gone. */
export function createAwayStore(): OpportunityStore {
  const fail = () => Promise.reject(new ConnectivityError("storage-away", "disk gone"));
  return {
    save: fail,
    listOpportunities: fail,
    getOpportunity: fail,
    listWindows: fail,
    countOpportunities: fail,
    latestWindows: fail,
  };
}

/** A patch without the keys that it does not change. */
function definedOf<Patch extends object>(patch: Patch): { [Key in keyof Patch]: NonNullable<Patch[Key]> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never;
}
