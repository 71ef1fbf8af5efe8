import { randomBytes } from "node:crypto";
import { createAccess } from "#access";
import { createGateway, createMetrics, type Gateway, type GatewayDeps } from "#gateway";
import type { MainStores } from "#storage";
import { systemClock as clock, systemTimers as timers } from "#system";
import { createMemoryAccessStore } from "../test/access/memory-store.ts";
import { aStatus, someOperations } from "../test/gateway/builders.ts";
import { createFakeControls } from "../test/gateway/fake-controls.ts";

export const quiet = { info() {}, warning() {}, error() {}, debug() {} };

/** A gateway over these stores and nothing else, on a free port of loopback, without rate limits. */
export async function gatewayOver(stores: MainStores, revision: () => number | null): Promise<Gateway> {
  const status = () => aStatus();
  const entropy = (count: number) => randomBytes(count);
  const unasked = () => {
    throw new Error("not asked for here");
  };
  const deps: GatewayDeps = {
    ...{ mode: "demo", version: "0.1.0", clock, timers, log: quiet, status },
    access: await createAccess({
      store: createMemoryAccessStore(),
      clock,
      entropy,
      secret: randomBytes(32),
    }),
    metrics: createMetrics({
      status,
      operations: () => someOperations(),
      venues: ["gemini", "solana"],
      assets: ["SOL-USD"],
    }),
    ...{ store: stores.opportunities, trades: stores.trades, rows: stores.rows, revision },
    transfersOf: async () => [],
    listAudit: async () => [],
    settings: unasked,
    inventory: () => [],
    openTrades: () => [],
    snapshots: null,
    risk: unasked,
    controls: createFakeControls({ onLimits() {} }),
    inject: async () => unasked(),
    subscribe: () => () => {},
    ...{ host: "127.0.0.1", port: 0, allowedOrigins: [], ipAllowlist: [] },
    ...{ rateLimitPerMin: 0, consoleKey: null },
  };
  return createGateway(deps);
}
