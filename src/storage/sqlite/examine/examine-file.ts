import type { DatabaseSync } from "node:sqlite";
import { openToRead } from "../open-to-read.ts";
import { KNOWN_DATABASES } from "../upgrade/kinds.ts";
import { schemaVersion } from "../upgrade/take-steps.ts";

/** What a look at one database found; nothing is written into it. */
export type Examination =
  | {
      readonly name: string;
      readonly state: "whole";
      readonly schema: number;
      /** The schema of this build; null of a file that is none of ours. */
      readonly build: number | null;
    }
  /** Another process holds it for itself. */
  | { readonly name: string; readonly state: "held" }
  | { readonly name: string; readonly state: "damaged"; readonly detail: string };

const SQLITE_BUSY = 5;

/** Reads the whole file and checks its structure; takes as long as the disk does. Never throws. */
export function examineFile(name: string, path: string): Examination {
  let database: DatabaseSync | undefined;
  try {
    database = openToRead(path);
    const verdict = String(database.prepare("PRAGMA quick_check(1)").get()?.quick_check ?? "no answer");
    const build = KNOWN_DATABASES.find(({ file }) => file === name)?.steps.length ?? null;
    if (verdict === "ok") return { name, state: "whole", schema: schemaVersion(database), build };
    return { name, state: "damaged", detail: verdict.split("\n")[0] ?? verdict };
  } catch (error) {
    if (isBusy(error)) return { name, state: "held" };
    return { name, state: "damaged", detail: error instanceof Error ? error.message : String(error) };
  } finally {
    database?.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}
