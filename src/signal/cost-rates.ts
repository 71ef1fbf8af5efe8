import type { PoolCurve } from "#model";
import { PCT_ONE, type SignalConfig } from "./config.ts";
import type { Refusal } from "./refusal.ts";
import { ceilMul } from "./scale.ts";

/** A cost model boiled down for one evaluation; fractions are of PCT_ONE. */
export interface CostRates {
  /** Of the exchange leg's dollars. */
  readonly cexFee: bigint;
  /** Of the pool leg's dollars, beyond the pool's own fee, which its curve takes already. */
  readonly dexExtra: bigint;
  /** Of the buying leg's dollars, set aside for adverse movement. */
  readonly slippage: bigint;
  /** Once for the trade, 1e-9 USD. */
  readonly networkUsd: bigint;
}

const PCT_PER_PPM = PCT_ONE / 1_000_000n;
const LAMPORTS_PER_SOL = 1_000_000_000n;

/**
 * The static model charges the larger of its flat pool fee and the pool's own. The difference is taken
 * at the fee a small swap pays now: where an adaptive fee climbs along the swap this charges a little
 * more than the larger of the two, never less, and keeps the net a concave function of the size.
 */
export function costRates(config: SignalConfig, curve: PoolCurve, solUsd: bigint): CostRates | Refusal {
  if (config.costModel === "static") {
    const own = BigInt(curve.feePpm) * PCT_PER_PPM;
    const { cexFeePct, dexFeePct, slippagePct } = config.staticCosts;
    const dexExtra = dexFeePct > own ? dexFeePct - own : 0n;
    return { cexFee: cexFeePct, dexExtra, slippage: slippagePct, networkUsd: 0n };
  }
  const { takerFeePpm, networkLamports } = config.measuredCosts;
  if (takerFeePpm === null) return "fee-tier-unread";
  return {
    cexFee: BigInt(takerFeePpm) * PCT_PER_PPM,
    dexExtra: 0n,
    slippage: 0n,
    networkUsd: ceilMul(networkLamports, { num: solUsd, den: LAMPORTS_PER_SOL }),
  };
}
