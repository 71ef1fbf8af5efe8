import { describe, expect, it } from "vitest";
import { type Facts, type Notice, nothingSeen, watch } from "#notify";
import { aPause, STARTED_MS, someFacts, someTrading } from "./builders.ts";

/** Looks at one set of facts a second; what each look told. */
function looks(facts: readonly Facts[], isLive = false): readonly (readonly Notice[])[] {
  let seen = nothingSeen({ isLive, startedMs: STARTED_MS });
  return facts.map((one, second) => {
    const step = watch(seen, one, { epochMs: STARTED_MS + second * 1_000, elapsedMs: second * 1_000 });
    seen = step.seen;
    return step.notices;
  });
}

const told = (facts: readonly Facts[], isLive = false) =>
  looks(facts, isLive)
    .flat()
    .map(({ kind, severity, title }) => `${kind} ${severity} ${title}`);
const trading = (changes: Parameters<typeof someTrading>[0]) => someFacts({ trading: someTrading(changes) });
const times = (count: number, facts: Facts) => Array.from({ length: count }, () => facts);
const calm = someFacts();

describe("what is worth telling", () => {
  it("is nothing while everything is well, and nothing of trading before it is known", () => {
    expect(told([...times(30, someFacts({ trading: null })), ...times(30, calm)])).toEqual([]);
  });

  it("is each pause once when it begins and once when it ends, with what to do about it", () => {
    const paused = trading({ pauses: [aPause()] });
    const [, began, lasted, , ended] = looks([calm, paused, paused, paused, calm]);
    expect(began).toMatchObject([
      { kind: "begins", severity: "critical", title: "Paused: data staleness", screen: "/risk" },
    ]);
    expect(began?.[0]?.text).toContain("gemini silent for 10.2 s.");
    expect(began?.[0]?.text).toContain('Runbook: "Kill switch: data staleness"');
    expect(lasted).toEqual([]);
    expect(ended).toMatchObject([{ kind: "ends", severity: "info", key: began?.[0]?.key }]);
  });

  it("is less urgent where an operator paused, and names who and what", () => {
    const pauses = [aPause({ reason: "manual", scope: "asset:SOL-USD", by: "ada", detail: "looks odd" })];
    expect(told([calm, trading({ pauses })])).toEqual([
      "begins warning Paused by ada: manual (asset:SOL-USD)",
    ]);
  });

  it("takes two pauses by operators for two things, and a flapping one by itself for the same", () => {
    const by = (name: string, sinceMs: number) => trading({ pauses: [aPause({ by: name, sinceMs })] });
    const keys = (facts: readonly Facts[]) =>
      new Set(
        looks(facts)
          .flat()
          .map(({ key }) => key),
      );
    expect(keys([calm, by("ada", 1), calm, by("ada", 2)]).size).toBe(2);
    expect(keys([calm, by("tandem", 1), calm, by("tandem", 2)]).size).toBe(1);
  });

  it("says of a pause that outlived a restart that it is still in force", () => {
    const pauses = [aPause({ sinceMs: STARTED_MS - 60_000 })];
    expect(told([trading({ pauses })])).toEqual([
      "begins warning Still paused after a restart: data staleness",
    ]);
  });

  it("is a pause for an unknown leg, whose text says that what is held is not known", () => {
    const pauses = [aPause({ reason: "unknown leg", scope: "asset:SOL-USD" })];
    const [, [notice] = []] = looks([calm, trading({ pauses })]);
    expect(notice).toMatchObject({ severity: "critical", title: "Paused: unknown leg (asset:SOL-USD)" });
    expect(notice?.text).toContain("what is held is not known");
  });

  it("is a stranded trade until it is over, not until it is tried again", () => {
    const trade = { id: "trd-1", asset: "SOL-USD", isStranded: true, reason: "no price", residual: "0.4" };
    const stranded = trading({ openTrades: [trade] });
    const retried = trading({ openTrades: [{ ...trade, isStranded: false }] });
    const all = looks([calm, stranded, stranded, retried, stranded, calm]);
    expect(all.map((notices) => notices.length)).toEqual([0, 1, 0, 0, 0, 1]);
    expect(all[1]).toMatchObject([{ severity: "critical", screen: "/trades?trade=trd-1" }]);
    expect(all[1]?.[0]?.text).toContain("0.4 SOL is left (no price)");
    expect(all[5]).toMatchObject([{ kind: "ends", severity: "info", title: "Resolved: SOL-USD trd-1" }]);
  });

  it("is a venue that is away for longer than 15 seconds, and that it is back", () => {
    const venues = [
      { venue: "gemini", speaks: false },
      { venue: "solana", speaks: true },
    ];
    const away = someFacts({ venues });
    expect(told([...times(16, away), calm])).toEqual([]);
    expect(told([...times(17, away), ...times(3, away), calm, calm])).toEqual([
      "begins warning Venue away: gemini",
      "ends info Venue back: gemini",
    ]);
  });

  it("is a storage that is away for longer than 5 seconds, and that it is back", () => {
    const away = someFacts({ storageWorks: false });
    expect(told([...times(6, away), calm])).toEqual([]);
    expect(told([...times(7, away), calm])).toEqual([
      "begins critical Storage away",
      "ends info Storage back",
    ]);
  });

  it("is a loss of 80 % of the day's limit, once for each UTC day", () => {
    const lost = (cents: bigint, day = "2026-11-26") => trading({ dailyPnlUsd: -cents * 10_000_000n, day });
    expect(told([lost(39_999n)])).toEqual([]);
    expect(
      told([
        lost(40_000n),
        lost(10_000n),
        lost(45_000n),
        lost(0n, "2026-11-27"),
        lost(41_005n, "2026-11-27"),
      ]),
    ).toEqual([
      "once warning Loss of the day at 80 % of its limit",
      "once warning Loss of the day at 82 % of its limit",
    ]);
    expect(looks([lost(41_005n)])[0]?.[0]?.text).toContain("410.05 of 500.00 USD");
  });

  it("is the switch between observing and trading, but not how it stood at the start", () => {
    const [off, on] = [trading({ observeOnly: false }), trading({ observeOnly: true })];
    expect(told([on, off, off, on])).toEqual([
      "begins warning Trading is on: observe-only was switched off",
      "ends info Trading is off: observe-only was switched on",
    ]);
    expect(looks([on, off], true)[1]?.[0]?.text).toContain("real money");
    expect(looks([on, off], false)[1]?.[0]?.text).toContain("No real money");
  });
});
