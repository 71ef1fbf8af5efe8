import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { countWrites, openSqlite } from "#storage";
import { systemClock as clock } from "#system";
import { aStatus } from "../../test/gateway/builders.ts";
import { aTrade } from "../../test/ledger/builders.ts";
import { gatewayOver, quiet } from "../gateway-over.ts";

/**
 * A gateway over a store of 2,000 trades and, beside it, a bare Fastify route, in a process of their own so that they can
 * be given a core of their own. Prints where they listen as one JSON line; ends with its parent.
 */
const TRADES = 2_000;
const dir = mkdtempSync(join(tmpdir(), "tandem-load-"));
const stores = countWrites(await openSqlite({ dir, log: quiet, clock }));
const trades = Array.from({ length: TRADES }, (_, n) =>
  aTrade({ id: `T-${String(n).padStart(6, "0")}`, openedAtMs: 1_790_000_000_000 + n * 1_000 }),
);
for (let from = 0; from < TRADES; from += 500) await stores.trades.saveTrades(trades.slice(from, from + 500));

const gateway = await gatewayOver(stores, stores.revision);
const bare = Fastify();
const body = aStatus();
bare.get("/status", async () => body);
await bare.listen({ host: "127.0.0.1", port: 0 });
const address = bare.server.address();
const ports = { gateway: await gateway.listen(), bare: typeof address === "object" ? address?.port : 0 };
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.on("disconnect", () => {
  rmSync(dir, { recursive: true, force: true });
  process.exit(0);
});
