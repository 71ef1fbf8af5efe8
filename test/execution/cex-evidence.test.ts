import { describe, expect, it } from "vitest";
import { isTerminal, residualOf } from "#execution";
import { aFill, aPlan, LOT, type Said, TradeRun } from "./builders.ts";

const id = "T-1-1";
const acked: Said = { kind: "cex-acked", attemptId: id, orderId: "77" };
const unknown: Said = { kind: "cex-unknown", attemptId: id, reason: "socket lost" };
const partial = (filledLots: number): Said => ({
  kind: "cex-partial",
  attemptId: id,
  orderId: "77",
  filledLots,
});
const ended = (filledLots: number, reason: string | null = null): Said => ({
  kind: "cex-ended",
  attemptId: id,
  orderId: "77",
  filledLots,
  reason,
});
const settled = (...lots: number[]): Said => ({
  kind: "cex-settled",
  attemptId: id,
  orderId: "77",
  fills: lots.map((each, i) => aFill(each, { fillId: `${i}` })),
});
const absent: Said = { kind: "cex-absent", attemptId: id, detail: "nowhere, twice" };
const notSent: Said = { kind: "cex-not-sent", attemptId: id, reason: "no socket" };

/** A first leg that buys on the exchange and was sent. */
function aSentOrder(): TradeRun {
  const run = new TradeRun(aPlan({ policy: "cex-first", direction: "cex_to_dex" }));
  run.send();
  return run;
}

function after(...said: readonly Said[]): TradeRun {
  const run = aSentOrder();
  for (const each of said) run.take(each);
  return run;
}

describe("an order on the exchange", () => {
  it.each<[string, Said[], string, number]>([
    ["was taken notice of", [acked], "acked", 0],
    ["got no answer in time", [unknown], "unknown", 0],
    ["was found after all", [unknown, acked], "acked", 0],
    ["filled in part and goes on", [acked, partial(700)], "partial", 700],
    ["keeps its part when the socket is lost", [partial(700), unknown], "unknown", 700],
    ["keeps its part when it is acknowledged late", [partial(700), acked], "partial", 700],
    ["ended filled", [ended(2_000)], "filled", 2_000],
    ["ended filled in part", [partial(700), ended(900, "Immediate or cancel")], "filled", 900],
    ["ended with nothing", [ended(0, "InsufficientFunds")], "rejected", 0],
    ["was never got by the exchange", [unknown, absent], "expired", 0],
    ["never left", [notSent], "rejected", 0],
    ["was settled before its end was told", [settled(1_200, 800)], "filled", 2_000],
  ])("%s", (_, said, phase, lots) => {
    const run = after(...said);
    expect(run.newest.phase).toBe(phase);
    expect(residualOf(run.state)).toBe(BigInt(lots) * LOT);
  });

  it.each<[string, Said[]]>([
    ["filled", [ended(2_000)]],
    ["settled", [ended(2_000), settled(2_000)]],
    ["rejected", [ended(0, "InsufficientFunds")]],
    ["absent", [absent]],
    ["not sent", [notSent]],
  ])("stays %s whatever is told later that is no record of its fills", (_, end) => {
    for (const later of [
      acked,
      unknown,
      partial(2_000),
      partial(5),
      ended(0),
      ended(1_500),
      absent,
      notSent,
    ]) {
      const run = after(...end);
      const before = run.state;
      run.take(later);
      expect(run.state).toBe(before);
    }
  });

  it.each<[string, Said[]]>([
    ["settled", [ended(2_000), settled(2_000)]],
    ["proven to be nothing", [ended(0)]],
    ["proven to be absent", [absent]],
  ])("once %s takes no other record of its fills", (_, end) => {
    const run = after(...end);
    const before = run.state;
    run.take(settled(2_000, 5));
    expect(run.state).toBe(before);
  });

  it("takes the venue's record over the count that the end told", () => {
    const run = after(ended(900));
    run.take(settled(900, 100));
    expect(residualOf(run.state)).toBe(1_000n * LOT);
    expect(run.newest.filled.quote).toBe(1_000n * 15_000n * 10n ** 13n);
  });

  it("counts unsettled fills at the limit, which is the worst price they can have", () => {
    const run = after(partial(1_000));
    expect(run.newest.filled.quote).toBe(150n * 10n ** 18n);
  });

  it("never counts back: fills are cumulative", () => {
    expect(residualOf(after(partial(700), partial(300)).state)).toBe(700n * LOT);
    expect(residualOf(after(partial(700), ended(300)).state)).toBe(700n * LOT);
  });

  it.each([
    ["absent", absent],
    ["not sent", notSent],
    ["settled with nothing", settled()],
    ["settled with less than was evidenced", settled(300)],
  ])("is not %s once a fill of it was evidenced", (_, contradiction) => {
    const run = after(partial(700), contradiction);
    expect(residualOf(run.state)).toBe(700n * LOT);
    expect(run.newest.settlement).toBeNull();
    expect(isTerminal(run.newest)).toBe(false);
    run.take(ended(700));
    run.take(settled(700));
    expect(run.newest).toMatchObject({ phase: "filled", settlement: { kind: "cex" } });
  });

  it("changes nothing when the same news comes again", () => {
    const run = after(acked);
    const before = run.state;
    run.take(acked);
    expect(run.state).toBe(before);
    const doubtful = after(unknown);
    const unsure = doubtful.state;
    doubtful.take(unknown);
    expect(doubtful.state).toBe(unsure);
  });

  it("ignores what is told of another attempt or as of a swap", () => {
    const run = aSentOrder();
    const before = run.state;
    run.take({ ...ended(2_000), attemptId: "T-1-2" } as Said);
    run.take({ kind: "dex-not-sent", attemptId: id, reason: "?" });
    run.take({ kind: "dex-expired", attemptId: id, finalizedHeight: 1, detail: "?" });
    expect(run.state).toBe(before);
  });
});
