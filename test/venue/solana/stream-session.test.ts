import { describe, expect, it } from "vitest";
import { createStreamSession, type StreamSession } from "../../../src/venue/solana/stream-session.ts";
import { DEFAULT_LIMITS } from "../../../src/venue/solana/stream-watch.ts";

const MS = 1e6;

/** A session that has streamed 100 slots of 250 ms; returns it with the time of the last one. */
function streaming(): { session: StreamSession; nowMs: number } {
  const session = createStreamSession(DEFAULT_LIMITS);
  session.opened(0);
  for (let i = 0; i < 100; i++) step(session, 1000 + i, i * 250);
  session.onRead(1099, 99 * 250 * MS);
  session.synced();
  return { session, nowMs: 99 * 250 };
}

function step(session: StreamSession, slot: number, ms: number): void {
  session.onSlot(slot, ms * MS);
  session.advance(slot);
  session.onClock(slot, ms * MS);
}

describe("the stream session", () => {
  it("has nothing to say about a stream that moves", () => {
    const { session, nowMs } = streaming();
    expect(session.check((nowMs + 500) * MS, null, false)).toEqual({ kind: "none" });
    expect(session.phase.kind).toBe("streaming");
  });

  it("suspends when no slot comes, and gives the socket up when that lasts", () => {
    const { session, nowMs } = streaming();
    expect(session.check((nowMs + 2_200) * MS, null, false)).toEqual({ kind: "suspend", reason: "no slots" });
    expect(session.check((nowMs + 5_000) * MS, null, false)).toEqual({ kind: "none" });
    expect(session.check((nowMs + 9_000) * MS, null, false)).toEqual({ kind: "cycle", reason: "no slots" });
  });

  it("suspends when slots come but accounts are told no more", () => {
    const { session, nowMs } = streaming();
    for (let i = 1; i <= 10; i++) session.onSlot(1099 + i, (nowMs + i * 250) * MS);
    expect(session.check((nowMs + 2_500) * MS, null, false)).toEqual({
      kind: "suspend",
      reason: "no account updates",
    });
  });

  it("does not take repeated old Clock notifications for progress", () => {
    const { session, nowMs } = streaming();
    for (let i = 1; i <= 10; i++) {
      session.onSlot(1099 + i, (nowMs + i * 250) * MS);
      session.onClock(1050, (nowMs + i * 250) * MS);
    }
    expect(session.check((nowMs + 2_500) * MS, null, false).kind).toBe("suspend");
  });

  it("suspends a node that fell behind its own pace, and changes it only where there is another", () => {
    const { session, nowMs } = streaming();
    let ms = nowMs;
    for (let i = 0; i < 60; i++) {
      ms += 250;
      step(session, 1080 + i, ms);
      if (i === 2) {
        expect(session.check(ms * MS, null, false)).toEqual({
          kind: "suspend",
          reason: "node lags behind its own pace",
        });
      }
    }
    expect(session.check(ms * MS, null, false)).toEqual({ kind: "none" });
    expect(session.check(ms * MS, null, true)).toMatchObject({ kind: "cycle" });
  });

  it("suspends when another provider is far ahead, and syncs again when it is not", () => {
    const { session, nowMs } = streaming();
    session.onOtherView(1140);
    expect(session.behindSlots()).toBe(41);
    expect(session.check((nowMs + 100) * MS, null, true).kind).toBe("suspend");
    session.onOtherView(1100);
    expect(session.check((nowMs + 200) * MS, null, true)).toEqual({ kind: "none" });
    expect(session.phase.kind).toBe("syncing");
  });

  it("still knows what another provider said after a read from the node that lags", () => {
    const { session, nowMs } = streaming();
    session.onOtherView(1140);
    session.onRead(1099, (nowMs + 50) * MS);
    expect(session.behindSlots()).toBe(41);
    expect(session.check((nowMs + 100) * MS, null, true).kind).toBe("suspend");
  });

  it("suspends when no re-read succeeds for long", () => {
    const { session, nowMs } = streaming();
    for (let i = 1; i <= 100; i++) step(session, 1099 + i, nowMs + i * 250);
    expect(session.check((nowMs + 25_000) * MS, null, false)).toEqual({
      kind: "suspend",
      reason: "re-read overdue",
    });
  });

  it("gives the socket up when subscriptions stay unanswered", () => {
    const session = createStreamSession(DEFAULT_LIMITS);
    session.opened(0);
    session.onSlot(5, 6_900 * MS);
    expect(session.check(7_000 * MS, 100 * MS, false)).toEqual({
      kind: "cycle",
      reason: "subscriptions unanswered",
    });
  });

  it("does not take a slightly different pace for lag after an hour away", () => {
    const { session, nowMs } = streaming();
    session.closed();
    const backMs = nowMs + 3_600_000;
    const slot = 1099 + Math.floor(3_600_000 / 251);
    session.opened(backMs * MS);
    for (let i = 0; i < 40; i++) step(session, slot + i, backMs + i * 250);
    session.onRead(slot + 39, (backMs + 39 * 250) * MS);
    expect(session.check((backMs + 39 * 250) * MS, null, false)).toEqual({ kind: "none" });
  });

  it("takes a slot far ahead for damage, but not after a long time away", () => {
    const { session, nowMs } = streaming();
    expect(session.isPlausible(1105, nowMs * MS)).toBe(true);
    expect(session.isPlausible(9_000_000, nowMs * MS)).toBe(false);
    session.closed();
    const later = (nowMs + 600_000) * MS;
    session.opened(later);
    expect(session.isPlausible(1099 + 2_800, later)).toBe(true);
  });
});
