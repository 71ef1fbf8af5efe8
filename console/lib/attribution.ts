import { negateDecimal, roundDecimal, sumDecimals } from "./decimal-text.ts";
import { total, WATERFALL_DECIMALS, type WaterfallStep } from "./waterfall.ts";
import type { Trade } from "./wire.ts";

type Explained = Pick<Trade, "attribution" | "pnl_usd" | "predicted_pnl_usd">;

/**
 * From the predicted to the realised result in dollars, cause by cause; null while nothing is attributed.
 * Running totals are rounded down and a step is the difference of two of them, so that both ends are shown
 * as they are everywhere else and the steps still add up to the last digit.
 */
export function attributionWaterfall(trade: Explained): WaterfallStep[] | null {
  const causes = causesOf(trade);
  if (causes === null) return null;
  const steps = [total("predicted", "Predicted", shown(trade.predicted_pnl_usd))];
  let running = trade.predicted_pnl_usd;
  for (const { key, label, usd } of causes) {
    const next = sumDecimals([running, usd]);
    const [from, to] = [shown(running), shown(next)];
    const amountUsd = sumDecimals([to, negateDecimal(from)]);
    steps.push({ key, label, kind: "change", amountUsd, from, to });
    running = next;
  }
  return [...steps, total("realised", "Realised", shown(trade.pnl_usd))];
}

interface Cause {
  readonly key: string;
  readonly label: string;
  readonly usd: string;
}

/** The six causes, and what they leave unexplained, should they ever leave anything. */
function causesOf({ attribution, pnl_usd, predicted_pnl_usd }: Explained): Cause[] | null {
  if (attribution === null) return null;
  const causes = [
    { key: "fee", label: "Fees", usd: attribution.fee_usd },
    { key: "depth", label: "Book depth", usd: attribution.depth_usd },
    { key: "latency", label: "Pool latency", usd: attribution.latency_usd },
    { key: "network", label: "Network fee", usd: attribution.network_usd },
    { key: "adverse", label: "Adverse move", usd: attribution.adverse_usd },
    { key: "reserve", label: "Unused reserve", usd: attribution.reserve_usd },
  ];
  const explained = sumDecimals([predicted_pnl_usd, ...causes.map((cause) => cause.usd)]);
  const rest = sumDecimals([pnl_usd, negateDecimal(explained)]);
  if (/^-?[0.]+$/.test(rest)) return causes;
  return [...causes, { key: "rest", label: "Not attributed", usd: rest }];
}

function shown(usd: string): string {
  return roundDecimal(usd, WATERFALL_DECIMALS, "floor");
}
