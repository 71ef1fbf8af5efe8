import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureConsole, ensureInstalled, fail, projectNode, say } from "./install.mjs";

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));

/** Commands that show the console, which must be built first. */
const WITH_CONSOLE = new Set(["start", "console", "test"]);

/** Installs, builds and runs; ends with the exit code (or by the signal) of what it ran. */
export async function launch(args) {
  ensureInstalled(root);
  const node = projectNode(root);
  const asksForHelp = args.includes("--help") || args.includes("-h");
  if (WITH_CONSOLE.has(args[0]) && !asksForHelp) ensureConsole(root, node);
  await run(node, toolFor(args));
}

function toolFor([command, ...rest]) {
  if (command === "test") return testCommand(rest);
  if (command === "bench") return ["--expose-gc", join(root, "bench", "run.ts"), ...rest];
  if (command === "pages") return [join(root, "bench", "pages", "run.ts"), ...rest];
  if (command === "load") return [join(root, "bench", "load", "run.ts"), ...rest];
  if (command === "storm") return [join(root, "test", "scenarios", "storm-run.ts"), ...rest];
  if (command === "soak") return [join(root, "test", "scenarios", "soak-run.ts"), ...rest];
  if (command === "restarts") return [join(root, "test", "scenarios", "restarts-run.ts"), ...rest];
  if (command === "runbook") return [join(root, "test", "runbook", "run.ts"), ...rest];
  if (command === "store-kill") return [join(root, "test", "scenarios", "store-kill-run.ts"), ...rest];
  if (command === "fuzz") return [join(root, "test", "scenarios", "fuzz-run.ts"), ...rest];
  if (command === "mongo-outage") return [join(root, "test", "scenarios", "mongo-outage-run.ts"), ...rest];
  if (command === "tool") return toolCommand(rest);
  return [join(root, "src", "system", "main.ts"), ...(command === undefined ? [] : [command]), ...rest];
}

function testCommand(rest) {
  return [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--root", root, ...rest];
}

function toolCommand([name, ...rest]) {
  if (name === undefined) fail("say which tool: tandem tool biome|tsc|knip|vite|vitest ...");
  const path = join(root, "node_modules", ".bin", name);
  if (!existsSync(path)) fail(`no such tool: ${name}`);
  return [realpathSync(path), ...rest];
}

function run(node, args) {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, ".tandem", "compile-cache") };
  // The channel tells Tandem when its launcher was killed, so that nothing runs on unseen.
  const isTandem = args[0].endsWith("main.ts");
  const stdio = isTandem ? ["inherit", "inherit", "inherit", "ipc"] : "inherit";
  // The `--` keeps Node from looking at --env-file before Tandem does.
  const child = spawn(node, isTandem ? ["--", ...args] : args, { stdio, env });
  const passOn = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, passOn);
  return new Promise(() => {
    child.on("error", (error) => fail(`cannot start ${node}: ${error.message}`));
    child.on("exit", (code, signal) => {
      if (signal !== null) say(`ended by ${signal}`);
      process.exit(signal === null ? code : 128 + constants.signals[signal]);
    });
  });
}
