import { spawn } from "node:child_process";
import type { Block } from "./blocks.ts";

export interface Outcome {
  readonly heading: string;
  readonly line: number;
  readonly state: "as written" | "wrong" | "not run";
  readonly seconds: number;
  /** Why it was not run, or what it printed where that was wrong. */
  readonly detail: string;
}

interface Ran {
  readonly code: number | null;
  readonly printed: string;
}

const LONGEST_SEC = 240;
const AGAIN_AFTER_MS = 1_000;
const SHOWN = 1_500;

/** Runs a block as it stands, again until its time is over, and says whether its outcome is what is written. */
export async function play(block: Block, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const beganMs = performance.now();
  const seconds = () => Math.round((performance.now() - beganMs) / 100) / 10;
  for (;;) {
    const ran = await run(block, env);
    const wrong = whatIsWrong(block, ran);
    const { heading, line } = block;
    if (wrong === null) return { heading, line, state: "as written", seconds: seconds(), detail: "" };
    if (seconds() >= block.withinSec)
      return {
        heading,
        line,
        state: "wrong",
        seconds: seconds(),
        detail: `${wrong}\n${ran.printed.slice(-SHOWN)}`,
      };
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}

function whatIsWrong({ expect, fails, stopAfterSec }: Block, { code, printed }: Ran): string | null {
  const missing = expect.find((pattern) => !pattern.test(printed));
  if (missing !== undefined) return `did not print ${missing}`;
  if (fails) return code === 0 ? "ended with 0 and should not have" : null;
  return code === 0 || stopAfterSec !== null ? null : `ended with ${code}`;
}

function run({ script, stopAfterSec }: Block, env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn("bash", ["-c", script], { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const end = () => {
    try {
      process.kill(-(child.pid ?? 0), "SIGTERM");
    } catch {
      // It has just ended by itself.
    }
  };
  const timer = setTimeout(end, (stopAfterSec ?? LONGEST_SEC) * 1_000);
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, printed });
    });
  });
}
