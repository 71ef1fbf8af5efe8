import {
  ABANDON_AFTER_MS,
  attemptOf,
  INITIAL_STREAM,
  nextStreamState,
  reconnectDelayMs,
  type StreamEvent,
  type StreamState,
} from "./stream-state.ts";
import { type StreamFrame, streamFrame } from "./wire.ts";

/** Opens one socket; exactly one `onClose` follows, whether it ever opened or not. */
export type OpenSocket = (handlers: { onText(text: string): void; onClose(): void }) => { close(): void };

export interface StreamDependencies {
  readonly open: OpenSocket;
  readonly nowMs: () => number;
  /** Runs `task` once after a delay; the returned function cancels it. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  readonly random: () => number;
  readonly onFrame: (frame: StreamFrame) => void;
  /** Called when the kind or the attempt changes, not for each frame. */
  readonly onState: (state: StreamState) => void;
}

export interface Stream {
  start(): void;
  stop(): void;
}

const WATCH_EVERY_MS = 1_000;

/** A socket that is always being kept open between `start` and `stop`, and says how fresh it is. */
export function createStream(deps: StreamDependencies): Stream {
  let state: StreamState = INITIAL_STREAM;
  let socket: { close(): void } | null = null;
  let heardMs = 0;
  let cancelRetry = () => {};
  let cancelWatch = () => {};
  let generation = 0;
  let running = false;

  const advance = (event: StreamEvent) => {
    const previous = state;
    state = nextStreamState(state, event);
    if (state.kind !== previous.kind || attemptOf(state) !== attemptOf(previous)) deps.onState(state);
  };

  const connect = () => {
    const mine = ++generation;
    heardMs = deps.nowMs();
    socket = deps.open({
      onText: (text) => {
        if (mine !== generation) return;
        const frame = readFrame(text);
        // What cannot be read makes nothing on the screen any fresher.
        if (frame === null) return;
        heardMs = deps.nowMs();
        advance({ kind: "frame", atMs: heardMs });
        deps.onFrame(frame);
      },
      onClose: () => {
        if (mine === generation) reconnect();
      },
    });
  };

  const reconnect = () => {
    generation++;
    socket?.close();
    socket = null;
    advance({ kind: "closed" });
    cancelRetry();
    cancelRetry = deps.after(reconnectDelayMs(attemptOf(state), deps.random), connect);
  };

  const watch = () => {
    const nowMs = deps.nowMs();
    advance({ kind: "tick", atMs: nowMs });
    if (socket !== null && nowMs - heardMs > ABANDON_AFTER_MS) reconnect();
    cancelWatch = deps.after(WATCH_EVERY_MS, watch);
  };

  return {
    start() {
      if (running) return;
      running = true;
      connect();
      cancelWatch = deps.after(WATCH_EVERY_MS, watch);
    },
    stop() {
      running = false;
      generation++;
      cancelRetry();
      cancelWatch();
      socket?.close();
      socket = null;
    },
  };
}

/** A frame of a kind that this console knows; anything else is ignored, as newer servers may say more. */
export function readFrame(text: string): StreamFrame | null {
  try {
    const parsed = streamFrame.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
