import { negateDecimal, roundDecimal, sumDecimals } from "./decimal-text.ts";
import type { Opportunity } from "./wire.ts";

/** One step from a first total to a last one; `from` and `to` are running totals in dollars. */
export interface WaterfallStep {
  readonly key: string;
  readonly label: string;
  readonly kind: "total" | "change";
  /** Signed dollars: costs are negative. */
  readonly amountUsd: string;
  readonly from: string;
  readonly to: string;
}

/** Decimals of a dollar that are shown, each amount rounded against us. */
export const WATERFALL_DECIMALS = 4;

/**
 * From gross to net in dollars, so that the shown amounts add up to the last digit. The gross is what the
 * best prices promise at this size: the net and every cost together.
 */
export function costWaterfall(opportunity: Opportunity): WaterfallStep[] {
  const costs = costLines(opportunity).map(({ usd, ...cost }) => ({
    ...cost,
    amountUsd: shown(negateDecimal(usd)),
  }));
  const net = shown(opportunity.predicted_pnl_usd);
  const gross = sumDecimals([net, ...costs.map((cost) => negateDecimal(cost.amountUsd))]);
  const steps: WaterfallStep[] = [total("gross", "Gross", gross)];
  let running = gross;
  for (const { amountUsd, ...cost } of costs) {
    const to = sumDecimals([running, amountUsd]);
    steps.push({ key: cost.key, label: cost.label, kind: "change", amountUsd, from: running, to });
    running = to;
  }
  return [...steps, total("net", "Predicted net", net)];
}

function shown(usd: string): string {
  return roundDecimal(usd, WATERFALL_DECIMALS, "floor");
}

function costLines({ costs }: Opportunity): { key: string; label: string; usd: string }[] {
  return [
    { key: "cex-fee", label: "Gemini fee", usd: costs.cex_fee_usd },
    { key: "dex-fee", label: "Pool fee", usd: costs.dex_fee_usd },
    { key: "impact", label: "Price impact", usd: costs.impact_usd },
    { key: "slippage", label: "Slippage reserve", usd: costs.slippage_usd },
    { key: "network", label: "Network fee", usd: costs.network_usd },
  ];
}

/** A step that stands on zero. */
export function total(key: string, label: string, usd: string): WaterfallStep {
  return { key, label, kind: "total", amountUsd: usd, from: "0", to: usd };
}
