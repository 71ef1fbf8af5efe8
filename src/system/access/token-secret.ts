import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "#model";
import { systemEntropy } from "../clock.ts";

const FILE = "token-secret";
const BYTES = 48;
/** HS256 wants a key as long as its hash. https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
export const SHORTEST_SECRET = 32;

/**
 * What access tokens are signed with: JWT_SECRET_KEY, or a random one that is made in DATA_DIR at the first start.
 * Throws ConfigError where the file is readable by others or no secret of ours.
 */
export function readTokenSecret(configured: string | null, dataDir: string): Uint8Array {
  if (configured !== null) return Buffer.from(configured);
  const path = join(dataDir, FILE);
  makeOnce(path);
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw new ConfigError(
      "token-secret",
      `DATA_DIR: ${path} must be readable by its owner alone (chmod 600)`,
    );
  const secret = Buffer.from(readFileSync(path, "utf8").trim(), "base64url");
  if (secret.length < SHORTEST_SECRET)
    throw new ConfigError(
      "token-secret",
      `DATA_DIR: ${path} is cut short: remove it, and everybody logs in anew`,
    );
  return secret;
}

/** Two that start at the same time make one: whoever is second reads the other's. */
function makeOnce(path: string): void {
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, `${Buffer.from(systemEntropy(BYTES)).toString("base64url")}\n`);
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return;
    throw new ConfigError("token-secret", `DATA_DIR: ${path} cannot be written`, { cause: error });
  }
}
