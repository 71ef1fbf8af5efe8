import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** The repository, and the real captures beside it (absent outside the founders' machines). */
export const ROOT = resolve(import.meta.dirname, "../..");
export const CAPTURES = resolve(ROOT, "../shared/data");
export const hasCaptures = existsSync(CAPTURES);
