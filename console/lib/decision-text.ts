import type { Opportunity } from "./wire.ts";
import { refusalText } from "./wording.ts";

/** What was done about an opportunity, for the operator. */
export interface DecisionText {
  readonly verdict: string;
  readonly reason: string;
  /** The figures behind the reason as they were recorded; empty where they say no more. */
  readonly detail: string;
  /** Of the trade that took it. */
  readonly tradeId: string | null;
}

type Decided = Pick<Opportunity, "decision" | "decision_reason" | "is_injected">;

/** A refusal is recorded as `code: detail`, a trade by its id. */
export function decisionText({ decision, decision_reason: recorded, is_injected }: Decided): DecisionText {
  if (decision === "taken") {
    const reason = is_injected
      ? "It passed every check of risk and was traded on paper: no venue heard of it."
      : "It passed every check of risk, and both legs were started as one trade.";
    return { verdict: "Taken", reason, detail: "", tradeId: recorded === "" ? null : recorded };
  }
  if (decision === "observed") {
    const reason = is_injected
      ? "An operator injected it while this Tandem only watched: nothing was sent."
      : "It was recorded only: this Tandem did not trade when it was seen.";
    return { verdict: "Not traded", reason, detail: "", tradeId: null };
  }
  const [code = "", ...rest] = recorded.split(": ");
  const reason = recorded === "" ? "No reason was recorded" : refusalText(code);
  const detail = rest.join(": ");
  const saysMore = detail !== "" && detail.replace(/\.$/, "") !== reason;
  return {
    verdict: "Refused",
    reason: `${reason}.`,
    detail: saysMore ? sentence(detail) : "",
    tradeId: null,
  };
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
