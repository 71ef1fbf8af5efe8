import { HttpLine } from "./http-line.ts";

export interface Rate {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p95Ms: number;
  /** Answers other than 200. */
  readonly failed: number;
}

/** Closed loop: so many connections, each asking again as soon as it was answered, until the time or the requests are over. */
export async function closedLoop(
  port: number,
  pathOf: (n: number) => string,
  {
    connections,
    seconds,
    requests = Number.POSITIVE_INFINITY,
  }: { readonly connections: number; readonly seconds: number; readonly requests?: number },
): Promise<Rate> {
  const lines = Array.from({ length: connections }, () => new HttpLine(port));
  const times: number[] = [];
  let failed = 0;
  let n = 0;
  const began = performance.now();
  const end = began + seconds * 1e3;
  await Promise.all(
    lines.map(async (line) => {
      while (performance.now() < end && n < requests) {
        const sent = performance.now();
        if ((await line.ask(pathOf(n++))) !== 200) failed += 1;
        times.push(performance.now() - sent);
      }
      line.end();
    }),
  );
  return rate(times, performance.now() - began, failed);
}

/**
 * Open loop: requests by a fixed schedule whatever becomes of the earlier ones, each timed from when it was due. A server
 * that stalls is charged for everything that waited meanwhile.
 */
export async function openLoop(
  port: number,
  pathOf: (n: number) => string,
  {
    perSecond,
    seconds,
    connections,
  }: { readonly perSecond: number; readonly seconds: number; readonly connections: number },
): Promise<Rate> {
  const idle = Array.from({ length: connections }, () => new HttpLine(port));
  const all = [...idle];
  const due: number[] = [];
  const times: number[] = [];
  let failed = 0;
  let n = 0;
  const began = performance.now();
  const total = perSecond * seconds;
  const dispatch = () => {
    while (due.length > 0 && idle.length > 0) void carry(idle.pop() as HttpLine, due.shift() as number);
  };
  async function carry(line: HttpLine, dueMs: number): Promise<void> {
    if ((await line.ask(pathOf(n++))) !== 200) failed += 1;
    times.push(performance.now() - dueMs);
    idle.push(line);
    dispatch();
  }
  for (let scheduled = 0; times.length < total; ) {
    const until = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1e3));
    for (; scheduled < until; scheduled += 1) due.push(began + (scheduled * 1e3) / perSecond);
    dispatch();
    if (performance.now() - began > (seconds + 20) * 1e3) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  for (const line of all) line.end();
  return rate(times, performance.now() - began, failed + total - times.length);
}

function rate(times: readonly number[], tookMs: number, failed: number): Rate {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
  return {
    perSecond: Math.round((times.length / tookMs) * 1e3),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    failed,
  };
}
