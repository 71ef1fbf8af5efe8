import { WebSocket } from "ws";

export interface LoadPlan {
  /** Clients that ask for the status and for trades in turn. */
  readonly readers: number;
  /** Clients of the stream. */
  readonly streams: number;
}

/** What readers got; being refused while no process is there is not counted. */
export interface LoadCounts {
  answers: number;
  frames: number;
  /** Answers that a reader should never get: 5xx but 503. */
  readonly failures: string[];
}

const PAUSE_MS = 200;
const AGAIN_MS = 100;
const PATHS = ["/status", "/trades?limit=100"];

/** Readers that go on through every restart, as consoles and scripts do; disposing ends them. */
export function startLoad(
  api: string,
  { readers, streams }: LoadPlan,
): AsyncDisposable & { counts: LoadCounts } {
  const counts: LoadCounts = { answers: 0, frames: 0, failures: [] };
  const stop = new AbortController();
  const running = [
    ...Array.from({ length: readers }, (_, index) => poll(api, index, counts, stop.signal)),
    ...Array.from({ length: streams }, () => follow(api, counts, stop.signal)),
  ];
  return {
    counts,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all(running);
    },
  };
}

async function poll(api: string, index: number, counts: LoadCounts, signal: AbortSignal): Promise<void> {
  for (let turn = index; !signal.aborted; turn += 1) {
    const path = PATHS[turn % PATHS.length] ?? "";
    await ask(`${api}/api/v1${path}`, counts, signal);
    await pause(PAUSE_MS);
  }
}

async function ask(url: string, counts: LoadCounts, signal: AbortSignal): Promise<void> {
  try {
    const answer = await fetch(url, { signal });
    await answer.arrayBuffer();
    counts.answers += 1;
    if (answer.status >= 500 && answer.status !== 503) counts.failures.push(`${url}: ${answer.status}`);
  } catch {
    // The process is away, which is what this is about.
  }
}

/** Connects again whenever it was cut off. */
async function follow(api: string, counts: LoadCounts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await oneStream(api, counts, signal);
    await pause(AGAIN_MS);
  }
}

function oneStream(api: string, counts: LoadCounts, signal: AbortSignal): Promise<void> {
  const socket = new WebSocket(`${api.replace(/^http/, "ws")}/api/ws`);
  const end = () => socket.terminate();
  signal.addEventListener("abort", end, { once: true });
  socket.on("message", () => (counts.frames += 1));
  return new Promise((resolve) => {
    socket.on("error", () => {});
    socket.on("close", () => {
      signal.removeEventListener("abort", end);
      resolve();
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
