import type { Opportunity } from "#model";
import type { FoundTrade, SignalConfig } from "#signal";
import type { AssetLane } from "./lane.ts";
import type { Trading } from "./trading/trading.ts";

interface Injection {
  readonly trading: Trading | null;
  readonly lane: AssetLane;
  readonly found: FoundTrade;
  readonly opportunity: Opportunity;
  readonly config: SignalConfig;
  readonly nowNs: number;
}

/** An injected opportunity clears the same threshold as any other, then goes through risk to a paper trade. */
export function decideInjected(injection: Injection): Pick<Opportunity, "decision" | "decisionReason"> {
  const { trading, lane, found, opportunity, config, nowNs } = injection;
  if (trading === null) return { decision: "observed", decisionReason: "injected by an operator" };
  const { profitThresholdPct } = config.thresholds;
  if (found.spreadPct > config.suspectSpreadPct)
    return refused("suspect-spread: injected spread is too wide to be believed");
  if (found.predictedPnlPct < profitThresholdPct)
    return refused("below-profit-threshold: injected by an operator");
  const decision = trading.offer(found, opportunity, lane, profitThresholdPct, nowNs);
  if ("approved" in decision) return { decision: "taken", decisionReason: decision.approved.plan.tradeId };
  return refused(`${decision.refused}: ${decision.detail}`);
}

function refused(decisionReason: string): Pick<Opportunity, "decision" | "decisionReason"> {
  return { decision: "refused", decisionReason };
}
