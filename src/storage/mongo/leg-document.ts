import { AMOUNT_DECIMALS, type Attribution, type LegRecord } from "#model";
import { toDecimal } from "./decimals.ts";
import {
  decimalOf,
  type Fields,
  flagOf,
  numberOf,
  partsOf,
  textOf,
  textOrNullOf,
  time,
  timeOf,
  usd,
  usdOf,
  wordOf,
} from "./fields.ts";

const VENUES = ["gemini", "solana"] as const;
const PURPOSES = ["entry", "hedge", "complete", "reverse"] as const;
const SIDES = ["buy", "sell"] as const;
const PHASES = [
  "planned",
  "intent_durable",
  "sent",
  "unknown",
  "acked",
  "partial",
  "filled",
  "rejected",
  "expired",
] as const;

/** One attempt inside its trade's document. */
export function legToFields(leg: LegRecord): Fields {
  return {
    attempt_id: leg.attemptId,
    attempt: leg.attempt,
    venue: leg.venue,
    purpose: leg.purpose,
    side: leg.side,
    phase: leg.phase,
    settled: leg.settled,
    reference: leg.reference,
    order_id: leg.orderId,
    limit: leg.limit,
    wanted_base: amount(leg.wantedBase),
    filled_base: amount(leg.filledBase),
    quote_amount: amount(leg.quoteAmount),
    quote_asset: leg.quoteAsset,
    fees: leg.fees.map((fee) => ({ asset: fee.asset, amount: amount(fee.amount) })),
    reason: leg.reason,
    timeline: leg.timeline.map(({ atMs, what, ref }) => ({ at: time(atMs), what, ref })),
  };
}

/** The exact inverse. Throws InvariantError on a document that this program did not write. */
export function legFromFields(fields: Fields): LegRecord {
  return {
    attemptId: textOf(fields, "attempt_id"),
    attempt: numberOf(fields, "attempt"),
    venue: wordOf(fields, "venue", VENUES),
    purpose: wordOf(fields, "purpose", PURPOSES),
    side: wordOf(fields, "side", SIDES),
    phase: wordOf(fields, "phase", PHASES),
    settled: flagOf(fields, "settled"),
    reference: textOrNullOf(fields, "reference"),
    orderId: textOrNullOf(fields, "order_id"),
    limit: textOf(fields, "limit"),
    wantedBase: amountOf(fields, "wanted_base"),
    filledBase: amountOf(fields, "filled_base"),
    quoteAmount: amountOf(fields, "quote_amount"),
    quoteAsset: textOf(fields, "quote_asset"),
    fees: partsOf(fields, "fees").map((fee) => ({
      asset: textOf(fee, "asset"),
      amount: amountOf(fee, "amount"),
    })),
    reason: textOrNullOf(fields, "reason"),
    timeline: partsOf(fields, "timeline").map((entry) => ({
      atMs: timeOf(entry, "at"),
      what: textOf(entry, "what"),
      ref: textOf(entry, "ref"),
    })),
  };
}

export function attributionToFields(parts: Attribution): Fields {
  return {
    fee_usd: usd(parts.feeUsd),
    depth_usd: usd(parts.depthUsd),
    latency_usd: usd(parts.latencyUsd),
    network_usd: usd(parts.networkUsd),
    adverse_usd: usd(parts.adverseUsd),
    reserve_usd: usd(parts.reserveUsd),
  };
}

export function attributionFromFields(fields: Fields): Attribution {
  return {
    feeUsd: usdOf(fields, "fee_usd"),
    depthUsd: usdOf(fields, "depth_usd"),
    latencyUsd: usdOf(fields, "latency_usd"),
    networkUsd: usdOf(fields, "network_usd"),
    adverseUsd: usdOf(fields, "adverse_usd"),
    reserveUsd: usdOf(fields, "reserve_usd"),
  };
}

function amount(value: bigint) {
  return toDecimal(value, AMOUNT_DECIMALS);
}

function amountOf(fields: Fields, name: string): bigint {
  return decimalOf(fields, name, AMOUNT_DECIMALS);
}
