import { statSync } from "node:fs";
import { ConfigError } from "#model";

/**
 * Refuses a file of secrets that others than its owner can read; `said` is how the operator named it. A file that is not
 * there is told of by who reads it. On Windows modes say nothing.
 */
export function demandPrivate(path: string, said: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600;
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  throw new ConfigError(
    "open-file",
    `${said}: holds secrets and can be read by others than its owner: chmod 600`,
  );
}
