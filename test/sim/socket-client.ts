import { WebSocket } from "ws";

/** A client that believes nothing: it keeps every frame as text, in order. */
export interface SocketClient {
  readonly frames: string[];
  /** Set when the connection has ended. */
  readonly ended: () => boolean;
  readonly pings: () => number;
  send(request: unknown): void;
  ping(): void;
  readonly pongs: () => number;
  /** Resolves as soon as the frames satisfy `condition`; rejects after `withinMs`. */
  until(condition: (frames: readonly string[]) => boolean, withinMs?: number): Promise<void>;
  close(): void;
}

/** Polls until a condition holds. */
export async function eventually(condition: () => boolean, withinMs = 5_000): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`not within ${withinMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Connects with `?snapshot=`; rejects where the venue refuses. */
export async function connect(wsUrl: string, snapshot = "-1"): Promise<SocketClient> {
  const socket = new WebSocket(`${wsUrl}/?snapshot=${snapshot}`, { perMessageDeflate: false });
  const frames: string[] = [];
  let ended = false;
  let pings = 0;
  let pongs = 0;
  socket.on("message", (text) => frames.push(String(text)));
  socket.on("close", () => {
    ended = true;
  });
  socket.on("ping", () => {
    pings += 1;
  });
  socket.on("pong", () => {
    pongs += 1;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => {});
  return {
    frames,
    ended: () => ended,
    pings: () => pings,
    pongs: () => pongs,
    ping: () => socket.ping(),
    send: (request) => socket.send(typeof request === "string" ? request : JSON.stringify(request)),
    until: (condition, withinMs) => eventually(() => condition(frames), withinMs),
    close: () => socket.terminate(),
  };
}
