import type { Instrument, Ratio } from "#model";
import type { UsdcRate } from "#signal";

/** Every price that one evaluation used, for a test that knows the truth. */
export interface EvaluationTrace {
  readonly asset: string;
  readonly instrument: Instrument;
  readonly bookLastId: number;
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly slot: number;
  readonly mid: Ratio;
  /** The USDC rate as applied, and the newest update id of its book. */
  readonly rate: UsdcRate;
  readonly usdcLastId: number;
  readonly nowNs: number;
}
