import type { RecordedFrame } from "./recording.ts";

export interface Playback {
  stop(): void;
}

const NS_PER_MS = 1e6;

/**
 * Plays frames at the pace of the recording, `speed` times as fast, and ends silently after the last.
 * What is due at once leaves before this returns; late timers catch up in order.
 */
export function play(
  frames: readonly RecordedFrame[],
  speed: number,
  deliver: (frame: RecordedFrame) => void,
): Playback {
  const startMs = performance.now();
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const dueMs = (frame: RecordedFrame): number => frame.offsetNs / NS_PER_MS / speed;
  const run = (): void => {
    for (;;) {
      const frame = frames[next];
      if (stopped || frame === undefined) return;
      const waitMs = startMs + dueMs(frame) - performance.now();
      if (waitMs > 0) {
        timer = setTimeout(run, Math.ceil(waitMs));
        return;
      }
      next += 1;
      deliver(frame);
    }
  };
  run();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
