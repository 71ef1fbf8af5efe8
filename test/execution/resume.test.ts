import { describe, expect, it } from "vitest";
import { type JournaledTrade, replayTrade, type TradeState } from "#execution";
import { ConfigError } from "#model";
import {
  anExposedTrade,
  aPlan,
  aSigned,
  EVERY_WAY,
  kindsOf,
  priceHedge,
  type Said,
  TradeRun,
} from "./builders.ts";

/** Said to a trade that a new process took over. */
const resumed: Said = { kind: "resumed" };

function journal(run: TradeRun, upTo = run.records.length): JournaledTrade {
  return { tradeId: "T-1", records: run.records.slice(0, upTo) };
}

/** Everything that can be said of both legs of one trade, in an order that reaches every kind of record. */
function aWholeLife(way: (typeof EVERY_WAY)[number]): { run: TradeRun; states: TradeState[] } {
  const run = new TradeRun(aPlan(way));
  const states: TradeState[] = [run.state];
  const steps: (() => unknown)[] = [
    () => run.take(resumed),
    ...(way.policy === "dex-first"
      ? []
      : [() => run.take({ kind: "cex-acked", attemptId: "T-1-1", orderId: "9" })]),
  ];
  if (way.policy === "dex-first") {
    // A swap that was never signed ends with the restart; begin again without one.
    steps.length = 0;
    steps.push(() => run.take({ kind: "prepared", attemptId: "T-1-1", signed: aSigned() }));
    steps.push(() => run.take({ kind: "durable", attemptId: "T-1-1" }));
  }
  steps.push(
    () => run.fill(1_500),
    () => priceHedge(run, { lots: 1_500 }),
    () => run.send(),
    () => run.take(resumed),
    () => run.fill(1_000),
    () => priceHedge(run, { lots: 500 }),
    () => run.send(),
    () => run.fill(500),
    () => run.settleAttempt(run.attempt(1), 1_500),
    () => run.settleAttempt(run.attempt(2), 1_000),
    () => run.settleAttempt(run.attempt(3), 500),
  );
  for (const step of steps) {
    step();
    states.push(run.state);
  }
  return { run, states };
}

describe("a journal", () => {
  it.each(EVERY_WAY)("gives back every state of a $policy trade $direction exactly", (way) => {
    const { run, states } = aWholeLife(way);
    expect(run.phase).toBe("closed");
    expect(replayTrade(journal(run))).toEqual(run.state);
    const told = new Set(
      states.map((state) => JSON.stringify(state, (_, v) => (typeof v === "bigint" ? `${v}n` : v))),
    );
    const replayed = run.records.map((_, i) => replayTrade(journal(run, i + 1)));
    const texts = replayed.map((state) =>
      JSON.stringify(state, (_, v) => (typeof v === "bigint" ? `${v}n` : v)),
    );
    expect([...told].filter((text) => !texts.includes(text))).toEqual([]);
  });

  it.each([
    ["a missing record", (run: TradeRun) => run.records.toSpliced(1, 1)],
    ["no record", () => []],
    ["no plan", (run: TradeRun) => run.records.slice(1).map((record, i) => ({ ...record, seq: i + 1 }))],
    [
      "a torn record",
      (run: TradeRun) => run.records.map((record) => ({ ...record, body: record.body.slice(0, -2) })),
    ],
    [
      "a record of another kind",
      (run: TradeRun) => run.records.map((record) => ({ ...record, kind: "durable" })),
    ],
  ])("with %s is refused by name", (_, break_) => {
    const run = anExposedTrade();
    const replay = () => replayTrade({ tradeId: "T-1", records: break_(run) });
    expect(replay).toThrow(ConfigError);
    expect(replay).toThrow(/DATA_DIR.*T-1/);
  });
});

describe("a new process", () => {
  it("never sends a first order again that may have left: it asks", () => {
    for (const durable of [false, true]) {
      const run = new TradeRun(aPlan({ policy: "cex-first" }));
      if (durable) run.send();
      expect(kindsOf(run.take(resumed))).toEqual(["pursue-cex"]);
      expect(run.newest.phase).toBe("unknown");
      expect(run.take({ kind: "durable", attemptId: "T-1-1" })).toEqual([]);
      expect(run.take({ kind: "blocked", attemptId: "T-1-1", reason: "paused" })).toEqual([]);
    }
  });

  it("ends a swap that was never signed", () => {
    const run = new TradeRun(aPlan());
    expect(kindsOf(run.take(resumed))).toEqual(["closed"]);
    expect(run.state.phase).toMatchObject({ kind: "closed", status: "failed" });
  });

  it.each(["signed", "sent"])("asks after a first swap that was %s and does not help it to land", (how) => {
    const run = new TradeRun(aPlan());
    run.take({ kind: "prepared", attemptId: "T-1-1", signed: aSigned() });
    if (how === "sent") run.take({ kind: "durable", attemptId: "T-1-1" });
    expect(run.take(resumed)).toMatchObject([
      { kind: "pursue-dex", rebroadcast: false, intent: { signed: aSigned() } },
    ]);
  });

  it("sends the same bytes of a closing swap again", () => {
    const run = anExposedTrade({ policy: "cex-first" });
    priceHedge(run);
    run.take({ kind: "prepared", attemptId: run.newest.id, signed: aSigned(2) });
    expect(run.take(resumed)).toMatchObject([
      { kind: "pursue-cex" },
      { kind: "pursue-dex", rebroadcast: true, intent: { signed: { signature: "sig-2" } } },
    ]);
  });

  it("prices a residual that was waiting", () => {
    const run = anExposedTrade();
    expect(kindsOf(run.take(resumed))).toEqual(["pursue-dex", "price"]);
    expect(run.phase).toBe("leg1");
  });

  it("prices the residual of a close that was never signed at the next tick", () => {
    const run = anExposedTrade({ policy: "cex-first" });
    priceHedge(run);
    run.take(resumed);
    expect(run.phase).toBe("exposed");
    expect(kindsOf(priceHedge(run))).toEqual(["prepare"]);
  });

  it("asks only for the amounts of what had ended", () => {
    const run = anExposedTrade();
    priceHedge(run);
    run.send();
    run.fill(2_000);
    expect(kindsOf(run.take(resumed))).toEqual(["pursue-dex", "pursue-cex"]);
    expect(run.state.attempts.map(({ phase }) => phase)).toEqual(["filled", "filled"]);
    expect(run.phase).toBe("balanced");
  });

  it("asks after nothing that is settled, and leaves a stranded trade to the operator", () => {
    const run = anExposedTrade({ maxLossUsd: -1_000n * 10n ** 9n });
    run.settle(2_000);
    priceHedge(run);
    run.nowMs += 10_000;
    priceHedge(run);
    expect(run.phase).toBe("stranded");
    expect(run.take(resumed)).toEqual([]);
    expect(run.phase).toBe("stranded");
  });

  it("finds a swap of a dead fork expired and undoes its fill", () => {
    const run = anExposedTrade();
    run.take(resumed);
    run.take({ kind: "dex-expired", attemptId: "T-1-1", finalizedHeight: 151, detail: "" });
    expect(run.state.phase).toMatchObject({ kind: "closed", status: "failed" });
  });

  describe("over a journal that may be behind the venues", () => {
    const held: Said = { kind: "resumed", held: "put back" };

    it("asks after what was sent, prices nothing, and waits for an operator", () => {
      const run = anExposedTrade();
      expect(kindsOf(run.take(held))).toEqual(["pursue-dex"]);
      expect(run.state.phase).toEqual({ kind: "stranded", reason: "put back" });
      expect(priceHedge(run)).toEqual([]);
      run.settle(2_000);
      expect(run.phase).toBe("stranded");
      expect(kindsOf(run.take({ kind: "operator", action: "retry", by: "ada", reason: "looked" }))).toEqual([
        "price",
      ]);
    });

    it("does not help a closing swap to land", () => {
      const run = anExposedTrade({ policy: "cex-first" });
      priceHedge(run);
      run.take({ kind: "prepared", attemptId: run.newest.id, signed: aSigned(2) });
      expect(run.take(held)).toMatchObject([
        { kind: "pursue-cex" },
        { kind: "pursue-dex", rebroadcast: false, intent: { signed: { signature: "sig-2" } } },
      ]);
    });

    it("comes home by evidence alone where both legs had been sent", () => {
      const run = anExposedTrade();
      priceHedge(run);
      run.send();
      run.take(held);
      run.fill(2_000);
      run.settleAttempt(run.attempt(1), 2_000);
      run.settleAttempt(run.attempt(2), 2_000);
      expect(run.state.phase).toMatchObject({ kind: "closed", status: "completed" });
    });

    it("is read back from its own journal as it stands", () => {
      const run = anExposedTrade();
      run.take(held);
      expect(replayTrade(journal(run))).toEqual(run.state);
      expect(run.take(resumed)).toMatchObject([{ kind: "pursue-dex" }]);
      expect(run.phase).toBe("stranded");
    });
  });
});
