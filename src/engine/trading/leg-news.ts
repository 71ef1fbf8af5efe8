import { type Attempt, awaitsPrice, type TradeEvent, type TradePlan, type TradeState } from "#execution";
import { baseOfLots, formatDecimal, formatSteps, type LogFields } from "#model";
import type { Outbox } from "../outbox.ts";
import type { RiskDesk } from "./risk-desk.ts";

interface Step {
  readonly before: TradeState;
  readonly after: TradeState;
  readonly event: TradeEvent;
}

/** The market's own answer to a limit, and no fault of anybody: such an end is no order error. */
const NO_FAULT = /WouldPost|WouldNotFill|AmountOutBelowMinimum|AmountInAboveMaximum|Immediate/;

/** What a step of a trade means for risk and for the operator's log. */
export function tellRisk({ risk, out }: { readonly risk: RiskDesk; readonly out: Outbox }, step: Step): void {
  const { before, after, event } = step;
  for (const attempt of after.attempts) {
    const was = before.attempts.find(({ id }) => id === attempt.id);
    if (was !== attempt) tellOfAttempt({ risk, out, after, was, attempt, event });
  }
  tellOfResidual(risk, step);
  const { plan, phase } = after;
  const { tradeId, asset } = plan;
  // It may come home by itself: then no operator could resolve it any more.
  if (before.phase.kind === "stranded" && phase.kind !== "stranded")
    risk.tell({ kind: "resolved", tradeId }, event.atMs);
  if (phase.kind !== "stranded" || before.phase.kind === "stranded") return;
  risk.tell({ kind: "stranded", tradeId, asset, detail: phase.reason }, event.atMs);
  out.push({
    kind: "log",
    level: "error",
    event: "trade stranded",
    fields: { id: tradeId, asset, reason: phase.reason },
  });
}

/** A residual that waits for a way to be closed is watched like a leg without evidence: it must not wait unseen. */
function tellOfResidual(risk: RiskDesk, { before, after, event }: Step): void {
  const { tradeId, asset } = after.plan;
  const attemptId = `${tradeId}/residual`;
  const waits = awaitsPrice(after);
  if (waits && (!awaitsPrice(before) || event.kind === "resumed"))
    risk.tell({ kind: "leg-unknown", tradeId, asset, attemptId }, event.atMs);
  else if (!waits && awaitsPrice(before)) risk.tell({ kind: "leg-known", attemptId }, event.atMs);
}

interface AttemptNews {
  readonly risk: RiskDesk;
  readonly out: Outbox;
  readonly after: TradeState;
  readonly was: Attempt | undefined;
  readonly attempt: Attempt;
  readonly event: TradeEvent;
}

function tellOfAttempt({ risk, out, after, was, attempt, event }: AttemptNews): void {
  const { plan } = after;
  const { asset, tradeId } = plan;
  const nowMs = event.atMs;
  // A new process has to hear of a leg that was unknown to the last one already.
  const isNews = attempt.phase !== was?.phase || (event.kind === "resumed" && attempt.phase === "unknown");
  if (!isNews) return;
  if (attempt.phase === "unknown")
    risk.tell({ kind: "leg-unknown", tradeId, asset, attemptId: attempt.id }, nowMs);
  else if (was?.phase === "unknown") risk.tell({ kind: "leg-known", attemptId: attempt.id }, nowMs);
  const ended = attempt.phase === "filled" || attempt.phase === "rejected" || attempt.phase === "expired";
  // What risk itself stopped, or a death before the signature, is no failure of an order.
  if (ended && event.kind !== "blocked" && event.kind !== "resumed") {
    const error = attempt.phase === "filled" || NO_FAULT.test(attempt.reason ?? "") ? null : attempt.reason;
    risk.tell({ kind: "order-ended", asset, error }, nowMs);
    if (attempt.phase !== "filled")
      out.push({ kind: "execution-failed", reason: attempt.reason ?? attempt.phase });
  }
  log(out, attempt, plan);
}

function log(out: Outbox, attempt: Attempt, { asset, paper }: TradePlan): void {
  const { phase, id, order, purpose, reason, orderId } = attempt;
  if (phase === "sent") {
    const fields: LogFields = { id, asset, leg: attempt.venue, purpose, side: order.side, ...terms(attempt) };
    out.push({ kind: "log", level: "info", event: "Executing", fields });
    return;
  }
  if (phase !== "filled" && phase !== "rejected" && phase !== "expired" && phase !== "unknown") return;
  // The exchange's client logs its orders itself, with the venue's own words.
  if (attempt.venue === "gemini" && !paper) return;
  const what = attempt.venue === "gemini" ? "Gemini order" : "Solana swap";
  const level = phase === "filled" ? "info" : "warning";
  const ref = attempt.venue === "gemini" ? (orderId ?? "") : (attempt.signed?.signature ?? "");
  const fields = { id, asset, ref, filled: formatDecimal(attempt.filled.base, 18), reason: reason ?? "" };
  out.push({ kind: "log", level, event: `${what} ${phase}`, fields });
}

function terms(attempt: Attempt): LogFields {
  if (attempt.venue === "solana")
    return { base_units: attempt.order.baseUnits, limit_units: attempt.order.limitQuoteUnits };
  const { order } = attempt;
  const size = formatDecimal(baseOfLots(order.lots, order), 18);
  return { size, limit: formatSteps(order.limitTicks, order.tickSize) };
}
