/** What a key asks for. `go` names a path of the navigation by its letter. */
export type KeyAction =
  | { readonly kind: "palette" | "help" | "pause" | "clock" }
  | { readonly kind: "go"; readonly letter: string };

/** When `g` was pressed and waits for the letter of a screen; null while nothing waits. */
export type Pending = number | null;

/** How long `g` waits for its letter. */
const WAITS_MS = 1_500;

export interface KeyPress {
  readonly key: string;
  readonly hasModifier: boolean;
  /** Control or Command. */
  readonly hasCommand: boolean;
  /** In a field, where letters are text, or while a dialog asks something. */
  readonly isTaken: boolean;
  readonly atMs: number;
}

const SINGLE: Readonly<Record<string, "help" | "pause" | "clock">> = { "?": "help", p: "pause", u: "clock" };

/** `(pending, key press) -> [pending, action]`: pure, so that every sequence can be tried without a browser. */
export function pressKey(pending: Pending, press: KeyPress): [Pending, KeyAction | null] {
  if (press.hasCommand && press.key.toLowerCase() === "k") return [null, { kind: "palette" }];
  if (press.isTaken || press.hasModifier) return [null, null];
  if (pending !== null && press.atMs - pending <= WAITS_MS) {
    return [null, { kind: "go", letter: press.key.toLowerCase() }];
  }
  if (press.key === "g") return [press.atMs, null];
  const kind = SINGLE[press.key];
  return [null, kind === undefined ? null : { kind }];
}
