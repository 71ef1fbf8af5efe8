import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

/** The real process, started as a user would, with everything that it printed. */
export interface TandemProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly folder: string;
  stdout(): string;
  stderr(): string;
  /** Resolves when `text` appears on either stream; rejects with the output when it ends or takes too long. */
  printed(text: string | RegExp, withinMs?: number): Promise<string>;
  exited(withinMs?: number): Promise<number>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts `bin/tandem` in an empty folder of its own, so that no `.env` or data of the project is read. */
export function startTandem(
  args: readonly string[],
  env: Record<string, string> = {},
  stdin?: string,
): TandemProcess {
  return start([join(ROOT, "bin/tandem"), ...args], env, stdin);
}

/**
 * The same without the launcher in front of it, so that a signal meets the process itself: SIGKILL cuts it off and
 * SIGSTOP freezes it, where a launcher's end would be noticed and answered with an orderly stop.
 */
export function startMain(args: readonly string[], env: Record<string, string> = {}): TandemProcess {
  // The launcher's own cache: without it every start compiles everything anew, which takes seconds here.
  const cache = { NODE_COMPILE_CACHE: join(ROOT, ".tandem", "compile-cache") };
  return start([join(ROOT, "src/system/main.ts"), ...args], { ...cache, ...env });
}

function start(command: readonly string[], env: Record<string, string>, stdin?: string): TandemProcess {
  const folder = mkdtempSync(join(tmpdir(), "tandem-"));
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      DATA_DIR: join(folder, "data"),
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  if (stdin !== undefined) child.stdin?.end(stdin);
  const output = { out: "", err: "" };
  child.stdout?.on("data", (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output.err += chunk.toString()));
  const exit = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  const all = () => `stdout:\n${output.out}\nstderr:\n${output.err.slice(-4_000)}`;
  return {
    child,
    folder,
    stdout: () => output.out,
    stderr: () => output.err,
    printed: (text, withinMs = 60_000) => until(() => output.out + output.err, text, withinMs, exit, all),
    exited: (withinMs = 20_000) =>
      Promise.race([exit, later(withinMs, () => new Error(`did not end in ${withinMs} ms\n${all()}`))]),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      const hard = setTimeout(() => child.kill("SIGKILL"), 8_000);
      await exit;
      clearTimeout(hard);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function until(
  read: () => string,
  text: string | RegExp,
  withinMs: number,
  exit: Promise<number>,
  all: () => string,
): Promise<string> {
  const end = performance.now() + withinMs;
  let ended: number | null = null;
  void exit.then((code) => (ended = code));
  for (;;) {
    const line = read()
      .split("\n")
      .find((one) => (typeof text === "string" ? one.includes(text) : text.test(one)));
    if (line !== undefined) return line;
    if (ended !== null) throw new Error(`ended with ${ended} before printing ${text}\n${all()}`);
    if (performance.now() > end) throw new Error(`${text} was not printed in ${withinMs} ms\n${all()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function later(ms: number, error: () => Error): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(error()), ms).unref());
}
