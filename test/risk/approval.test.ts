import { describe, expect, it } from "vitest";
import {
  type ApprovalContext,
  approve,
  mayStillSend,
  type PauseScope,
  type Proposal,
  RISK_REFUSALS,
  type RiskState,
} from "#risk";
import {
  aContext,
  aPlan,
  aRisk,
  aStart,
  at,
  bothLive,
  NOON,
  PCT,
  pauseAll,
  run,
  say,
  silent,
  USD,
} from "./builders.ts";

const observing = say(aRisk(), NOON, { kind: "observe-only", on: true, by: "ada" }).state;
const paused = (scope: PauseScope): RiskState => say(aRisk(), NOON, { ...pauseAll, scope }).state;
const open = (asset: string, dollars: bigint) => ({ asset, sizeUsd: dollars * USD });

/** What each refusal needs; every one but `stale` may be asked of a risk that is otherwise fine. */
interface Case {
  readonly refused: string;
  readonly risk?: RiskState;
  readonly context?: Partial<ApprovalContext>;
  readonly plan?: Partial<Proposal>;
  readonly detail?: RegExp;
  /** An injected plan passes it. */
  readonly injectedPasses?: boolean;
}

/** In the order in which they are asked. */
const CASES: readonly Case[] = [
  { refused: "gate-shut", context: { gateOpen: false } },
  { refused: "paused", risk: paused({ kind: "all" }), detail: /manual \(all\): lunch/ },
  { refused: "observe-only", risk: observing, injectedPasses: true },
  { refused: "stale", context: { nowMs: NOON + 10_001 }, detail: /gemini has been silent for 10\.001 s/ },
  { refused: "venue-not-ready", context: { venuesReady: false }, injectedPasses: true },
  { refused: "asset-busy", context: { openTrades: [open("SOL-USD", 1n)] }, detail: /1 of SOL-USD open/ },
  {
    refused: "position-cap",
    plan: { sizeUsd: 1_000n * USD + 1n },
    detail: /1000\.000000001 USD is above 1000 USD/,
  },
  {
    refused: "exposure-cap",
    context: { openTrades: [open("ETH-USD", 2_501n)] },
    detail: /3001 USD together/,
  },
  {
    refused: "insufficient-balance",
    context: { shortBalance: "gemini USD lacks 12.5" },
    detail: /lacks 12\.5/,
    injectedPasses: true,
  },
  { refused: "fee-tier-unread", plan: { measuredPnlPct: null }, injectedPasses: true },
  {
    refused: "measured-costs",
    plan: { measuredPnlPct: PCT - 1n },
    detail: /0\.999999 % is below 1 %/,
    injectedPasses: true,
  },
];

describe("approval", () => {
  it("passes a plan with nothing against it", () => {
    const plan = aPlan();
    expect(approve(plan, aRisk(), aContext())).toMatchObject({ plan });
  });

  it.each(CASES)("refuses for $refused in words", ({ refused, risk = aRisk(), context, plan, detail }) => {
    const answer = approve(aPlan(plan), risk, aContext(context));
    expect(answer).toEqual({ refused, detail: expect.stringMatching(detail ?? /\w/) });
    expect(Object.keys(RISK_REFUSALS)).toContain(refused);
  });

  it.each(CASES)("asks an injected plan for $refused only where it touches more than paper", (each) => {
    const { refused, risk = aRisk(), context, injectedPasses = false } = each;
    const plan = aPlan({ ...each.plan, isInjected: true });
    const answer = approve(plan, risk, aContext(context));
    if (injectedPasses) expect(answer).toMatchObject({ plan });
    else expect(answer).toMatchObject({ refused });
  });

  it("says the first of several refusals, in a fixed order", () => {
    const answers = CASES.slice(0, -1).map((first, i) => {
      const [a, b] = [first, CASES[i + 1]!];
      // Two risks cannot be merged: what both say of risk is said one after the other.
      const risk = a.risk === undefined || b.risk === undefined ? (a.risk ?? b.risk ?? aRisk()) : bothOf();
      const answer = approve(aPlan({ ...b.plan, ...a.plan }), risk, aContext({ ...b.context, ...a.context }));
      return "refused" in answer ? answer.refused : "approved";
    });
    // An unread fee tier and one that is too low exclude each other.
    expect(answers).toEqual(CASES.slice(0, -1).map(({ refused }) => refused));
  });

  it.each<[string, bigint, number]>([
    ["the largest position", 1_000n * USD, 0],
    ["the largest exposure", 1_000n * USD, 2_000],
  ])("passes at exactly %s", (_name, sizeUsd, others) => {
    const openTrades = others === 0 ? [] : [open("ETH-USD", BigInt(others))];
    expect(approve(aPlan({ sizeUsd }), aRisk(), aContext({ openTrades }))).toHaveProperty("plan");
  });

  it("passes at exactly the measured threshold, and without one does not ask", () => {
    expect(approve(aPlan({ measuredPnlPct: PCT }), aRisk(), aContext())).toHaveProperty("plan");
    const unread = aPlan({ measuredPnlPct: null });
    expect(approve(unread, aRisk(), aContext({ measuredThresholdPct: null }))).toHaveProperty("plan");
  });

  it("passes at exactly the staleness limit", () => {
    const { state } = say(aRisk(), NOON, silent("gemini", 4_000));
    expect(approve(aPlan(), state, aContext({ nowMs: NOON + 6_000 }))).toHaveProperty("plan");
    expect(approve(aPlan(), state, aContext({ nowMs: NOON + 6_001 }))).toHaveProperty("refused");
  });

  it("refuses while a venue has shown no life in this process", () => {
    expect(approve(aPlan(), aStart(), aContext())).toMatchObject({ refused: "stale" });
    const half = run(aStart(), [at(NOON, bothLive), at(NOON, silent("solana", null))]).state;
    expect(approve(aPlan(), half, aContext())).toMatchObject({ refused: "stale", detail: /solana/ });
  });

  it("lets as many trades of an asset be open as the limit says", () => {
    const two = aRisk({ maxOpenPerAsset: 2 });
    const openTrades = [open("SOL-USD", 1n)];
    expect(approve(aPlan(), two, aContext({ openTrades }))).toHaveProperty("plan");
  });
});

function bothOf(): RiskState {
  return say(observing, NOON, pauseAll).state;
}

describe("scopes of a pause", () => {
  it.each<[PauseScope, boolean]>([
    [{ kind: "all" }, true],
    [{ kind: "venue", venue: "gemini" }, true],
    [{ kind: "venue", venue: "solana" }, true],
    [{ kind: "asset", asset: "SOL-USD" }, true],
    [{ kind: "asset", asset: "ETH-USD" }, false],
    [{ kind: "pool", pool: "Pool1111" }, true],
    [{ kind: "pool", pool: "Pool2222" }, false],
  ])("a pause of %j stops the plan: %s", (scope, stops) => {
    const answer = approve(aPlan(), paused(scope), aContext());
    expect("refused" in answer ? answer.refused : "approved").toBe(stops ? "paused" : "approved");
  });
});

describe("right before the first send", () => {
  it("stops for a pause that came after the approval, and for nothing that only the decision asks", () => {
    const silentNow = say(aStart(), NOON, silent("gemini", null)).state;
    expect(mayStillSend(aRisk(), aPlan())).toBeNull();
    expect(mayStillSend(silentNow, aPlan())).toBeNull();
    expect(mayStillSend(paused({ kind: "asset", asset: "SOL-USD" }), aPlan())).toMatchObject({
      refused: "paused",
    });
    expect(mayStillSend(paused({ kind: "asset", asset: "ETH-USD" }), aPlan())).toBeNull();
  });

  it("stops when trading was switched off, except on paper", () => {
    expect(mayStillSend(observing, aPlan())).toMatchObject({ refused: "observe-only" });
    expect(mayStillSend(observing, aPlan({ isInjected: true }))).toBeNull();
  });
});
