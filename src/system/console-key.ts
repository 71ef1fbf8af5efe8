import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "#model";

const FILE = "console.key";
const KEY = /^[A-Za-z0-9_-]{43}$/;

/**
 * The key with which the console's server proves to the API whom it passes on: `console.key` in `dir`, readable
 * by its owner alone, made by whichever of the two comes first. Null, with a warning, where it cannot be kept
 * secret or at all: then the API sees the console's server in place of whoever sits behind it.
 */
export function loadConsoleKey(dir: string, log: Log): string | null {
  try {
    return readKey(dir) ?? makeKey(dir);
  } catch (error) {
    log.warning("no console key: callers through the console are seen as this machine", {
      reason: (error as Error).message,
    });
    return null;
  }
}

function readKey(dir: string): string | null {
  const file = join(dir, FILE);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (process.platform !== "win32" && (found.mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others; remove it and a new one is made`);
  const key = readFileSync(file, "utf8").trim();
  if (!KEY.test(key)) throw new Error(`${file} is not a console key; remove it and a new one is made`);
  return key;
}

/** Written whole before it gets its name, and never over another one: two that start at once agree. */
function makeKey(dir: string): string | null {
  mkdirSync(dir, { recursive: true });
  const draft = join(dir, `${FILE}.${randomBytes(6).toString("hex")}`);
  try {
    writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(draft, 0o600);
    linkSync(draft, join(dir, FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(dir);
}
