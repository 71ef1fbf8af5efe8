import { claimsOf, needsOf, type TradePlan } from "#execution";
import type { Balances } from "#ledger";
import { AMOUNT_DECIMALS, amountOfUnits, formatDecimal, type Opportunity } from "#model";
import { RISK_REFUSALS, type RiskApproved } from "#risk";
import type { FoundTrade } from "#signal";
import type { MarketAccess } from "./market-access.ts";
import { planTrade } from "./plan-trade.ts";
import type { RiskDesk } from "./risk-desk.ts";
import type { StartGate } from "./start-gate.ts";
import type { TradeDesk } from "./trade-desk.ts";
import type { Counterparty, Readiness } from "./trading-events.ts";
import type { TradingOptions } from "./trading-options.ts";

export interface ConsiderInputs {
  readonly options: TradingOptions;
  readonly market: MarketAccess;
  readonly risk: RiskDesk;
  readonly desk: TradeDesk;
  readonly gate: StartGate;
  readonly balances: Balances;
  /** The venues' balances were not compared with the ledger for too long. */
  readonly isComparisonDue: boolean;
  readonly readiness: Readiness;
  /** The account's taker fee on a symbol, millionths; null while unread. */
  readonly takerFeePpm: (symbol: string) => number | null;
  readonly thresholdPct: bigint;
  readonly nowMs: number;
  readonly nowNs: number;
}

/** What was decided about an opportunity: a trade, or the reason why there is none. */
export type Decision =
  | { readonly approved: RiskApproved<TradePlan> }
  | { readonly refused: string; readonly detail: string };

/** Plans the trade of an opportunity and asks risk. Starts nothing. */
export function consider(found: FoundTrade, opportunity: Opportunity, inputs: ConsiderInputs): Decision {
  const { market, options } = inputs;
  const side = market.side(opportunity.asset);
  const rate = market.usdc();
  if (side === null || side.book === null || side.curve === null || rate === null)
    return { refused: "stale", detail: "a side of the market is void" };
  const { book, curve, lane } = side;
  const counterparty = counterpartyFor(opportunity, options);
  const plan = planTrade({
    ...{ asset: lane.asset, opportunity, found, book, curve, rate, options, counterparty },
    ...{ takerFeePpm: inputs.takerFeePpm(lane.asset.symbol), nowMs: inputs.nowMs, nowNs: inputs.nowNs },
    solUsd: market.solUsd(),
    networkLamports: inputs.readiness.networkLamports.get(lane.asset.pool) ?? 0n,
  });
  if ("refused" in plan) return { refused: "pool-refused", detail: plan.refused };
  return judge(plan, inputs);
}

function counterpartyFor({ isInjected }: Opportunity, { paper }: TradingOptions): Counterparty {
  if (isInjected) return "injected";
  return paper ? "paper" : "venue";
}

/** Asks risk about a finished plan. */
export function judge(plan: TradePlan, inputs: ConsiderInputs): Decision {
  const { desk, readiness, options } = inputs;
  if (inputs.isComparisonDue && !plan.isInjected && inputs.gate.open)
    return { refused: "reconciling", detail: RISK_REFUSALS.reconciling };
  const verdict = inputs.risk.approve(plan, {
    nowMs: inputs.nowMs,
    gateOpen: inputs.gate.open,
    venuesReady: plan.paper || (readiness.cex && readiness.dex),
    openTrades: desk.open.map(({ plan: { asset, sizeUsd } }) => ({ asset, sizeUsd })),
    shortBalance: shortBalance(plan, inputs) ?? shortGas(plan, inputs),
    measuredThresholdPct: options.requireMeasured ? inputs.thresholdPct : null,
  });
  return "refused" in verdict ? verdict : { approved: verdict };
}

/** Network fees that must be at hand for a trade to start: its swap, and as many again to bring it home. */
const GAS_SWAPS = 10n;
const LEAST_FEE_LAMPORTS = 20_000n;

/** Native SOL is no part of what is traded; without it neither leg nor way back would ever land. */
function shortGas(plan: TradePlan, { balances, readiness }: ConsiderInputs): string | null {
  const quoted = readiness.networkLamports.get(plan.pool) ?? 0n;
  const lamports = GAS_SWAPS * (quoted > LEAST_FEE_LAMPORTS ? quoted : LEAST_FEE_LAMPORTS);
  const needed = amountOfUnits(lamports, 9);
  const held = balances.of("solana/gas", "SOL");
  return held < needed
    ? `solana has ${text(held)} SOL for network fees, a trade needs ${text(needed)}`
    : null;
}

/** Which balance does not carry its leg, beside all that open trades claim; null where both do. */
function shortBalance(plan: TradePlan, { balances, desk }: ConsiderInputs): string | null {
  const claims = desk.open.filter((state) => !state.plan.isInjected).flatMap(claimsOf);
  for (const { venue, asset, amount } of needsOf(plan)) {
    const claimed = claims
      .filter((claim) => claim.venue === venue && claim.asset === asset)
      .reduce((sum, { reserved, inFlight }) => sum + reserved + inFlight, 0n);
    const available = balances.of(venue, asset) - claimed;
    if (available < amount)
      return `${venue} has ${text(available)} ${asset} available, the leg needs ${text(amount)}`;
  }
  return null;
}

function text(amount: bigint): string {
  return formatDecimal(amount, AMOUNT_DECIMALS);
}
