import { existsSync, readFileSync } from "node:fs";
import type { PoolCurve, Ratio } from "#model";
import { createWhirlpoolCurve, loadAccounts, readDump } from "#venue/solana";

const FOLDER = new URL("../../shared/data/solana/orca-snapshot-185759999/", import.meta.url);
const SOL = "So11111111111111111111111111111111111111112";

/** The recorded SOL/USDC pools by fee, or null where the data folder is absent. */
export function recordedPool(feeBps: 5 | 30): PoolCurve | null {
  const file =
    feeBps === 5
      ? "SOL-USDC-ts8-5bps.7qbRF6YsyGuLUVs6Y1q64bdVrfe4ZcUUz1JRdoVNUJnm.json.gz"
      : "SOL-USDC-ts64-30bps.HJPjoWUrhoZzkNfRpHuieeFk9WcZWjwy6PBjZ81ngndJ.json.gz";
  const path = new URL(file, FOLDER);
  if (!existsSync(path)) return null;
  const dump = loadAccounts(readDump(readFileSync(path)));
  const pool = dump.pools[0] ?? "";
  const accounts = dump.accountsOf(pool, null);
  if (accounts === undefined) return null;
  return createWhirlpoolCurve({
    ...accounts,
    pool,
    slot: dump.slot,
    baseMint: SOL,
    baseDecimals: 9,
    quoteDecimals: 6,
  });
}

/**
 * A pool whose mid stands at `dollars`, beside the book that it is compared with, so that decisions
 * refuse at the gate as nearly all do in life. What it would quote is never asked.
 */
export function poolBeside(pool: string, dollars: number, depth: PoolCurve | null): PoolCurve {
  const mid: Ratio = { num: BigInt(Math.round(dollars * 1000)), den: 1_000_000n };
  const unasked = () => ({ refused: "TickArrayNotLoaded" });
  const base = {
    slot: 1,
    baseDecimals: 9,
    quoteDecimals: 6,
    feePpm: 400,
    sellBase: unasked,
    buyBase: unasked,
  };
  return { ...base, ...depth, pool, mid };
}
