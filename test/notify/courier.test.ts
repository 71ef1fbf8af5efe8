import { describe, expect, it } from "vitest";
import {
  type ChannelName,
  Courier,
  type Message,
  type NotifyOutcome,
  openChannels,
  type PolicyRules,
  SendError,
} from "#notify";
import { eventually, FakeTime, recordingLog, scaledTime } from "../support/fake-time.ts";
import { startHttpReceiver } from "../support/http-receiver.ts";
import { aNotice } from "./builders.ts";

const RULES: PolicyRules = { minSeverity: "warning", maxPerMin: 10 };
const SOURCE = { mode: "demo", consoleUrl: null };

function counting() {
  const counts: Record<NotifyOutcome, number> = { sent: 0, failed: 0, dropped: 0, merged: 0 };
  return {
    counts,
    onOutcome(outcome: NotifyOutcome, count: number) {
      counts[outcome] += count;
    },
  };
}

/** A courier whose time runs fast, to a receiver over a real socket. */
function toReceiver(url: string, speed = 100) {
  const time = scaledTime(speed);
  const targets = { webhook: { url, secret: null }, slack: null, telegram: null, email: null };
  const [channel] = openChannels(targets, { clock: time, timers: time, fetch });
  if (channel === undefined) throw new Error("no channel");
  const log = recordingLog();
  const { counts, onOutcome } = counting();
  const shared = { rules: RULES, source: SOURCE, clock: time, timers: time, random: () => 0.5 };
  return { courier: new Courier({ ...shared, channel, log, onOutcome }), counts, log };
}

/** A courier in a time that only the test turns; `answers` are given one after the other, then a yes. */
function inTime(answers: (SendError | null)[] = [], rules = RULES) {
  const time = new FakeTime();
  const log = recordingLog();
  const { counts, onOutcome } = counting();
  const sent: { readonly atMs: number; readonly message: Message }[] = [];
  const channel = {
    name: "webhook" as ChannelName,
    async send(message: Message) {
      sent.push({ atMs: time.monotonicNs() / 1e6, message });
      const answer = answers.shift() ?? null;
      if (answer !== null) throw answer;
    },
  };
  const shared = { rules, source: SOURCE, clock: time, timers: time, random: () => 0.999 };
  const courier = new Courier({ ...shared, channel, log, onOutcome });
  const turn = async (ms: number) => {
    await new Promise((resolve) => setImmediate(resolve));
    for (let left = ms; left > 0; left -= 1_000) {
      time.advance(Math.min(left, 1_000));
      await new Promise((resolve) => setImmediate(resolve));
      courier.pump();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { courier, counts, log, sent, turn };
}

describe("a courier to a receiver over a socket", () => {
  it("brings a message home through errors and silence, once, and says once that it was hard", async () => {
    await using receiver = await startHttpReceiver();
    receiver.answer({ status: 500 }, "hang", { status: 429, headers: { "retry-after": "5" } });
    const { courier, counts, log } = toReceiver(receiver.url);
    courier.put([aNotice()]);
    await eventually("it was sent", () => counts.sent === 1);
    expect(receiver.received).toHaveLength(4);
    expect(new Set(receiver.received.map(({ headers }) => headers["x-tandem-id"])).size).toBe(1);
    expect(courier.report()).toMatchObject({ sent: 1, failed: 0, lastError: null });
    expect(log.lines.map(({ level, event, fields }) => [level, event, fields.reason])).toEqual([
      ["warning", "Notifications do not reach their receiver", "answered 500"],
      ["info", "Notifications reach their receiver again", undefined],
    ]);
    await courier.close(1_000);
  });

  it("gives up at once what is refused, and keeps nobody waiting", async () => {
    await using receiver = await startHttpReceiver();
    receiver.answer({ status: 403 });
    const { courier, counts } = toReceiver(receiver.url);
    courier.put([aNotice({ key: "a" }), aNotice({ key: "b" })]);
    await eventually("both were tried", () => counts.failed + counts.sent === 2);
    expect(counts).toMatchObject({ sent: 1, failed: 1 });
    await courier.close(1_000);
  });

  it("ends within its time although the receiver hangs", async () => {
    await using receiver = await startHttpReceiver();
    receiver.answer("hang");
    const { courier, counts } = toReceiver(receiver.url, 10);
    courier.put([aNotice({ key: "a" }), aNotice({ key: "b" })]);
    const startMs = performance.now();
    await courier.close(2_000);
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect(counts).toMatchObject({ sent: 0, failed: 1, dropped: 1 });
  });

  it("sends what is left when it ends", async () => {
    await using receiver = await startHttpReceiver();
    const { courier } = toReceiver(receiver.url, 1);
    courier.put([aNotice({ key: "a" }), aNotice({ key: "b" }), aNotice({ key: "c" })]);
    await courier.close(5_000);
    expect(receiver.received).toHaveLength(3);
  });
});

describe("a courier's time", () => {
  it("passes between attempts, longer and longer, for as long as six hours", async () => {
    const { courier, sent, counts, turn } = inTime(Array.from({ length: 999 }, () => new SendError("no")));
    courier.put([aNotice()]);
    await turn(6.2 * 3_600_000);
    const waits = sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0));
    expect(waits.slice(0, 5).map((ms) => Math.round(ms / 1_000))).toEqual([1, 2, 4, 8, 16]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(301_000);
    expect(sent.length).toBeLessThan(100);
    expect(counts.failed).toBe(1);
    expect(courier.report()).toMatchObject({ failed: 1, lastError: "no" });
  });

  it("is what the receiver asks for, where that is longer", async () => {
    const { courier, sent, turn } = inTime([new SendError("busy", { retryAfterMs: 90_000 })]);
    courier.put([aNotice()]);
    await turn(89_000);
    expect(sent).toHaveLength(1);
    await turn(2_000);
    expect(sent).toHaveLength(2);
  });

  it("gathers and cancels what waits behind a receiver that fails", async () => {
    const hard = new SendError("no", { retryAfterMs: 30_000 });
    const { courier, sent, counts, turn } = inTime([hard], { ...RULES, maxPerMin: 2 });
    courier.put([aNotice({ key: "first" })]);
    await turn(1_000);
    courier.put(["brief", "b", "c", "d"].map((key) => aNotice({ key, severity: "warning" })));
    courier.put([aNotice({ key: "brief", kind: "ends", severity: "info" })]);
    await turn(40_000);
    expect(sent.map(({ message }) => message.title)).toEqual([
      "Paused: storage",
      "Paused: storage",
      "Paused: storage and 2 more",
    ]);
    expect(sent[2]?.message.text).toContain("- warning: Paused: storage");
    expect(counts).toEqual({ sent: 2, failed: 0, dropped: 0, merged: 2 });
  });
});
