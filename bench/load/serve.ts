import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { createAccess } from "#access";
import { createGateway, createMetrics, type GatewayDeps } from "#gateway";
import { countWrites, openSqlite } from "#storage";
import { systemClock as clock, systemTimers as timers } from "#system";
import { createMemoryAccessStore } from "../../test/access/memory-store.ts";
import { aStatus } from "../../test/gateway/builders.ts";
import { createFakeControls } from "../../test/gateway/fake-controls.ts";
import { aTrade } from "../../test/ledger/builders.ts";

/**
 * A gateway over a store of 2,000 trades and, beside it, a bare Fastify route, in a process of their own so that they can
 * be given a core of their own. Prints where they listen as one JSON line; ends with its parent.
 */
const TRADES = 2_000;
const quiet = { info() {}, warning() {}, error() {}, debug() {} };
const dir = mkdtempSync(join(tmpdir(), "tandem-load-"));
const stores = countWrites(await openSqlite({ dir, log: quiet, clock }));
const trades = Array.from({ length: TRADES }, (_, n) =>
  aTrade({ id: `T-${String(n).padStart(6, "0")}`, openedAtMs: 1_790_000_000_000 + n * 1_000 }),
);
for (let from = 0; from < TRADES; from += 500) await stores.trades.saveTrades(trades.slice(from, from + 500));

const status = () => aStatus();
const entropy = (count: number) => randomBytes(count);
const deps: GatewayDeps = {
  ...{ mode: "demo", version: "0.1.0", clock, timers, log: quiet, status },
  access: await createAccess({ store: createMemoryAccessStore(), clock, entropy, secret: randomBytes(32) }),
  metrics: createMetrics({ status, venues: ["gemini", "solana"], assets: ["SOL-USD"] }),
  ...{ store: stores.opportunities, trades: stores.trades, revision: stores.revision },
  transfersOf: async () => [],
  listAudit: async () => [],
  inventory: () => [],
  risk: () => {
    throw new Error("not asked for here");
  },
  controls: createFakeControls({ onLimits() {} }),
  inject: () => Promise.reject(new Error("not asked for here")),
  subscribe: () => () => {},
  ...{
    host: "127.0.0.1",
    port: 0,
    allowedOrigins: [],
    ipAllowlist: [],
    rateLimitPerMin: 0,
    consoleKey: null,
  },
};
const gateway = await createGateway(deps);
const bare = Fastify();
const body = status();
bare.get("/status", async () => body);
await bare.listen({ host: "127.0.0.1", port: 0 });
const address = bare.server.address();
const ports = { gateway: await gateway.listen(), bare: typeof address === "object" ? address?.port : 0 };
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.on("disconnect", () => {
  rmSync(dir, { recursive: true, force: true });
  process.exit(0);
});
