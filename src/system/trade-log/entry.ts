import { harmless } from "../log.ts";

/** Where an entry is from; entries of the same moment keep this order. */
export const SOURCES = ["journal", "attempt", "ledger", "risk", "audit", "log"] as const;

/** One thing that concerns a trade. */
export interface Entry {
  readonly atMs: number;
  readonly source: (typeof SOURCES)[number];
  /** One line for people. */
  readonly text: string;
  /** The whole of it, for programs. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const rank = ({ source }: Entry) => SOURCES.indexOf(source);
  return entries.toSorted((one, other) => one.atMs - other.atMs || rank(one) - rank(other));
}

/** `2026-11-26T12:00:00.000Z journal  ...`, harmless to a terminal. */
export function textOf({ atMs, source, text }: Entry): string {
  return `${timeOf(atMs)} ${source.padEnd(7)}  ${harmless(text)}`;
}

/** One JSON object. */
export function jsonOf({ atMs, source, fields }: Entry): string {
  return jsonText({ at: timeOf(atMs), source, ...fields });
}

/** Integers beyond 2^53 as text, and no signed bytes: whoever has those of a swap that was never sent could send it. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (key, held) => {
    if (key === "wire") return undefined;
    return typeof held === "bigint" ? held.toString() : held;
  });
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
