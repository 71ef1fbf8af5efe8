import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/**
 * How a command on the same machine and the running process speak: a request file in DATA_DIR, a SIGHUP, and an answer
 * file of the same id. Both are readable by their owner only, and neither holds a secret.
 */
const REQUEST = "errand.request";
const ANSWER = "errand.answer";

const task = z.enum(["reload-keys", "verify-audit", "backup", "read-trade"]);
/** What the running process can be asked to do. */
export type Task = z.infer<typeof task>;

const request = z.object({ id: z.string(), task, argument: z.string().nullable() });
export type ErrandRequest = z.infer<typeof request>;

const answer = z.object({ id: z.string(), ok: z.boolean(), lines: z.array(z.string()) });
/** What came of it: lines for who asked, and whether all that was wanted was done. */
export type ErrandReport = Omit<z.infer<typeof answer>, "id">;

export function writeRequest(dataDir: string, wanted: ErrandRequest): void {
  rmSync(join(dataDir, ANSWER), { force: true });
  put(dataDir, REQUEST, wanted);
}

/** The request that waits for an answer, taken away; null where nobody asked. */
export function takeRequest(dataDir: string): ErrandRequest | null {
  const found = request.safeParse(read(dataDir, REQUEST));
  rmSync(join(dataDir, REQUEST), { force: true });
  return found.success ? found.data : null;
}

export function hasRequest(dataDir: string): boolean {
  return request.safeParse(read(dataDir, REQUEST)).success;
}

export function writeAnswer(dataDir: string, id: string, report: ErrandReport): void {
  put(dataDir, ANSWER, { id, ...report });
}

/** The answer to this request, taken away; null where it is not there yet. */
export function takeAnswer(dataDir: string, id: string): ErrandReport | null {
  const found = answer.safeParse(read(dataDir, ANSWER));
  if (!found.success || found.data.id !== id) return null;
  rmSync(join(dataDir, ANSWER), { force: true });
  return found.data;
}

/** Renamed into its place, so that nobody reads half of it. */
function put(dataDir: string, name: string, value: unknown): void {
  const file = join(dataDir, name);
  writeFileSync(`${file}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function read(dataDir: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(dataDir, name), "utf8"));
  } catch {
    return null;
  }
}
