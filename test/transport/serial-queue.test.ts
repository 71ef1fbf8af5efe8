import { describe, expect, it } from "vitest";
import { ConnectivityError } from "#model";
import { createSerialQueue } from "#transport";
import { FakeTime } from "../support/fake-time.ts";

const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
};

function aQueue(burst = 10) {
  const time = new FakeTime();
  const stop = new AbortController();
  const pace = { burst, everyMs: 100 };
  const queue = createSerialQueue({ pace, clock: time, timers: time, signal: stop.signal });
  return { time, stop, queue };
}

describe("the serial queue", () => {
  it("runs one task at a time, in order, also after one that fails", async () => {
    const { queue } = aQueue();
    const done: string[] = [];
    const first = Promise.withResolvers<string>();
    const ended = [
      queue.run(() => first.promise).then((name) => done.push(name)),
      queue.run(() => Promise.reject(new Error("second"))).catch((error: Error) => done.push(error.message)),
      queue.run(async () => "third").then((name) => done.push(name)),
    ];
    await turns();
    expect([done, queue.length]).toEqual([[], 3]);
    first.resolve("first");
    await Promise.all(ended);
    await turns();
    expect([done, queue.length]).toEqual([["first", "second", "third"], 0]);
  });

  it("keeps its pace beyond the burst", async () => {
    const { queue, time } = aQueue(2);
    const startedMs: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      void queue.run(async () => {
        startedMs.push(time.monotonicNs() / 1e6);
      });
    }
    await turns();
    for (let i = 0; i < 3; i += 1) {
      time.advance(100);
      await turns();
    }
    expect(startedMs).toEqual([0, 0, 100, 200]);
  });

  it("starts nothing while it is held", async () => {
    const { queue, time } = aQueue();
    let isStarted = false;
    queue.hold(300);
    queue.hold(50);
    void queue.run(async () => {
      isStarted = true;
    });
    await turns();
    time.advance(299);
    await turns();
    expect(isStarted).toBe(false);
    time.advance(1);
    await turns();
    expect(isStarted).toBe(true);
  });

  it("refuses what waits when it is stopped, and leaves no timer behind", async () => {
    const { queue, time, stop } = aQueue();
    queue.hold(1_000);
    const waiting = queue.run(async () => "never");
    await turns();
    stop.abort();
    await expect(waiting).rejects.toBeInstanceOf(ConnectivityError);
    await expect(queue.run(async () => "never")).rejects.toMatchObject({ code: "aborted" });
    expect(time.pendingCount).toBe(0);
  });
});
