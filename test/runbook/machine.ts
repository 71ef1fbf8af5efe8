import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/paths.ts";

/** Where the runbook looks for it. */
export const BACKEND = "/app/backend";
const MARK = join(BACKEND, ".rehearsal");
const ENV_FILE = join(BACKEND, ".env");

/** Runs a command and returns what it printed; throws with that where it fails. */
export function shell(script: string): string {
  return execFileSync("bash", ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

export function hasProgram(name: string, env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync("bash", ["-c", `command -v ${name}`], { env, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function listens(port: number): boolean {
  return shell(`ss -ltnH "sport = :${port}"`).trim() !== "";
}

/** A fresh checkout of what is committed at /app/backend; one that an earlier rehearsal left there is removed. */
export function checkOut(): void {
  if (existsSync(BACKEND) && !existsSync(MARK))
    throw new Error(
      `${BACKEND} is there and is no rehearsal: the runbook is played on a machine without a Tandem`,
    );
  rmSync(BACKEND, { recursive: true, force: true });
  // What an earlier rehearsal logged would be found by the searches of this one.
  shell("rm -f /var/log/supervisor/backend.* /var/log/supervisor/frontend.*");
  mkdirSync("/app", { recursive: true });
  // The checkout may be somebody else's than root's, which git would refuse to read.
  const trust = "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'";
  shell(`${trust} git clone --quiet --no-hardlinks ${ROOT} ${BACKEND}`);
  writeFileSync(MARK, "made by npm run runbook\n");
}

/** Changes keys of the configuration, or removes those that are null. */
export function configure(changes: Readonly<Record<string, string | null>>): void {
  const lines = readFileSync(ENV_FILE, "utf8").split("\n");
  const kept = lines.filter((line) => !Object.hasOwn(changes, line.split("=")[0] ?? ""));
  const added = Object.entries(changes).flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${value}`],
  );
  const text = [...kept.filter((line) => line !== ""), ...added, ""].join("\n");
  writeFileSync(ENV_FILE, text, { mode: 0o600 });
  shell(`chown tandem:tandem ${ENV_FILE} && chmod 600 ${ENV_FILE}`);
}

/** supervisord as Debian configures it, for as long as the rehearsal lasts; one that runs already is used. */
export async function startSupervisor(): Promise<ChildProcess | null> {
  if (existsSync("/var/run/supervisor.sock") && canAsk()) return null;
  const child = spawn("supervisord", ["--nodaemon", "--configuration", "/etc/supervisor/supervisord.conf"], {
    stdio: "ignore",
  });
  for (let tries = 0; tries < 50 && !canAsk(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 200));
  return child;
}

function canAsk(): boolean {
  try {
    shell("supervisorctl pid");
    return true;
  } catch {
    return false;
  }
}
