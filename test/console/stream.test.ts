import { describe, expect, it } from "vitest";
import { createStream, readFrame } from "../../console/lib/stream.ts";
import { nextStreamState, reconnectDelayMs, type StreamState } from "../../console/lib/stream-state.ts";
import type { StreamFrame } from "../../console/lib/wire.ts";
import { anOpportunity } from "./an-opportunity.ts";

/** A world of its own time in which a test opens, feeds and cuts sockets. */
function aWorld() {
  let nowMs = 0;
  let tasks: { atMs: number; task: () => void }[] = [];
  const sockets: { onText(text: string): void; onClose(): void; closed: boolean }[] = [];
  const frames: StreamFrame[] = [];
  const states: StreamState[] = [];
  const stream = createStream({
    open: (handlers) => {
      const socket = { ...handlers, closed: false };
      sockets.push(socket);
      return { close: () => (socket.closed = true) };
    },
    nowMs: () => nowMs,
    after: (delayMs, task) => {
      const entry = { atMs: nowMs + delayMs, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    random: () => 1,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
  });
  const passTo = (untilMs: number) => {
    for (;;) {
      const next = tasks.filter((entry) => entry.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      nowMs = next.atMs;
      tasks = tasks.filter((entry) => entry !== next);
      next.task();
    }
    nowMs = untilMs;
  };
  return { stream, sockets, frames, states, passTo, waiting: () => tasks.length };
}

const PING = JSON.stringify({ type: "ping", data: { timestamp: "2026-11-22T14:00:00.000Z" } });

describe("the stream", () => {
  it("is live from its first frame, not from its opening", () => {
    const world = aWorld();
    world.stream.start();
    expect(world.states).toEqual([]);
    world.sockets[0]!.onText(PING);
    expect(world.states.at(-1)?.kind).toBe("live");
  });

  it("is made no fresher by frames that it cannot read, and looks for another socket", () => {
    const world = aWorld();
    world.stream.start();
    world.sockets[0]!.onText(PING);
    for (let atMs = 1_000; atMs <= 13_000; atMs += 1_000) {
      world.passTo(atMs);
      world.sockets[0]!.onText('{"type":"status","data":{"x":1}}');
    }
    expect(world.states.at(-1)).toMatchObject({ kind: "stale", sinceMs: 0 });
    expect(world.sockets[0]!.closed).toBe(true);
  });

  it("is stale since its last frame after five silent seconds", () => {
    const world = aWorld();
    world.stream.start();
    world.passTo(500);
    world.sockets[0]!.onText(PING);
    world.passTo(5_400);
    expect(world.states.at(-1)?.kind).toBe("live");
    world.passTo(7_000);
    expect(world.states.at(-1)).toEqual({ kind: "stale", sinceMs: 500, attempt: 0 });
  });

  it("gives up a socket that stays silent and opens another", () => {
    const world = aWorld();
    world.stream.start();
    world.sockets[0]!.onText(PING);
    world.passTo(16_000);
    expect(world.sockets[0]!.closed).toBe(true);
    expect(world.sockets).toHaveLength(2);
  });

  it("comes back after a drop and says live again", () => {
    const world = aWorld();
    world.stream.start();
    world.sockets[0]!.onText(PING);
    world.sockets[0]!.onClose();
    expect(world.states.at(-1)).toEqual({ kind: "reconnecting", lastFrameMs: 0, attempt: 1 });
    world.passTo(1_000);
    expect(world.sockets).toHaveLength(2);
    world.sockets[1]!.onText(PING);
    expect(world.states.at(-1)).toEqual({ kind: "live", lastFrameMs: 1_000 });
  });

  it("waits longer after each failure", () => {
    const world = aWorld();
    world.stream.start();
    world.sockets[0]!.onClose();
    world.passTo(1_000);
    world.sockets[1]!.onClose();
    world.passTo(2_900);
    expect(world.sockets).toHaveLength(2);
    world.passTo(3_000);
    expect(world.sockets).toHaveLength(3);
  });

  it("hears nothing of a socket that it has given up", () => {
    const world = aWorld();
    world.stream.start();
    world.sockets[0]!.onClose();
    world.sockets[0]!.onText(PING);
    world.sockets[0]!.onClose();
    expect(world.frames).toEqual([]);
    world.passTo(1_000);
    expect(world.sockets).toHaveLength(2);
  });

  it("leaves no timer and no socket behind when stopped, and can be started again", () => {
    const world = aWorld();
    world.stream.start();
    world.sockets[0]!.onClose();
    world.stream.stop();
    expect(world.waiting()).toBe(0);
    world.stream.start();
    expect(world.sockets).toHaveLength(2);
    world.stream.stop();
    expect(world.sockets[1]!.closed).toBe(true);
    expect(world.waiting()).toBe(0);
  });

  it("goes on after frames that it does not know or cannot read", () => {
    const world = aWorld();
    world.stream.start();
    for (const text of ["{", "null", '{"type":"novel","data":{}}', '{"type":"price","data":{}}']) {
      world.sockets[0]!.onText(text);
    }
    world.sockets[0]!.onText(JSON.stringify({ type: "opportunity", data: anOpportunity() }));
    expect(world.frames.map((frame) => frame.type)).toEqual(["opportunity"]);
  });
});

describe("frames", () => {
  it("keeps money as the text that came", () => {
    const exact = "12345678901234567890.123456789";
    const frame = readFrame(
      JSON.stringify({ type: "opportunity", data: anOpportunity({ predicted_pnl_usd: exact }) }),
    );
    expect(frame?.type === "opportunity" && frame.data.predicted_pnl_usd).toBe(exact);
  });

  it("refuses money that is not decimal text", () => {
    const text = JSON.stringify({ type: "opportunity", data: { ...anOpportunity(), size: 1.5 } });
    expect(readFrame(text)).toBeNull();
  });
});

describe("waiting before the next attempt", () => {
  it("doubles up to ten seconds, half of it random", () => {
    expect(reconnectDelayMs(1, () => 1)).toBe(1_000);
    expect(reconnectDelayMs(3, () => 0)).toBe(2_000);
    expect(reconnectDelayMs(60, () => 1)).toBe(10_000);
  });

  it("turns a lost stream stale by time alone", () => {
    const lost: StreamState = { kind: "reconnecting", lastFrameMs: 0, attempt: 2 };
    expect(nextStreamState(lost, { kind: "tick", atMs: 5_001 })).toEqual({
      kind: "stale",
      sinceMs: 0,
      attempt: 2,
    });
  });
});
