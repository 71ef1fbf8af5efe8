import { afterEach, describe, expect, it, vi } from "vitest";
import { auditChanges } from "../../console/lib/audit-text.ts";
import { ApiError } from "../../console/lib/http.ts";
import { reviewLimits } from "../../console/lib/limits.ts";
import { changeLimits, pauseTrading, resumeTrading, tradeLive } from "../../console/lib/risk-api.ts";
import { lossToday, pausedSince, pauseLine, scopeText, usedPct } from "../../console/lib/risk-text.ts";
import type { Pause } from "../../console/lib/wire.ts";
import { aRiskOverview } from "./a-trade.ts";

const risk = aRiskOverview();

describe("a draft of limits", () => {
  it("changes nothing while it says the same in other digits", () => {
    const draft = { daily_loss_limit_usd: "500", profit_threshold_pct: "0.1", max_order_errors: "5" };
    expect(reviewLimits(risk, draft)).toEqual({ changes: [], errors: {}, patch: null });
  });

  it("sends only what changed, decimals as text and counts as numbers", () => {
    const { patch, changes } = reviewLimits(risk, { daily_loss_limit_usd: "750", max_order_errors: "7" });
    expect(patch).toEqual({ daily_loss_limit_usd: "750", max_order_errors: 7 });
    expect(changes.map(({ label, before, after }) => [label, before, after])).toEqual([
      ["Daily loss limit", "500.000000000", "750"],
      ["Order errors", "5", "7"],
    ]);
  });

  it.each([
    ["daily_loss_limit_usd", "0", /dollars above 0/],
    ["daily_loss_limit_usd", "-5", /dollars above 0/],
    ["wide_spread_pct", "200", /from 0 to 100/],
    ["wide_spread_pct", "", /from 0 to 100/],
    ["max_order_errors", "x", /Must be a number/],
    ["max_order_errors", "1.5", /int/],
    ["staleness_threshold_sec", "0.5", />=1/],
  ] as const)("refuses %s of '%s' at its own field", (key, text, message) => {
    const { patch, errors } = reviewLimits(risk, { [key]: text });
    expect(patch).toBeNull();
    expect(errors[key]).toMatch(message);
    expect(Object.keys(errors)).toEqual([key]);
  });

  it("sends nothing while one of several fields is wrong", () => {
    const { patch, errors } = reviewLimits(risk, { daily_loss_limit_usd: "750", wide_spread_pct: "x" });
    expect(patch).toBeNull();
    expect(Object.keys(errors)).toEqual(["wide_spread_pct"]);
  });
});

describe("pauses in words", () => {
  const pause = (changes: Partial<Pause>): Pause => ({
    reason: "manual",
    scope: "all",
    since: "2026-11-22T14:00:00.000Z",
    by: "tandem",
    detail: "",
    ...changes,
  });

  it("names every reason, what it holds back, and when the first began", () => {
    const pauses = [
      pause({}),
      pause({ reason: "data staleness", scope: "venue:gemini", since: "2026-11-22T13:59:00.000Z" }),
    ];
    expect(pauseLine(pauses)).toBe("manual; data staleness (Gemini)");
    expect(pauseLine([pause({ detail: "looks odd" })])).toBe("manual: looks odd");
    expect(pausedSince(pauses)).toBe("2026-11-22T13:59:00.000Z");
    expect(pausedSince([])).toBeNull();
  });

  it.each([
    ["all", "everything"],
    ["venue:solana", "Solana"],
    ["asset:SOL-USD", "SOL-USD"],
    ["pool:Czfq", "pool Czfq"],
    ["venue", "the venue"],
    ["asset", "the asset"],
    ["something new", "something new"],
  ])("calls the scope %s %s", (scope, words) => {
    expect(scopeText(scope)).toBe(words);
  });
});

describe("how much of a limit is used", () => {
  it.each([
    ["-125.00", "125.00", 25],
    ["-500", "500", 100],
    ["-800", "800", 100],
    ["12.5", "0", 0],
  ])("a day of %s has lost %s, %i % of its limit", (daily_pnl_usd, lost, pct) => {
    const loss = lossToday(aRiskOverview({ daily_pnl_usd }));
    expect(loss).toBe(lost);
    expect(usedPct(loss, "500")).toBe(pct);
  });
});

describe("the audit trail in words", () => {
  it("names only the fields that changed", () => {
    const before = { daily_loss_limit_usd: "500", wide_spread_pct: "5" };
    const changes = auditChanges({ before, after: { ...before, daily_loss_limit_usd: "750" } });
    expect(changes).toEqual([{ name: "daily_loss_limit_usd", before: "500", after: "750" }]);
  });

  it("says nothing of what was not there, instead of null", () => {
    expect(auditChanges({ before: null, after: { reason: "manual" } })).toEqual([
      { name: "reason", before: "nothing", after: "manual" },
    ]);
    expect(auditChanges({ before: [{ reason: "manual", scope: "all" }], after: [] })).toEqual([
      { name: "", before: "reason manual, scope all", after: "nothing" },
    ]);
    expect(auditChanges({ before: false, after: true })).toEqual([
      { name: "", before: "false", after: "true" },
    ]);
    expect(auditChanges({ before: null, after: undefined })).toEqual([]);
  });
});

describe("the operator's calls", () => {
  afterEach(() => vi.unstubAllGlobals());

  const answering = (status: number, body: unknown) => {
    const fetched = vi.fn(async () => Response.json(body, { status }));
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };

  it("pauses with its scope, and with a reason only where one was given", async () => {
    const fetched = answering(200, { status: "paused", reason: "manual", paused_by: "operator" });
    await pauseTrading({ reason: "", scope: "venue:gemini" });
    await pauseTrading({ reason: "looking", scope: "all" });
    const bodies = fetched.mock.calls.map((call) => (call as unknown as [string, RequestInit])[1].body);
    expect(bodies).toEqual(['{"scope":"venue:gemini"}', '{"scope":"all","reason":"looking"}']);
  });

  it("passes the server's own words on when resuming is refused", async () => {
    answering(409, { detail: "Gemini is still silent." });
    const refusal = await resumeTrading("").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiError);
    expect(refusal).toMatchObject({ status: 409, message: "Gemini is still silent." });
  });

  it("sends the phrase as it was typed, and says why live trading stays off", async () => {
    const fetched = answering(409, { detail: "live trading stays off: trading is paused: manual (looking)" });
    const refusal = await tradeLive("trade real money").catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 409, message: expect.stringContaining("manual (looking)") });
    const [[, sent] = []] = fetched.mock.calls as unknown as [string, RequestInit][];
    expect(sent?.body).toBe('{"confirm":"trade real money"}');
  });

  it("keeps which field the server refused", async () => {
    answering(422, { detail: [{ loc: ["body", "wide_spread_pct"], msg: "too wide", type: "custom" }] });
    const refusal = await changeLimits({ wide_spread_pct: "50" }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ fields: [{ field: "wide_spread_pct", message: "too wide" }] });
  });

  it("does not take an answer of another form for success", async () => {
    answering(200, { status: "done" });
    await expect(resumeTrading("")).rejects.toThrow("agreed form");
  });
});
