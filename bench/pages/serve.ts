import { openMongo, openSqlite } from "#storage";
import { systemClock as clock } from "#system";
import { gatewayOver, quiet } from "../gateway-over.ts";
import { type Amounts, fill } from "./fill.ts";

/**
 * A gateway over a store that is filled first, in a process of its own so that its memory is its own. Where and how much
 * comes as one JSON argument; says what it does on standard error, and where it listens as one JSON line.
 */
const where = JSON.parse(process.argv[2] ?? "{}") as Amounts & {
  readonly dir?: string;
  readonly url?: string;
};
const forever = Number.MAX_SAFE_INTEGER;
const options = { log: quiet, clock, retentionMs: forever };
const stores =
  where.url === undefined
    ? await openSqlite({ dir: where.dir ?? "", ...options })
    : openMongo({ url: where.url, ...options });
const began = performance.now();
let said = began;
await fill(stores, where, (done) => {
  if (performance.now() - said < 2_000) return;
  said = performance.now();
  process.stderr.write(`  ${done}\n`);
});
const fillSeconds = Math.round((performance.now() - began) / 100) / 10;
// Nothing may be answered from memory: every page is read from the store.
const gateway = await gatewayOver(stores, () => null);
process.stdout.write(`${JSON.stringify({ port: await gateway.listen(), fillSeconds })}\n`);
process.on("disconnect", async () => {
  await gateway.close();
  await stores.close();
  process.exit(0);
});
