import { describe, expect, it } from "vitest";
import { RISK_REFUSALS } from "#risk";
import { decisionText } from "../../console/lib/decision-text.ts";
import { refusalText } from "../../console/lib/wording.ts";

const said = (decision: "taken" | "refused" | "observed", decision_reason: string, is_injected = false) =>
  decisionText({ decision, decision_reason, is_injected });

describe("a decision in words", () => {
  it("leads to the trade where it was taken", () => {
    expect(said("taken", "T-1")).toMatchObject({ verdict: "Taken", tradeId: "T-1", detail: "" });
    expect(said("taken", "T-1").reason).toContain("both legs were started");
    expect(said("taken", "T-1", true).reason).toContain("on paper");
  });

  it("says why it was refused, with the figures that were recorded", () => {
    expect(said("refused", "asset-busy: 1 of SOL-USD open; the limit is 1.")).toEqual({
      verdict: "Refused",
      reason: "Another trade of this asset is still open.",
      detail: "1 of SOL-USD open; the limit is 1.",
      tradeId: null,
    });
    const paused = said("refused", "paused: manual (all): lunch: back at two");
    expect([paused.reason, paused.detail]).toEqual([
      "A pause is in force.",
      "Manual (all): lunch: back at two.",
    ]);
  });

  it("says nothing twice, and spells out what it does not know", () => {
    expect(said("refused", "observe-only: Trading is switched off.").detail).toBe("");
    expect(said("refused", "new-reason: x")).toMatchObject({ reason: "New reason.", detail: "X." });
    expect(said("refused", "")).toMatchObject({ reason: "No reason was recorded.", detail: "" });
  });

  it("tells what was only watched from what was injected", () => {
    expect(said("observed", "recorded only: trading is not enabled").reason).toContain("did not trade");
    expect(said("observed", "injected by an operator", true).reason).toContain("An operator injected it");
  });

  it("has words of its own for every refusal of risk", () => {
    const spelled = (code: string) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll("-", " ");
    const unworded = Object.keys(RISK_REFUSALS).filter((code) => refusalText(code) === spelled(code));
    expect(unworded).toEqual([]);
  });
});
