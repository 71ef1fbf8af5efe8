/** No frame for this long and what is on screen is called stale; the server sends one each second. */
const STALE_AFTER_MS = 5_000;

/** No frame for this long on an open socket and it is given up for a new one. */
export const ABANDON_AFTER_MS = 12_000;

/**
 * How fresh the stream is. A lost socket is `reconnecting` while what it last said is still young; `sinceMs`
 * of a stale stream is when the last frame came. `attempt` counts sockets lost since then.
 */
export type StreamState =
  | { readonly kind: "connecting"; readonly attempt: number }
  | { readonly kind: "live"; readonly lastFrameMs: number }
  | { readonly kind: "reconnecting"; readonly lastFrameMs: number; readonly attempt: number }
  | { readonly kind: "stale"; readonly sinceMs: number; readonly attempt: number };

export type StreamEvent =
  | { readonly kind: "frame"; readonly atMs: number }
  | { readonly kind: "tick"; readonly atMs: number }
  | { readonly kind: "closed" };

export const INITIAL_STREAM: StreamState = { kind: "connecting", attempt: 0 };

/** What the stream is after an event. An open socket alone makes nothing live: only a frame does. */
export function nextStreamState(state: StreamState, event: StreamEvent): StreamState {
  switch (event.kind) {
    case "frame":
      return { kind: "live", lastFrameMs: event.atMs };
    case "tick":
      return afterSilence(state, event.atMs);
    case "closed":
      return afterClose(state);
  }
}

function afterSilence(state: StreamState, nowMs: number): StreamState {
  if (state.kind !== "live" && state.kind !== "reconnecting") return state;
  if (nowMs - state.lastFrameMs <= STALE_AFTER_MS) return state;
  return { kind: "stale", sinceMs: state.lastFrameMs, attempt: attemptOf(state) };
}

/** Sockets lost since the last frame. */
export function attemptOf(state: StreamState): number {
  return state.kind === "live" ? 0 : state.attempt;
}

function afterClose(state: StreamState): StreamState {
  switch (state.kind) {
    case "live":
      return { kind: "reconnecting", lastFrameMs: state.lastFrameMs, attempt: 1 };
    case "reconnecting":
    case "stale":
      return { ...state, attempt: state.attempt + 1 };
    case "connecting":
      return { kind: "connecting", attempt: state.attempt + 1 };
  }
}

/** Wait before the next attempt: doubles from 500 ms to 10 s, half of it random so that readers spread out. */
export function reconnectDelayMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(10_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(ceilingMs * (0.5 + random() / 2));
}
