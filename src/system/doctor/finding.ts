/** How a check came out. Only `failed` makes the doctor's exit code 1. */
export type State = "ok" | "warning" | "failed" | "skipped";

/** One line of the report. Nothing in it is a secret: what is seen is scrubbed once more before it is printed. */
export interface Finding {
  readonly check: string;
  readonly state: State;
  /** What was seen, or why it was not looked at. */
  readonly seen: string;
  /** What to do about it; null where nothing is to be done. */
  readonly advice: string | null;
}

export function ok(check: string, seen: string): Finding {
  return { check, state: "ok", seen, advice: null };
}

export function warning(check: string, seen: string, advice: string): Finding {
  return { check, state: "warning", seen, advice };
}

export function failed(check: string, seen: string, advice: string): Finding {
  return { check, state: "failed", seen, advice };
}

export function skipped(check: string, why: string): Finding {
  return { check, state: "skipped", seen: why, advice: null };
}

/** The first line of an error's words, with the venue's code where it is not among them. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.split("\n")[0] ?? "";
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return code === null || message.includes(code) ? message : `${code}: ${message}`;
}
