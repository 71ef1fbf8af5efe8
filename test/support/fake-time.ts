import type { Clock, Log, LogFields, Timers } from "#model";

interface Task {
  dueMs: number;
  readonly everyMs: number | null;
  readonly run: () => void;
}

/** A clock and its timers that only a test turns. */
export class FakeTime implements Clock, Timers {
  #nowMs = 0;
  readonly #startMs: number;
  readonly #tasks = new Set<Task>();

  constructor(startMs = 1_790_000_000_000) {
    this.#startMs = startMs;
  }

  get pendingCount(): number {
    return this.#tasks.size;
  }

  monotonicNs(): number {
    return this.#nowMs * 1e6;
  }

  epochMs(): number {
    return this.#startMs + this.#nowMs;
  }

  after(ms: number, run: () => void): () => void {
    return this.#add({ dueMs: this.#nowMs + ms, everyMs: null, run });
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ dueMs: this.#nowMs + ms, everyMs: ms, run });
  }

  /** Lets time pass, running what falls due in order. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#tasks].filter((task) => task.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (due === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, due.dueMs);
      if (due.everyMs === null) this.#tasks.delete(due);
      else due.dueMs += due.everyMs;
      due.run();
    }
    this.#nowMs = endMs;
  }

  #add(task: Task): () => void {
    this.#tasks.add(task);
    return () => this.#tasks.delete(task);
  }
}

/** A clock and timers that run `speed` times as fast as life, for tests over real sockets. */
export function scaledTime(speed: number): Clock & Timers {
  return {
    monotonicNs: () => performance.now() * 1e6 * speed,
    epochMs: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
    every(ms, run) {
      const timer = setInterval(run, ms / speed);
      return () => clearInterval(timer);
    },
  };
}

export const realTime = scaledTime(1);

export interface LogLine {
  readonly level: "info" | "warning" | "error" | "debug";
  readonly event: string;
  readonly fields: LogFields;
}

/** A log that keeps what was written. */
export function recordingLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const write =
    (level: LogLine["level"]) =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ level, event, fields });
    };
  return {
    lines,
    info: write("info"),
    warning: write("warning"),
    error: write("error"),
    debug: write("debug"),
  };
}

/** Resolves once `holds` does; fails with the name after `withinMs`. */
export async function eventually(name: string, holds: () => boolean, withinMs = 5_000): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`not within ${withinMs} ms: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
