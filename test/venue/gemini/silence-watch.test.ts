import { describe, expect, it } from "vitest";
import { SilenceWatch } from "../../../src/venue/gemini/silence-watch.ts";
import { FakeTime } from "../../support/fake-time.ts";

function aWatch(symbols: readonly string[] = ["solusd"]) {
  const time = new FakeTime();
  const asked: { id: string; method: string; params: { symbol: string; limit: number } }[] = [];
  const unanswered: string[] = [];
  const watch = new SilenceWatch({
    clock: time,
    timers: time,
    live: () => symbols,
    send: (text) => asked.push(JSON.parse(text)) > 0,
    onUnanswered: (symbol) => unanswered.push(symbol),
  });
  watch.start();
  for (const symbol of symbols) watch.seen(symbol, 100, 0);
  return { time, asked, unanswered, watch };
}

describe("the silence watch", () => {
  it("asks after three seconds without a depth frame, not before", () => {
    const { time, asked, watch } = aWatch();
    time.advance(2_900);
    watch.seen("solusd", 101, time.monotonicNs());
    time.advance(2_900);
    expect(asked).toEqual([]);
    time.advance(250);
    expect(asked).toEqual([
      { id: "depth:solusd:1", method: "depth", params: { symbol: "solusd", limit: 100 } },
    ]);
  });

  it("asks again soon after an answer that was ahead, and in its usual time after one that was not", () => {
    const { time, asked, watch } = aWatch();
    time.advance(3_000);
    watch.answered("solusd", 150, time.monotonicNs());
    time.advance(500);
    expect(asked).toHaveLength(2);
    watch.answered("solusd", 150, time.monotonicNs());
    time.advance(2_750);
    expect(asked).toHaveLength(2);
    time.advance(250);
    expect(asked).toHaveLength(3);
  });

  it("does not take old frames for news, however many there are", () => {
    const { time, asked, watch } = aWatch();
    for (let i = 0; i < 31; i += 1) {
      watch.seen("solusd", 99, time.monotonicNs());
      time.advance(100);
    }
    expect(asked).toHaveLength(1);
  });

  it("reports a check that stays unanswered, once", () => {
    const { time, unanswered } = aWatch();
    time.advance(30_000);
    expect(unanswered).toEqual(["solusd"]);
  });

  it("leaves a symbol alone for a while where the venue refuses the request", () => {
    const { time, asked, watch, unanswered } = aWatch();
    time.advance(3_000);
    expect(watch.takesReply({ id: "depth:solusd:1", status: 429 }, time.monotonicNs())).toBe(true);
    time.advance(29_750);
    expect(asked).toHaveLength(1);
    time.advance(250);
    expect([asked.length, unanswered]).toEqual([2, []]);
  });

  it("spreads the requests of many silent symbols", () => {
    const symbols = Array.from({ length: 40 }, (_, i) => `coin${i}usd`);
    const { time, asked } = aWatch(symbols);
    time.advance(3_000);
    expect(asked).toHaveLength(10);
    time.advance(1_000);
    expect(asked).toHaveLength(14);
  });

  it("leaves no timer behind when stopped", () => {
    const { time, watch } = aWatch();
    watch.stop();
    expect(time.pendingCount).toBe(0);
  });
});
