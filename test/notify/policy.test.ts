import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MAX_WAITING,
  NOTHING_TOLD,
  type Notice,
  type PolicyRules,
  put,
  REPEAT_AFTER_MS,
  SEVERITIES,
  take,
} from "#notify";
import { aNotice } from "./builders.ts";

/** A channel that takes whatever is due at once. */
function aChannel(changes: Partial<PolicyRules> = {}) {
  const rules: PolicyRules = { minSeverity: "warning", maxPerMin: 10, ...changes };
  let state = NOTHING_TOLD;
  let dropped = 0;
  return {
    put(notice: Notice, nowMs = 0) {
      const step = put(state, notice, { rules, nowMs });
      state = step.state;
      dropped += step.dropped;
    },
    /** Every message that is due. */
    messages(nowMs = 0): (readonly Notice[])[] {
      const all: (readonly Notice[])[] = [];
      for (;;) {
        const step = take(state, { rules, nowMs });
        state = step.state;
        if (step.notices.length === 0) return all;
        all.push(step.notices);
      }
    },
    dropped: () => dropped,
    waiting: () => state.waiting.map(({ notice }) => notice),
  };
}

const over = (changes: Partial<Notice> = {}) => aNotice({ kind: "ends", severity: "info", ...changes });
const numbered = (count: number, changes: Partial<Notice> = {}) =>
  Array.from({ length: count }, (_, index) => aNotice({ key: `k${index}`, atMs: index, ...changes }));

describe("what a channel tells", () => {
  it("is what matters enough, and the end of whatever it told of", () => {
    const channel = aChannel({ minSeverity: "critical" });
    channel.put(aNotice({ key: "a", severity: "warning" }));
    channel.put(over({ key: "a" }));
    channel.put(aNotice({ key: "b" }));
    expect(channel.messages().flat()).toMatchObject([{ key: "b", kind: "begins" }]);
    channel.put(over({ key: "b" }));
    expect(channel.messages().flat()).toMatchObject([{ key: "b", kind: "ends" }]);
  });

  it("is the same thing only once while it lasts", () => {
    const channel = aChannel();
    channel.put(aNotice());
    channel.put(aNotice());
    expect(channel.messages()).toHaveLength(1);
    channel.put(aNotice(), 1_000);
    expect(channel.messages(REPEAT_AFTER_MS + 5_000)).toEqual([]);
  });

  it("is nothing of what ended before it was told", () => {
    const channel = aChannel({ minSeverity: "info", maxPerMin: 1 });
    channel.put(aNotice({ key: "first" }));
    expect(channel.messages()).toHaveLength(1);
    channel.put(aNotice({ key: "brief" }), 1_000);
    channel.put(over({ key: "brief" }), 2_000);
    expect(channel.messages(120_000)).toEqual([]);
  });

  it("holds back what flaps until its time has passed, and then tells it if it lasts", () => {
    const channel = aChannel();
    const away = aNotice({ key: "venue:gemini", severity: "warning" });
    channel.put(away);
    channel.put(over({ key: "venue:gemini" }), 1_000);
    expect(channel.messages(1_000)).toHaveLength(0);
    channel.put(away, 2_000);
    expect(channel.messages(2_000)).toHaveLength(1);
    channel.put(over({ key: "venue:gemini" }), 3_000);
    expect(channel.messages(3_000)).toHaveLength(1);
    channel.put(away, 4_000);
    expect(channel.messages(REPEAT_AFTER_MS + 1_999)).toEqual([]);
    expect(channel.messages(REPEAT_AFTER_MS + 2_000)).toHaveLength(1);
  });

  it("is something critical that is back at once, where it was told to be over", () => {
    const channel = aChannel();
    channel.put(aNotice());
    channel.messages();
    channel.put(over(), 1_000);
    channel.messages(1_000);
    channel.put(aNotice(), 2_000);
    expect(channel.messages(2_000).flat()).toMatchObject([{ kind: "begins" }]);
  });

  it("is neither an end nor a beginning where both came before anybody was told", () => {
    const channel = aChannel({ maxPerMin: 1 });
    channel.put(aNotice());
    channel.messages();
    channel.put(over(), 1_000);
    channel.put(aNotice(), 2_000);
    expect(channel.messages(70_000)).toEqual([]);
    channel.put(over(), 71_000);
    expect(channel.messages(71_000).flat()).toMatchObject([{ kind: "ends" }]);
  });

  it("is gathered in the minute's last message, the most urgent first", () => {
    const channel = aChannel({ maxPerMin: 3 });
    for (const notice of [...numbered(5, { severity: "warning" }), aNotice({ key: "urgent" })])
      channel.put(notice);
    const messages = channel.messages();
    expect(messages.map((notices) => notices.length)).toEqual([1, 1, 4]);
    expect(messages[0]).toMatchObject([{ key: "urgent" }]);
    channel.put(aNotice({ key: "later" }), 30_000);
    expect(channel.messages(59_999)).toEqual([]);
    expect(channel.messages(60_000)).toHaveLength(1);
  });

  it("has room for a hundred, and what matters least goes", () => {
    const channel = aChannel();
    for (const notice of numbered(MAX_WAITING, { severity: "warning" })) channel.put(notice);
    channel.put(aNotice({ key: "urgent" }));
    channel.put(aNotice({ key: "one more", severity: "warning", atMs: 1e15 }));
    expect(channel.dropped()).toBe(2);
    expect(channel.waiting()).toHaveLength(MAX_WAITING);
    expect(channel.messages()[0]).toMatchObject([{ key: "urgent" }]);
  });
});

const KEYS = ["a", "b", "c", "d", "e", "f"];
const events = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 300_000 }),
    key: fc.constantFrom(...KEYS),
    kind: fc.constantFrom("begins" as const, "ends" as const),
  }),
  { minLength: 1, maxLength: 120 },
);
/** What a key is about has one severity. */
const severityOf = (key: string) => SEVERITIES[KEYS.indexOf(key) % 3] ?? "info";

describe("whatever happens", () => {
  it("no minute has more messages than allowed, no key repeats too early, and nobody critical is left untold", () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 5 }), (happened, maxPerMin) => {
        const channel = aChannel({ maxPerMin, minSeverity: "info" });
        const sent: { readonly atMs: number; readonly notices: readonly Notice[] }[] = [];
        const listen = (atMs: number) => {
          for (const notices of channel.messages(atMs)) sent.push({ atMs, notices });
        };
        const lasting = new Set<string>();
        let nowMs = 0;
        for (const { afterMs, key, kind } of happened) {
          for (const end = nowMs + afterMs; nowMs < end; nowMs += 7_000) listen(nowMs);
          channel.put(aNotice({ key, kind, severity: kind === "ends" ? "info" : severityOf(key) }), nowMs);
          if (kind === "begins") lasting.add(key);
          else lasting.delete(key);
          listen(nowMs);
        }
        for (const { atMs } of sent)
          expect(
            sent.filter((one) => one.atMs >= atMs && one.atMs < atMs + 60_000).length,
          ).toBeLessThanOrEqual(maxPerMin);
        for (const key of KEYS) judgeKey(key, sent);
        // A minute later everything critical that lasts was told, and what was told of each key is how it is.
        nowMs += 60_000;
        listen(nowMs);
        for (const key of KEYS.filter((one) => severityOf(one) === "critical"))
          expect(lastTold(key, sent) === "begins").toBe(lasting.has(key));
      }),
      { numRuns: 300 },
    );
  });
});

type Sent = readonly { readonly atMs: number; readonly notices: readonly Notice[] }[];

function ofKey(key: string, sent: Sent) {
  return sent.flatMap(({ atMs, notices }) =>
    notices.filter((one) => one.key === key).map(({ kind }) => ({ atMs, kind })),
  );
}

function lastTold(key: string, sent: Sent) {
  return ofKey(key, sent).at(-1)?.kind ?? "ends";
}

/** Begun twice within the window only where it is critical and was told to be over in between. */
function judgeKey(key: string, sent: Sent): void {
  const all = ofKey(key, sent);
  const begun = all.filter(({ kind }) => kind === "begins");
  for (const [index, { atMs }] of begun.entries()) {
    const before = begun[index - 1];
    if (before === undefined || atMs - before.atMs >= REPEAT_AFTER_MS) continue;
    expect(severityOf(key)).toBe("critical");
    expect(all.some((one) => one.kind === "ends" && one.atMs >= before.atMs && one.atMs <= atMs)).toBe(true);
  }
}
