import type { AccessChange } from "./state.ts";

/** Who does something, and when. `by` stands in the audit log, such as `alice@10.0.0.7`. */
export interface Act {
  readonly by: string;
  readonly atMs: number;
}

interface Told {
  readonly action: string;
  readonly before?: object;
  readonly after?: object;
}

/** The entry of the audit log, committed together with what it tells of. */
export function noted({ by, atMs }: Act, { action, before, after }: Told): AccessChange {
  const text = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
  return { kind: "note", note: { atMs, by, action, before: text(before), after: text(after) } };
}
